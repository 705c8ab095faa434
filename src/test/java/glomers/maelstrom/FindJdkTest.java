package glomers.maelstrom;

import static glomers.maelstrom.CopiedScripts.script;
import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.maelstrom.CopiedScripts.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindJdkTest {
  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private CopiedScripts scripts;
  private Path bin;

  @BeforeEach
  void layOut() throws IOException {
    scripts = new CopiedScripts(Files.createDirectory(folder.resolve("clone")));
    bin = CopiedScripts.pathOf(folder.resolve("bin"), "sed", "sort", "head", "readlink");
    environment.put("PATH", bin.toString());
    environment.put("JAVA_HOME", "");
    environment.put("JAVA_HOME_21", "");
    environment.put("JDK_PLACES", folder.resolve("jvms").toString());
  }

  @Test
  void javaHomeIsTakenIfItIsNewEnough() throws IOException {
    Path chosen = jdk("chosen", "21.0.4");
    jdk("jvms/newer", "25");
    environment.put("JAVA_HOME", chosen.toString());
    assertFound(chosen);
  }

  @Test
  void javaOnPathComesNextAlsoThroughLinks() throws IOException {
    environment.put("JAVA_HOME", jdk("old", "17.0.15").toString());
    Path onPath = jdk("lib/java-22", "22.0.1");
    jdk("jvms/newer", "25");
    Path alternative =
        Files.createSymbolicLink(folder.resolve("alternative"), Path.of("lib/java-22/bin/java"));
    Files.createSymbolicLink(bin.resolve("java"), alternative);
    assertFound(onPath);
  }

  @Test
  void aShimOnPathIsAskedForItsHome() throws IOException {
    Path managed = jdk("managed/21", "21.0.1");
    script(
        bin.resolve("java"),
        "echo 'Property settings:' >&2; echo '    java.home = " + managed + "' >&2");
    assertFound(managed);
  }

  @Test
  void ofTheUsualPlacesTheNewestIsTaken() throws IOException {
    jdk("jvms/a-17", "17.0.1");
    jdk("jvms/b-9", "9.0.4");
    Path newest = jdk("jvms/c with a space", "25.0.3");
    jdk("jvms/d-21", "21");
    jdk("jvms/e-8", "1.8.0_402");
    assertFound(newest);
  }

  @Test
  void aRuntimeWithoutCompilerIsNotEnough() throws IOException {
    Path runtime = jdk("jvms/jre-25", "25");
    Files.delete(runtime.resolve("bin/javac"));
    Path complete = jdk("jvms/jdk-21", "21");
    assertFound(complete);
  }

  @Test
  void aJdkWithoutReleaseFileIsAskedForItsVersion() throws IOException {
    Path home = jdk("jvms/plain", "0");
    Files.delete(home.resolve("release"));
    script(home.resolve("bin/java"), "echo 'openjdk version \"23.0.1\" 2024-10-15' >&2");
    assertFound(home);
  }

  @Test
  void withoutAnyOneLineSaysWhatToInstall() throws IOException {
    jdk("jvms/a-17", "17.0.1");
    Outcome outcome = find();
    assertEquals(1, outcome.status());
    assertEquals("", outcome.out());
    assertEquals(
        "No JDK 21 or newer found (JAVA_HOME, PATH, the usual places): apt install openjdk-21-jdk,"
            + " brew install openjdk@21 or sdk install java 21-tem, or set JAVA_HOME.\n",
        outcome.err());
  }

  @Test
  void jdk21ItselfIsFoundWhereNewerOnesAreToo() throws IOException {
    environment.put("JAVA_HOME", jdk("chosen", "25").toString());
    jdk("jvms/a-25", "25.0.3");
    jdk("jvms/b-17", "17.0.1");
    Path home = jdk("jvms/c-21", "21.0.4");
    assertFound(home, "21");
  }

  @Test
  void javaHome21DecidesWhichJdk21() throws IOException {
    jdk("jvms/a-21", "21.0.9");
    Path chosen = jdk("chosen", "21.0.4");
    environment.put("JAVA_HOME_21", chosen.toString());
    assertFound(chosen, "21");
  }

  @Test
  void javaHome21SaysNothingAboutOtherBuilds() throws IOException {
    environment.put("JAVA_HOME_21", jdk("chosen", "21.0.4").toString());
    assertFound(jdk("jvms/a-25", "25"));
  }

  @Test
  void aJavaHome21OfAnotherVersionIsRefusedInOneLine() throws IOException {
    jdk("jvms/a-21", "21.0.9");
    Path newer = jdk("chosen", "25");
    environment.put("JAVA_HOME_21", newer.toString());
    Outcome outcome = find("21");
    assertEquals(1, outcome.status());
    assertEquals("", outcome.out());
    assertEquals(
        "JAVA_HOME_21="
            + newer
            + " is not the folder of a JDK 21: set it to one that holds bin/javac of that version,"
            + " or leave it out to have the usual places searched.\n",
        outcome.err());
  }

  @Test
  void withoutJdk21OneLineSaysHowToGetIt() throws IOException {
    jdk("jvms/a-25", "25");
    Outcome outcome = find("21");
    assertEquals(1, outcome.status());
    assertEquals("", outcome.out());
    assertEquals(
        "No JDK 21 found (JAVA_HOME, PATH, the usual places): apt install openjdk-21-jdk, brew"
            + " install openjdk@21 or sdk install java 21-tem, or set JAVA_HOME_21 to the folder of"
            + " one.\n",
        outcome.err());
  }

  private void assertFound(Path home, String... words) {
    Outcome outcome = find(words);
    assertEquals(home + "\n", outcome.out(), outcome.toString());
    assertEquals("", outcome.err());
    assertEquals(0, outcome.status());
  }

  private Outcome find(String... words) {
    List<String> command = new ArrayList<>(List.of(words));
    command.add(0, scripts.path("maelstrom/find-jdk").toString());
    return scripts.run(folder, environment, command.toArray(String[]::new));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    script(home.resolve("bin/java"), "exit 1");
    script(home.resolve("bin/javac"), "exit 1");
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
    return home;
  }
}
