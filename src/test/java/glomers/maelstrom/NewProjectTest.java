package glomers.maelstrom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewProjectTest {
  @TempDir Path folder;
  private CopiedScripts scripts;
  private String script;

  @BeforeEach
  void buildsAndCopies() throws IOException {
    scripts = new CopiedScripts(Files.createDirectory(folder.resolve("ours")));
    script = scripts.path("maelstrom/new").toString();
    Files.copy(Path.of("pom.xml"), scripts.path("pom.xml"));
    Path source = scripts.path("src/main/java/glomers/node/Node.java");
    Files.createDirectories(source.getParent());
    Files.copy(Path.of("src/main/java/glomers/node/Node.java"), source);
    Files.createDirectories(scripts.path("target"));
    Files.writeString(scripts.path("target/glomers.jar"), "bundled");
    Files.writeString(scripts.path("target/glomers-library.jar"), "library");
  }

  private List<Path> files(Path project) throws IOException {
    try (Stream<Path> paths = Files.walk(project)) {
      return paths.filter(Files::isRegularFile).map(project::relativize).toList();
    }
  }

  @Test
  void aProjectHasWhatItNeedsAndNothingIsLeftToFillIn() throws IOException {
    Path project = folder.resolve("a project of mine");
    CopiedScripts.Outcome outcome = scripts.run(script, project.toString());
    assertEquals(0, outcome.status(), outcome.toString());
    assertFalse(Files.readString(project.resolve("pom.xml")).matches("(?s).*@[a-z.]+@.*"));
    for (String program : List.of("echo", "unique-ids", "broadcast", "g-counter", "kafka", "txn")) {
      assertTrue(Files.isExecutable(project.resolve("bin").resolve(program)), program);
    }
    List<String> library =
        files(project).stream()
            .filter(file -> file.startsWith("library"))
            .map(file -> file.getFileName().toString().replaceFirst("1.0-[0-9a-f]{8}", "V"))
            .sorted()
            .toList();
    assertEquals(
        List.of("glomers-V-bundled.jar", "glomers-V-sources.jar", "glomers-V.jar", "glomers-V.pom"),
        library);
    String pom = Files.readString(project.resolve("pom.xml"));
    String version = pom.replaceFirst("(?s).*<glomers.version>(.*)</glomers.version>.*", "$1");
    try (JarFile sources =
        new JarFile(
            project
                .resolve(
                    "library/glomers/glomers/" + version + "/glomers-" + version + "-sources.jar")
                .toFile())) {
      assertNotNull(sources.getEntry("glomers/node/Node.java"));
    }
    Path place = project.resolve("library/glomers/glomers").resolve(version);
    assertEquals("library", Files.readString(place.resolve("glomers-" + version + ".jar")));
    assertTrue(
        Files.readString(place.resolve("glomers-" + version + ".pom"))
            .contains("<version>" + version + "</version>"));
  }

  @Test
  void anotherBuildIsAnotherVersionSinceMavenKeepsWhatItHasSeen() throws IOException {
    scripts.run(script, folder.resolve("one").toString());
    Files.writeString(scripts.path("target/glomers-library.jar"), "another library");
    scripts.run(script, folder.resolve("other").toString());
    assertFalse(
        Files.readString(folder.resolve("one/pom.xml"))
            .equals(Files.readString(folder.resolve("other/pom.xml"))));
  }

  @Test
  void whatIsThereAlreadyIsLeftAlone() throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve("full")).resolve("mine"), "mine");
    CopiedScripts.Outcome outcome = scripts.run(script, folder.resolve("full").toString());
    assertEquals(1, outcome.status(), outcome.toString());
    assertTrue(outcome.err().contains("is there already and not empty"), outcome.err());
    assertEquals(1, files(folder.resolve("full")).size());
  }

  @Test
  void withoutABuildOrAFolderItSaysWhatToDo() throws IOException {
    CopiedScripts.Outcome unnamed = scripts.run(script);
    assertEquals(2, unnamed.status(), unnamed.toString());
    assertTrue(unnamed.err().contains("make new DIR="), unnamed.err());
    Files.delete(scripts.path("target/glomers-library.jar"));
    CopiedScripts.Outcome unbuilt = scripts.run(script, folder.resolve("x").toString());
    assertEquals(1, unbuilt.status(), unbuilt.toString());
    assertTrue(unbuilt.err().contains("run `make build` first"), unbuilt.err());
    assertFalse(Files.exists(folder.resolve("x")));
  }
}
