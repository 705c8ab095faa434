package glomers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Real processes that are stopped, killed and started again in the middle of a run. */
@Execution(ExecutionMode.CONCURRENT)
class FaultyProcessesTest {
  private static final TestOptions.Timing SHORT =
      new TestOptions.Timing(Duration.ofMillis(300), Duration.ofSeconds(10));

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void needsAShell() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh to run the nodes");
  }

  private int run(String handle, String workload, String nemesis) throws IOException {
    Path node = ShellNode.write(folder, handle);
    // It says on stderr what it is told.
    String loud =
        Files.readString(node)
            .replace(
                "  case $type in\n    init",
                "  echo \"told $type\" >&2\n  case $type in\n    init");
    assertTrue(loud.contains("told"), loud);
    Files.writeString(node, loud);
    String[] words = {
      "test",
      "-w",
      workload,
      "--bin",
      node.toString(),
      "--node-count",
      "2",
      "--time-limit",
      "3",
      "--rate",
      "20",
      "--nemesis",
      nemesis,
      "--nemesis-interval",
      "0.4",
      "--store",
      folder.resolve("store").toString(),
      "--seed",
      "1"
    };
    return WorkbenchMain.run(new PrintStream(printed, true, StandardCharsets.UTF_8), SHORT, words);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private String file(String name) throws IOException {
    return Files.readString(folder.resolve("store/latest").resolve(name));
  }

  private static long count(String text, String part) {
    return text.lines().filter(line -> line.contains(part)).count();
  }

  @Test
  void stoppedProcessesGoOnWhereTheyWere() throws IOException {
    assertEquals(0, run(ShellNode.ECHO, "echo", "pause"), this::printed);
    String history = file("history.edn");
    assertTrue(count(history, ":f :pause") >= 2, history);
    assertEquals(count(history, ":f :pause"), count(history, ":f :resume"), history);
    assertTrue(history.contains(":resumed"), history);
    assertTrue(printed().contains("pauses of nodes: "), this::printed);
  }

  @Test
  void aKilledProcessIsStartedAgainAndToldItsNameAndNothingElse() throws IOException {
    int status = run(ShellNode.ECHO, "echo", "crash");
    assertEquals(0, status, this::printed);
    String history = file("history.edn");
    long restarts = count(history, ":restarted");
    assertTrue(restarts >= 1, history);
    assertEquals(restarts, count(history, ":crashed"), history);
    assertTrue(!file("results.edn").contains(":nodes {:node"), "its own crash is no death");
  }

  @Test
  void afterARestartThereIsNoTopology() throws IOException {
    run(ShellNode.BROADCAST, "broadcast", "crash");
    String history = file("history.edn");
    assertTrue(count(history, ":restarted") >= 1, this::printed);
    for (String node : List.of("n0", "n1")) {
      String log = file("node-logs/" + node + ".log");
      assertEquals(
          1 + count(history, "{\"" + node + "\" :restarted}"), count(log, "told init"), log);
      assertEquals(1, count(log, "told topology"), log);
    }
  }
}
