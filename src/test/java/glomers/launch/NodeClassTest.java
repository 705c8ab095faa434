package glomers.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.WorkbenchMain;
import glomers.cli.test.TestOptions;
import glomers.node.Body;
import glomers.node.Node;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeClassTest {
  @TempDir Path folder;

  /** A node as a stranger writes it. */
  public static final class Echoing {
    public Echoing(Node node) {
      node.handle(
          "echo",
          request -> node.reply(request, Body.of("echo_ok").set("echo", request.field("echo"))));
    }
  }

  /** One that cannot be made of a node alone. */
  public static final class WithTwo {
    public WithTwo(Node node, String more) {
      node.handle(more, request -> {});
    }
  }

  static final class Hidden {
    Hidden(Node node) {
      node.handle("x", request -> {});
    }
  }

  private static String refusal(String program, String classPath) {
    return assertThrows(IllegalArgumentException.class, () -> NodeClass.named(program, classPath))
        .getMessage();
  }

  private record Done(int status, String text) {}

  private Done workbench(String... words) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int status = WorkbenchMain.run(out, TestOptions.Timing.USUAL, words);
    return new Done(status, printed.toString(StandardCharsets.UTF_8));
  }

  private Done test(String... more) {
    List<String> words =
        new java.util.ArrayList<>(
            List.of("test", "-w", "echo", "--node-count", "2", "--time-limit", "2"));
    words.addAll(List.of("--store", folder.resolve("store").toString(), "--seed", "1"));
    words.addAll(List.of(more));
    return workbench(words.toArray(String[]::new));
  }

  private static final String ECHOING = "class:" + Echoing.class.getName();

  @Test
  void aClassOfTheClassPathRunsInSimulation() {
    Done done = test("--engine", "simulation", "--bin", ECHOING);
    assertEquals(0, done.status(), done.text());
  }

  @Test
  void aClassOfAFolderRunsInSimulationAndInASweep() throws Exception {
    Path classes = compiled("my/Strange.java", STRANGE);
    String[] node = {"--bin", "class:my.Strange", "--classpath", classes.toString()};
    Done done = test("--engine", "simulation", node[0], node[1], node[2], node[3]);
    assertEquals(0, done.status(), done.text());
    Done sweep =
        workbench(
            "simulate",
            "-w",
            "echo",
            "--seeds",
            "5",
            "--seed",
            "1",
            "--seconds",
            "1",
            "--faults",
            "none",
            node[0],
            node[1],
            node[2],
            node[3]);
    assertEquals(0, sweep.status(), sweep.text());
    assertTrue(sweep.text().contains("5 of 5 runs"), sweep.text());
  }

  private static final String STRANGE =
      """
      package my;
      public final class Strange {
        public Strange(glomers.node.Node node) {
          node.handle("echo", request -> node.reply(request,
              glomers.node.Body.of("echo_ok").set("echo", request.field("echo"))));
        }
      }
      """;

  private Path compiled(String name, String text) throws Exception {
    Path source = folder.resolve("sources").resolve(name);
    Files.createDirectories(source.getParent());
    Files.writeString(source, text);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                classes.toString(),
                "-cp",
                ourClasses() + java.io.File.pathSeparator + System.getProperty("java.class.path"),
                source.toString());
    assertEquals(0, status);
    return classes;
  }

  private static Path ourClasses() throws URISyntaxException {
    return Path.of(NodeClass.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void aFailureOfASweepIsRepeatedByTheCommandThatItNames() {
    Done sweep =
        workbench("simulate", "-w", "broadcast", "--seeds", "1", "--seed", "1", "--bin", ECHOING);
    assertEquals(1, sweep.status(), sweep.text());
    String again =
        sweep.text().lines().filter(line -> line.startsWith("  again: ")).findFirst().orElseThrow();
    String[] words = again.strip().substring("again: maelstrom/maelstrom ".length()).split(" ");
    String[] all = java.util.Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--store";
    all[words.length + 1] = folder.resolve("store").toString();
    Done done = workbench(all);
    assertTrue(done.status() == 1 || done.status() == 255, done.text());
  }

  @Test
  void whatCannotBeRunIsRefusedInALineThatSaysWhatToDo() {
    assertTrue(refusal("class:my.Nowhere", "").endsWith("names the jar or folder it is in"));
    assertTrue(
        refusal("class:" + WithTwo.class.getName(), "")
            .endsWith("it needs a public constructor that takes a glomers.node.Node alone"));
    assertTrue(refusal("class:" + Hidden.class.getName(), "").contains("make it a public class"));
    assertEquals("--classpath nowhere.jar: there is no such file", refusal(ECHOING, "nowhere.jar"));
  }

  @Test
  void theCommandLineSaysWhatAClassNeeds() {
    Done process = test("--bin", ECHOING);
    assertEquals(254, process.status());
    assertTrue(process.text().contains("which runs with --engine simulation"), process.text());
    Done arguments = test("--engine", "simulation", "--bin", ECHOING, "--", "--rung", "plain");
    assertEquals(254, arguments.status());
    assertTrue(arguments.text().contains("a class takes no arguments"), arguments.text());
    Done useless = workbench("simulate", "-w", "echo", "--seeds", "1");
    assertEquals(254, useless.status());
    assertTrue(useless.text().contains("do nothing without --bin class:NAME"), useless.text());
  }

  @Test
  void aNodeProcessTakesAClassLikeAChallenge() {
    Challenges.of(List.of(ECHOING));
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> Challenges.of(List.of(ECHOING, "--rung", "plain")))
            .getMessage()
            .contains("takes no options"));
  }
}
