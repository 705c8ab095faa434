package glomers.maelstrom;

import static glomers.maelstrom.CopiedScripts.script;
import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.maelstrom.CopiedScripts.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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
        "No JDK 21 or newer found (JAVA_HOME, PATH, the usual places): install one, such as"
            + " openjdk-21-jdk (apt), openjdk@21 (brew) or java 21-tem (sdk), or set JAVA_HOME.\n",
        outcome.err());
  }

  private void assertFound(Path home) {
    Outcome outcome = find();
    assertEquals(home + "\n", outcome.out(), outcome.toString());
    assertEquals("", outcome.err());
    assertEquals(0, outcome.status());
  }

  private Outcome find() {
    return scripts.run(folder, environment, scripts.path("maelstrom/find-jdk").toString());
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
