package glomers.cli.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.WorkbenchMain;
import glomers.node.Body;
import glomers.node.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A simulation that cannot go on says why, keeps what there was, and how to see it again. */
class SimulationFailureInTheCliTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Command
  private static final class Line {
    @Mixin private TestArguments arguments;
  }

  private int run(Consumer<Node> challenge, String... more) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("maelstrom/bin"));
    Files.writeString(folder.resolve("maelstrom/node.sh"), "");
    Path echo = Files.writeString(bin.resolve("echo"), "#!/bin/sh\n");
    assertTrue(echo.toFile().setExecutable(true));
    List<String> words =
        new ArrayList<>(List.of("-w", "echo", "--bin", echo.toString(), "--engine", "simulation"));
    words.addAll(List.of("--store", folder.resolve("store").toString(), "--node-count", "1"));
    words.addAll(List.of("--time-limit", "5"));
    words.addAll(List.of(more));
    Line line = new Line();
    new CommandLine(line).parseArgs(words.toArray(String[]::new));
    TestOptions options = TestOptions.of(line.arguments, TestOptions.Timing.USUAL);
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new TestRun(options, new SimulationEngine(options, challenge, out), 5, words, out)
        .execute();
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void says(String... parts) {
    for (String part : parts) {
      assertTrue(printed().contains(part), () -> "should say \"" + part + "\":\n" + printed());
    }
  }

  /** Echoes, and from the third request on waits where it must not. */
  private static void waitingWithAMonitor(Node node) {
    Object lock = new Object();
    node.handle(
        "echo",
        request -> {
          if (request.integer("msg_id") > 3) {
            synchronized (lock) {
              node.sleep(Duration.ofMillis(1));
            }
          }
          node.reply(request, Body.of("echo_ok").set("echo", request.field("echo")));
        });
  }

  @Test
  void theCheckOfMonitorsNamesTaskAndStackAndTheCommandThatRepeatsIt() throws Exception {
    int status = run(SimulationFailureInTheCliTest::waitingWithAMonitor, "--check-monitors");
    assertEquals(255, status, this::printed);
    assertTrue(printed().lines().findFirst().orElseThrow().contains("--seed 5"), this::printed);
    says("n0/echo waits for a time to pass while it holds a monitor", "waitingWithAMonitor");
    String last = printed().strip().lines().toList().getLast();
    assertTrue(last.startsWith("To see it again: maelstrom/maelstrom test -w echo"), this::printed);
    assertTrue(last.endsWith("--check-monitors --seed 5"), this::printed);
    String history = Files.readString(folder.resolve("store/latest/history.edn"));
    assertTrue(history.contains(":type :ok"), "what succeeded before it is kept: " + history);
  }

  @Test
  void withoutTheCheckNobodyMinds() throws Exception {
    assertEquals(0, run(SimulationFailureInTheCliTest::waitingWithAMonitor), this::printed);
  }

  @Test
  void aRunThatIsNotValidSaysHowToSeeItAgain() throws Exception {
    int status =
        run(node -> node.handle("echo", request -> node.reply(request, Body.of("no_echo"))));
    assertEquals(1, status, this::printed);
    List<String> last = printed().strip().lines().toList();
    assertTrue(last.get(last.size() - 3).contains("--seed 5"), this::printed);
  }

  @Test
  void theCheckOfMonitorsCannotLookIntoProcesses() throws IOException {
    Path node = Files.writeString(folder.resolve("node"), "#!/bin/sh\n");
    assertTrue(node.toFile().setExecutable(true));
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    String[] words = {"test", "-w", "echo", "--bin", node.toString(), "--check-monitors"};
    assertEquals(254, WorkbenchMain.run(out, TestOptions.Timing.USUAL, words));
    says("--check-monitors needs --engine simulation");
  }
}
