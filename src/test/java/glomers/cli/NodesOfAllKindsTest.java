package glomers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import glomers.cli.test.TestOptions;
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
            "#!/bin/sh\nexec %s -cp '%s' glomers.launch.NodeMain echo\n"
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
        .says("not one echo succeeded", "got no answer in time, the first that was given up: n0");
  }

  @Test
  void aForwardThatIsLostIsFound(@TempDir Path folder) throws IOException {
    Path node =
        ShellNode.write(
            folder, ShellNode.BROADCAST.replace("printf", "[ $((count % 3)) = 0 ] || printf"));
    Ran ran = run(folder, node, "-w", "broadcast", "--rate", "50").isInvalid();
    ran.says("values missing on some node at the end: the last read of n", " (process ");
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

  @Test
  void aNodeThatClosesItsStdoutCannotTakePart(@TempDir Path folder) {
    Path node =
        ShellNode.write(
            folder, ShellNode.ECHO + "; [ $count -lt 3 ] || exec >/dev/null 2>/dev/null");
    run(folder, node, "-w", "echo")
        .isInvalid()
        .says("closed-stdout", "closed its stdout and went on running");
  }

  @Test
  void aNodeThatClosesItsStdinCannotTakePart(@TempDir Path folder) {
    Path node =
        ShellNode.write(folder, ShellNode.ECHO + "; [ $count -lt 3 ] || exec sleep 60 </dev/null");
    run(folder, node, "-w", "echo")
        .isInvalid()
        .says("closed-stdin", "closed its stdin and went on running");
  }

  @Test
  void anEchoOfWhichAQuarterIsNeverAnsweredIsNeverValid(@TempDir Path folder) {
    Path node =
        ShellNode.write(
            folder,
            "[ $count != 2 ] || echo 'thread main panicked at main.rs:3:5:\nno lock' >&2; "
                + "[ $((count % 4)) = 3 ] || { "
                + ShellNode.ECHO
                + "; }");
    Ran ran = run(folder, node, "-w", "echo", "--concurrency", "4n");
    // On a machine that has no time for it, too few requests are made to say whose fault it is.
    assertTrue(ran.status() == 1 || ran.status() == 2, ran.output());
    ran.says(
        "requests got no answer at all, though nothing was done to nodes or network",
        "Maelstrom itself would call this run valid",
        "panicked at main.rs:3:5:",
        "no lock",
        "node-logs/n");
  }

  @Test
  void aRateOfNothingTestsNothing(@TempDir Path folder) {
    Ran ran =
        run(folder, ShellNode.write(folder, ShellNode.BROADCAST), "-w", "broadcast", "--rate", "0");
    assertEquals(2, ran.status(), ran.output());
    ran.says("not decided", "so nothing was tested");
  }

  @Test
  void aSecondAnswerToInitIsCalledThat(@TempDir Path folder) {
    Path node =
        ShellNode.write(
            folder,
            ":",
            "reply '\"type\":\"init_ok\"'; first=$src",
            "src2=$src id2=$id; src=$first id=1; reply '\"type\":\"init_ok\"'; src=$src2 id=$id2; "
                + ShellNode.ECHO);
    Ran ran = run(folder, node, "-w", "echo").isValid();
    ran.says("second-reply", "answers request 1 (init) of c", "once more");
    assertFalse(ran.output().contains("too late"), ran.output());
  }

  @Test
  void theErrorsThatNodesAnsweredAreShownWithTheirText(@TempDir Path folder) {
    Path node =
        ShellNode.write(
            folder,
            "case $type in add) reply '\"type\":\"error\",\"code\":11,\"text\":\"no leader\"' ;;"
                + " read) reply '\"type\":\"read_ok\",\"value\":0' ;; esac");
    run(folder, node, "-w", "g-counter")
        .isInvalid()
        .says("add requests were answered with an error:", "\"no leader\", ", "the first from n");
  }

  @Test
  void aSetUpThatFailsNamesTheRequest(@TempDir Path folder) {
    Path node = ShellNode.write(folder, "topology=no", "reply '\"type\":\"init_ok\"'", ":");
    // Nodes of the shell know the topology; this one refuses it.
    try {
      String script = Files.readString(node);
      String refusal = "reply '\"type\":\"error\",\"code\":10,\"text\":\"what?\"'";
      Files.writeString(node, script.replace("reply '\"type\":\"topology_ok\"'", refusal));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    Ran ran = run(folder, node, "-w", "broadcast");
    assertEquals(255, ran.status());
    ran.says("answered \"topology\" with the error not-supported (10): what?");
  }

  @Test
  void theCauseOfADeathIsLookedForAboveTheStacks(@TempDir Path folder) {
    Path node =
        ShellNode.write(
            folder,
            "[ $count != 3 ] || { echo 'fatal error: all asleep' >&2; seq 500 >&2; exit 2; }; "
                + ShellNode.ECHO);
    run(folder, node, "-w", "echo", "--time-limit", "60")
        .isInvalid()
        .says("fatal error: all asleep", "Its log: ", ".log", "  500");
  }

  @Test
  void aLogIsCutInItsMiddleAndTheVerdictSaysSo(@TempDir Path folder) throws IOException {
    Path node =
        ShellNode.write(
            folder,
            "echo first >&2; i=0; while [ $i -lt 40 ]; do head -c 100000 /dev/zero | tr '\\0' x >&2;"
                + " echo >&2; i=$((i+1)); done; echo last >&2",
            "reply '\"type\":\"init_ok\"'",
            ShellNode.ECHO);
    Ran ran = run(folder, node, "-w", "echo", "--keep-logs", "1", "--node-count", "1").isValid();
    ran.says("the log of n0 was cut: ", "(--keep-logs)");
    String log = Files.readString(ran.store().resolve("latest/node-logs/n0.log"));
    assertTrue(log.startsWith("first\n") && log.strip().endsWith("last"), "beginning and end");
    assertTrue(log.contains("bytes are cut out here") && log.length() < 1_100_000);
    try (var files = Files.list(ran.store().resolve("latest/node-logs"))) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void whatANodeForksTwiceIsEndedToo(@TempDir Path folder) throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "nobody can find such processes");
    Path pid = folder.resolve("pid");
    Path node =
        ShellNode.write(
            folder,
            "(setsid sh -c 'trap \"\" TERM HUP INT; echo $$ > " + pid + "; sleep 600' &)",
            "reply '\"type\":\"init_ok\"'",
            ShellNode.ECHO);
    run(folder, node, "-w", "echo", "--node-count", "1").isValid();
    long orphan = Long.parseLong(Files.readString(pid).strip());
    boolean alive = ProcessHandle.of(orphan).filter(ProcessHandle::isAlive).isPresent();
    if (alive) {
      // Dead, but nobody has fetched its status yet.
      String status = Files.readString(Path.of("/proc/" + orphan + "/stat"));
      assertTrue(status.contains(") Z "), status);
    }
  }
}
