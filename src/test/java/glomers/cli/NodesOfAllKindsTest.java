package glomers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The whole command on real processes: right nodes pass, and wrong ones are told what is wrong. */
@Execution(ExecutionMode.CONCURRENT)
class NodesOfAllKindsTest {
  /** Slow machines take their time to start a shell, and nobody waits for a node that answers. */
  private static final TestOptions.Timing PATIENT =
      new TestOptions.Timing(Duration.ofMillis(300), Duration.ofSeconds(60));

  /** For nodes that never answer {@code init}. */
  private static final TestOptions.Timing IMPATIENT =
      new TestOptions.Timing(Duration.ofMillis(300), Duration.ofSeconds(3));

  @BeforeAll
  static void needsAShell() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh to run the nodes");
  }

  /** What a run came to. */
  private record Ran(int status, String output, Path store) {
    Ran says(String... parts) {
      for (String part : parts) {
        assertTrue(output.contains(part), () -> "should say \"" + part + "\":\n" + output);
      }
      return this;
    }

    Ran endsWith(int expected, String lastLine) {
      assertEquals(expected, status, output);
      assertEquals(lastLine, output.lines().toList().getLast(), output);
      return this;
    }

    Ran isValid() {
      return endsWith(0, "Everything looks good! ヽ(‘ー`)ノ");
    }

    Ran isInvalid() {
      return endsWith(1, "Analysis invalid! (ﾉಥ益ಥ）ﾉ ┻━┻");
    }

    String results() throws IOException {
      return Files.readString(store.resolve("latest/results.edn"));
    }
  }

  private static Ran run(Path folder, Path node, String... arguments) {
    return run(PATIENT, folder, node, arguments);
  }

  private static Ran run(TestOptions.Timing timing, Path folder, Path node, String... arguments) {
    List<String> line = new ArrayList<>(List.of("test", "--bin", node.toString()));
    line.addAll(List.of("--store", folder.resolve("store").toString()));
    line.addAll(List.of("--time-limit", "1", "--rate", "20", "--node-count", "2", "--seed", "1"));
    for (int i = 0; i < arguments.length; i += 2) {
      int given = line.indexOf(arguments[i]);
      if (given >= 0) {
        line.set(given + 1, arguments[i + 1]);
      } else {
        line.add(arguments[i]);
        line.add(arguments[i + 1]);
      }
    }
    return runAsItStands(timing, folder, line);
  }

  private static Ran runAsItStands(Path folder, List<String> line) {
    return runAsItStands(PATIENT, folder, line);
  }

  private static Ran runAsItStands(TestOptions.Timing timing, Path folder, List<String> line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int status =
        WorkbenchMain.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            timing,
            line.toArray(String[]::new));
    return new Ran(status, out.toString(StandardCharsets.UTF_8), folder.resolve("store"));
  }

  @Test
  void aRightEchoPassesAndLeavesResults(@TempDir Path folder) throws IOException {
    Ran ran = run(folder, ShellNode.write(folder, ShellNode.ECHO), "-w", "echo");
    ran.isValid().says("standing in for Maelstrom", "--seed 1", "echo on 2 nodes: valid");
    assertTrue(ran.results().contains(":workload {:errors (), :valid? true}"), ran.results());
    assertTrue(Files.exists(ran.store().resolve("echo/latest/results.json")));
    assertTrue(Files.size(ran.store().resolve("current/history.edn")) > 0);
    assertTrue(Files.exists(ran.store().resolve("latest/history.txt")));
    assertTrue(Files.exists(ran.store().resolve("latest/node-logs/n1.log")));
  }

  @Test
  void rightUniqueIdsPassUnderPartitionWithTotalAvailability(@TempDir Path folder) {
    run(
            folder,
            ShellNode.write(folder, ShellNode.UNIQUE_ID),
            "-w",
            "unique-ids",
            "--nemesis",
            "partition",
            "--availability",
            "total")
        .isValid()
        .says("tested nothing: ", "ids were given out");
  }

  @Test
  void aRightBroadcastPassesWithLatency(@TempDir Path folder) {
    run(
            folder,
            ShellNode.write(folder, ShellNode.BROADCAST),
            "-w",
            "broadcast",
            "--latency",
            "20",
            "--concurrency",
            "4n",
            "--rate",
            "50")
        .isValid()
        .says(
            "values broadcast", "0 lost", "messages between nodes and services for each operation");
  }

  @Test
  void argumentsAfterTheDashesReachTheNode(@TempDir Path folder) {
    Path node =
        ShellNode.write(
            folder,
            "[ \"$*\" = \"--colour blue\" ] || exit 5",
            "reply '\"type\":\"init_ok\"'",
            ShellNode.ECHO);
    runAsItStands(
            folder,
            List.of(
                "test",
                "-w",
                "echo",
                "--bin",
                node.toString(),
                "--node-count",
                "1",
                "--time-limit",
                "1",
                "--store",
                folder.resolve("store").toString(),
                "--",
                "--colour",
                "blue"))
        .isValid();
  }

  @Test
  void aNodeInJavaPassesToo(@TempDir Path folder) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path node =
        Files.writeString(
            folder.resolve("java-node"),
            "#!/bin/sh\nexec %s -cp '%s' glomers.cli.NodeMain echo\n"
                .formatted(java, System.getProperty("java.class.path")));
    assertTrue(node.toFile().setExecutable(true));
    List<String> line =
        List.of(
            "test",
            "-w",
            "echo",
            "--bin",
            node.toString(),
            "--node-count",
            "1",
            "--time-limit",
            "1",
            "--rate",
            "20",
            "--store",
            folder.resolve("store").toString());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int status =
        WorkbenchMain.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            PATIENT,
            line.toArray(String[]::new));
    assertEquals(0, status, out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aNodeThatNeverAnswersIsNotValid(@TempDir Path folder) {
    run(folder, ShellNode.write(folder, ":"), "-w", "echo")
        .isInvalid()
        .says("not one echo succeeded", "got no answer in time, the first one from n0");
  }

  @Test
  void aForwardThatIsLostIsFound(@TempDir Path folder) throws IOException {
    Path node =
        ShellNode.write(
            folder, ShellNode.BROADCAST.replace("printf", "[ $((count % 3)) = 0 ] || printf"));
    Ran ran = run(folder, node, "-w", "broadcast", "--rate", "50").isInvalid();
    ran.says("values missing on some node at the end: ");
    assertTrue(ran.results().contains(":missing-at-end {"), ran.results());
  }

  @Test
  void withoutDedupeAValueReadTwiceIsFound(@TempDir Path folder) {
    Path node =
        ShellNode.write(
            folder,
            ShellNode.BROADCAST.replace(
                "forward) ", "forward) number message; values=\"$values,$value\"; "));
    run(folder, node, "-w", "broadcast")
        .isInvalid()
        .says("values that a read showed more than once: ");
  }

  @Test
  void duplicateIdsAreFound(@TempDir Path folder) {
    run(
            folder,
            ShellNode.write(folder, ShellNode.UNIQUE_ID.replace("$me-", "")),
            "-w",
            "unique-ids")
        .isInvalid()
        .says("the id \"2\" 2 times!");
  }

  @Test
  void aWrongReplyTypeIsNamedWithTheRightOne(@TempDir Path folder) {
    run(folder, ShellNode.write(folder, ShellNode.ECHO.replace("echo_ok", "echo")), "-w", "echo")
        .isInvalid()
        .says(
            "malformed-reply (",
            "does not fit the request \"echo\"",
            "\"type\" is \"echo\" where it must be \"echo_ok\"");
  }

  @Test
  void aWrongEchoIsShown(@TempDir Path folder) {
    run(folder, ShellNode.write(folder, ShellNode.ECHO.replace("$value", "no")), "-w", "echo")
        .isInvalid()
        .says("replies were no echo: to \"Please echo ", ":echo \"no\"");
  }

  @Test
  void logTextOnStdoutIsQuotedAndTheRunGoesOn(@TempDir Path folder) throws IOException {
    Ran ran =
        run(
            folder,
            ShellNode.write(folder, "echo \"handling $type\"; " + ShellNode.ECHO),
            "-w",
            "echo");
    ran.isInvalid()
        .says(
            "0 failed, 0 of unknown outcome",
            "not-json (",
            "line 2 of its stdout: it is not JSON; stdout is for messages alone",
            "handling echo");
    assertTrue(ran.results().contains(":kind :not-json"), ran.results());
  }

  @Test
  void inCompatibleModeANodeIsNotReadAnyMoreAfterABadLine(@TempDir Path folder) {
    Path node = ShellNode.write(folder, "[ $count != 4 ] || echo oops; " + ShellNode.ECHO);
    List<String> line =
        List.of(
            "test",
            "-w",
            "echo",
            "--bin",
            node.toString(),
            "--node-count",
            "1",
            "--time-limit",
            "1",
            "--rate",
            "20",
            "--compat",
            "--store",
            folder.resolve("store").toString());
    runAsItStands(folder, line)
        .isValid()
        .says("2 ok, 0 failed, 1 of unknown outcome", "though that is no failure");
  }

  @Test
  void aMissingNewlineExplainsTheSilence(@TempDir Path folder) {
    Path node =
        ShellNode.write(
            folder,
            ":",
            "printf '{\"src\":\"%s\",\"dest\":\"%s\",\"body\":{\"type\":\"init_ok\"}}' $me $src",
            ":");
    Ran ran = run(IMPATIENT, folder, node, "-w", "echo");
    assertEquals(255, ran.status());
    ran.says("did not answer init", "without a newline after it, so it was not read", "init_ok");
  }

  @Test
  void aNodeThatIsSilentFromTheStartGetsABeginnersExplanation(@TempDir Path folder) {
    Path node = ShellNode.write(folder, "echo 'I am here' >&2", ":", ":");
    Ran ran = run(IMPATIENT, folder, node, "-w", "echo");
    assertEquals(255, ran.status());
    ran.says(
        "Jepsen broke",
        "did not answer init within 3 s",
        "\"type\": \"init_ok\"",
        "It wrote nothing to stdout.",
        "I am here");
    assertFalse(Files.exists(ran.store().resolve("latest/results.edn")));
  }

  @Test
  void aNodeThatCrashesAtStartIsShownWithItsLastWords(@TempDir Path folder) {
    Path node = ShellNode.write(folder, "echo 'no such module: gossip' >&2; exit 3", ":", ":");
    Ran ran = run(folder, node, "-w", "echo");
    assertEquals(255, ran.status());
    ran.says("exited with status 3 before it answered init", "no such module: gossip");
  }

  @Test
  void aNodeThatCrashesLaterStopsTheRunAndKeepsItsResults(@TempDir Path folder) throws IOException {
    Path node =
        ShellNode.write(
            folder,
            "[ $count != 5 ] || { echo 'index 7 out of bounds' >&2; exit 1; }; " + ShellNode.ECHO);
    Ran ran = run(folder, node, "-w", "echo", "--time-limit", "60").isInvalid();
    ran.says("exited with status 1", "index 7 out of bounds", "ok, 0 failed");
    assertTrue(ran.results().contains(":nodes {:node \"n"), ran.results());
    assertTrue(Files.size(ran.store().resolve("latest/history.edn")) > 0);
  }

  @Test
  void inCompatibleModeADeathIsFoundInTheEndAndNothingIsAnalysed(@TempDir Path folder) {
    Path node = ShellNode.write(folder, "[ $count != 3 ] || exit 0; " + ShellNode.ECHO);
    List<String> line =
        List.of(
            "test",
            "-w",
            "echo",
            "--bin",
            node.toString(),
            "--node-count",
            "1",
            "--time-limit",
            "1",
            "--rate",
            "20",
            "--compat",
            "--store",
            folder.resolve("store").toString());
    Ran ran = runAsItStands(folder, line);
    assertEquals(255, ran.status(), ran.output());
    ran.says("Jepsen broke", "exited with status 0");
    assertTrue(Files.exists(ran.store().resolve("latest/history.edn")));
    assertFalse(Files.exists(ran.store().resolve("latest/results.edn")));
  }

  @Test
  void messagesToNobodyAndInOthersNamesAreFound(@TempDir Path folder) {
    String stray =
        "printf '{\"src\":\"%s\",\"dest\":\"n9\",\"body\":{}}\\n' $me;"
            + " printf '{\"src\":\"c0\",\"dest\":\"n1\",\"body\":{}}\\n'; ";
    run(folder, ShellNode.write(folder, stray + ShellNode.ECHO), "-w", "echo")
        .isInvalid()
        .says(
            "unknown-destination (",
            "has the \"dest\" \"n9\", nobody's",
            "wrong-source (",
            "has the \"src\" \"c0\" where this node is \"n");
  }

  @Test
  void aProgramThatCannotRunIsRefusedBeforeAnythingStarts(@TempDir Path folder) {
    Ran ran = run(folder, folder.resolve("nothing"), "-w", "echo");
    assertEquals(254, ran.status());
    ran.says("there is no such file");
    assertFalse(Files.exists(ran.store()));
  }

  @Test
  void aStoreThatCannotBeWrittenIsReported(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("store"), "a file where the folder should be");
    Ran ran = run(folder, ShellNode.write(folder, ShellNode.ECHO), "-w", "echo");
    assertEquals(255, ran.status());
    ran.says("The results cannot be kept in ");
  }
}
