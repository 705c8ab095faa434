package glomers.maelstrom;

import static glomers.maelstrom.CopiedScripts.script;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.maelstrom.CopiedScripts.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code maelstrom/maelstrom} runs the real Maelstrom where that can work, else our workbench. */
class EngineChoiceTest {
  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private CopiedScripts scripts;
  private Path bin;

  @BeforeEach
  void layOut() throws IOException {
    scripts = new CopiedScripts(Files.createDirectory(folder.resolve("clone")));
    // A PATH of our own, so that neither what this machine has nor what it lacks matters.
    bin = CopiedScripts.pathOf(folder.resolve("bin"), "dirname", "readlink", "sed");
    environment.put("PATH", bin.toString());
  }

  @Test
  void withoutMaelstromTheWorkbenchRunsAndOneLineSaysHowToGetTheRealOne() throws IOException {
    buildWorkbench();
    Outcome outcome = maelstrom("test", "-w", "echo", "--", "a b", "");
    assertEquals("workbench test|-w|echo|--|a b|\n", outcome.out());
    assertEquals(0, outcome.status());
    assertEquals(
        "engine: our own workbench, since Maelstrom is not installed (get it with `make maelstrom`)\n",
        outcome.err());
  }

  @Test
  void theWorkbenchAnswersMaelstromsOtherCommandsItself() throws IOException {
    buildWorkbench();
    environment.put("ENGINE", "workbench");
    Outcome outcome = maelstrom("serve", "-p", "8080");
    assertEquals("workbench serve|-p|8080\n", outcome.out());
    assertEquals(7, outcome.status(), "its exit status is passed on");
    assertEquals("", outcome.err(), "nobody asks why who said so himself");
  }

  @Test
  void theSimulationIsTheWorkbenchWithAnOption() throws IOException {
    buildWorkbench();
    environment.put("ENGINE", "simulation");
    assertEquals(
        "workbench test|--engine|simulation|-w|echo\n", maelstrom("test", "-w", "echo").out());
    assertEquals("workbench doc\n", maelstrom("doc").out(), "which only a test has");
  }

  @Test
  void onlyTestsWithProcessesGetTheFlagsForThem() throws IOException {
    buildWorkbench();
    Path java = folder.resolve("java");
    script(java, "echo \"$1\"");
    Files.writeString(
        scripts.path("target/launch.env"),
        "java='" + java + "'\nworkbench_flags=-any\nprocess_flags=-processes\n");
    environment.put("ENGINE", "workbench");
    assertEquals("-processes\n", maelstrom("test", "-w", "echo").out());
    assertEquals("-any\n", maelstrom("test", "--engine", "simulation", "-w", "echo").out());
    assertEquals("-any\n", maelstrom("test", "-w", "echo", "--engine=simulation").out());
    assertEquals("-any\n", maelstrom("simulate", "--seeds", "3").out());
    environment.put("ENGINE", "simulation");
    assertEquals("-any\n", maelstrom("test", "-w", "echo").out());
  }

  @Test
  void withMaelstromAndAllItsToolsTheRealOneRuns() throws IOException {
    realMaelstrom("clone/maelstrom/dist", "dist");
    tools("git", "gnuplot", "dot");
    java("11.0.2");
    Outcome outcome = maelstrom("test", "--bin", "a b", "--", "*");
    assertEquals("dist test|--bin|a b|--|*|\n", outcome.out());
    assertEquals(3, outcome.status(), "its exit status is passed on");
    assertEquals("", outcome.err());
  }

  @Test
  void aToolThatIsMissingIsNamedAndTheWorkbenchRuns() throws IOException {
    realMaelstrom("clone/maelstrom/dist", "dist");
    tools("git", "gnuplot", "dot");
    java("21");
    for (String tool : List.of("git", "gnuplot", "dot", "java")) {
      Path program = bin.resolve(tool);
      Path hidden = Files.move(program, folder.resolve("hidden"));
      assertWorkbenchSince("Maelstrom, which is installed, also needs " + tool);
      Files.move(hidden, program);
    }
    Files.delete(bin.resolve("java"));
    java("1.8.0_402");
    assertWorkbenchSince("also needs java (11 or newer) on PATH");
  }

  @Test
  void maelstromHomeGoesBeforeWhatWasFetchedAndThatBeforePath() throws IOException {
    tools("git", "gnuplot", "dot");
    java("21");
    realMaelstrom("on-path", "path");
    environment.put("PATH", folder.resolve("on-path") + ":" + bin);
    assertEquals("path help|\n", maelstrom("help").out());
    realMaelstrom("clone/maelstrom/dist", "dist");
    assertEquals("dist help|\n", maelstrom("help").out());
    realMaelstrom("home", "home");
    environment.put("MAELSTROM_HOME", folder.resolve("home").toString());
    assertEquals("home help|\n", maelstrom("help").out());
  }

  @Test
  void ourOwnScriptOnPathIsNotTakenForTheRealOne() throws IOException {
    tools("git", "gnuplot", "dot");
    java("21");
    Path links = Files.createDirectory(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("maelstrom"), scripts.path("maelstrom/maelstrom"));
    environment.put("PATH", links + ":" + scripts.path("maelstrom") + ":" + bin);
    assertWorkbenchSince("Maelstrom is not installed");
  }

  @Test
  void aWrapperAroundOurOwnScriptDoesNotGoRoundInCircles() throws IOException {
    buildWorkbench();
    tools("git", "gnuplot", "dot");
    java("21");
    script(
        folder.resolve("wrapped/maelstrom"),
        "exec '" + scripts.path("maelstrom/maelstrom") + "' \"$@\"");
    environment.put("PATH", folder.resolve("wrapped") + ":" + bin);
    assertEquals("workbench test|-w|echo\n", maelstrom("test", "-w", "echo").out());
  }

  @Test
  void itWorksThroughALinkAndFromAnyFolder() throws IOException {
    realMaelstrom("clone/maelstrom/dist", "dist");
    environment.put("ENGINE", "maelstrom");
    Path link = Files.createSymbolicLink(folder.resolve("m"), scripts.path("maelstrom/maelstrom"));
    Outcome outcome = scripts.run(bin, environment, link.toString(), "doc");
    assertEquals("dist doc|\n", outcome.out(), outcome.toString());
  }

  @Test
  void optionsThatOnlyTheWorkbenchHasChooseIt() throws IOException {
    realMaelstrom("clone/maelstrom/dist", "dist");
    tools("git", "gnuplot", "dot");
    java("21");
    for (String option :
        List.of(
            "--commits",
            "--loss",
            "--duplicate",
            "--seed",
            "--compat",
            "--store",
            "--loss=0.1",
            "--reorder")) {
      Outcome outcome = choice("test", option, "0.1");
      assertEquals("workbench\n", outcome.out(), option);
      assertTrue(
          outcome.err().contains("Maelstrom knows no " + option.split("=")[0]), outcome.err());
    }
    assertEquals("maelstrom\n", choice("test", "--", "--seed", "7").out(), "a node's own words");
    assertEquals("maelstrom\n", choice("test", "--nemesis", "partition").out());
    for (String[] nemesis : new String[][] {{"--nemesis", "kill"}, {"--nemesis=pause"}}) {
      Outcome outcome = choice(nemesis);
      assertEquals("workbench\n", outcome.out());
      assertTrue(outcome.err().contains("Maelstrom's only nemesis is partition"), outcome.err());
    }
  }

  @Test
  void commandsThatMaelstromLacksAreTheWorkbenchs() throws IOException {
    realMaelstrom("clone/maelstrom/dist", "dist");
    tools("git", "gnuplot", "dot");
    java("21");
    assertEquals("workbench\n", choice("check", "history.edn").out());
    assertEquals("workbench\n", choice("simulate").out());
    assertEquals("workbench\n", choice("why", "-w", "echo").out());
    assertEquals("workbench\n", choice("consistency").out());
    assertEquals("workbench\n", choice("capture").out());
    assertEquals("maelstrom\n", choice("serve").out());
    assertEquals("maelstrom\n", choice("-w", "echo").out());
    assertEquals("maelstrom\n", choice().out());
  }

  @Test
  void anEngineThatDoesNotExistIsRefusedInOneLine() {
    environment.put("ENGINE", "turbo");
    Outcome outcome = maelstrom("test");
    assertEquals(254, outcome.status());
    assertEquals("", outcome.out());
    assertEquals(
        "ENGINE=turbo is unknown: use auto, maelstrom, workbench or simulation\n", outcome.err());
  }

  @Test
  void maelstromIsNotReplacedInSilenceWhereItWasAskedFor() {
    environment.put("ENGINE", "maelstrom");
    Outcome outcome = maelstrom("test");
    assertEquals(254, outcome.status());
    assertTrue(outcome.err().contains("`make maelstrom` fetches it"), outcome.err());
  }

  @Test
  void withoutABuildItSaysWhatToDo() {
    environment.put("ENGINE", "workbench");
    Outcome outcome = maelstrom("test");
    assertEquals(255, outcome.status());
    assertTrue(outcome.err().contains("run `make build`"), outcome.err());
  }

  private void assertWorkbenchSince(String reason) {
    Outcome outcome = choice("test");
    assertEquals("workbench\n", outcome.out(), outcome.toString());
    assertTrue(outcome.err().contains(reason), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
  }

  private Outcome maelstrom(String... words) {
    return run("maelstrom/maelstrom", words);
  }

  private Outcome choice(String... words) {
    return run("maelstrom/choose-engine", words);
  }

  private Outcome run(String script, String... words) {
    return scripts.run(
        folder,
        environment,
        Stream.concat(Stream.of(scripts.path(script).toString()), Arrays.stream(words))
            .toArray(String[]::new));
  }

  /** A build without what makes starts fast. */
  private void buildWorkbench() throws IOException {
    scripts.writeJar("v1");
    Files.writeString(
        scripts.path("target/launch.env"),
        "java='" + CopiedScripts.JDK + "/bin/java'\nworkbench_flags=-XX:TieredStopAtLevel=1\n");
  }

  private void realMaelstrom(String place, String name) throws IOException {
    script(
        folder.resolve(place).resolve("maelstrom"),
        "printf '" + name + " '; printf '%s|' \"$@\"; echo; exit 3");
  }

  private void tools(String... names) throws IOException {
    for (String name : names) {
      script(bin.resolve(name), "exit 0");
    }
  }

  private void java(String version) throws IOException {
    script(bin.resolve("java"), "echo 'openjdk version \"" + version + "\" 2024-01-16' >&2");
  }
}
