package glomers.maelstrom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.maelstrom.CopiedScripts.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Maelstrom's {@code --bin} names must start our node and nothing else, wherever it is. */
class NodeLauncherTest {
  @TempDir static Path folder;

  private static CopiedScripts scripts;
  private static byte[] archive;
  private static Path built;
  private Path elsewhere;

  @BeforeAll
  static void build() throws IOException {
    scripts = new CopiedScripts(Files.createDirectory(folder.resolve("a clone's folder")));
    Files.writeString(scripts.path("maelstrom/training/sessions"), "echo\n");
    scripts.writeJar("v1");
    scripts.prepare();
    archive = Files.readAllBytes(archiveFile());
    built = copy(scripts.path("target"), folder.resolve("built"));
  }

  @BeforeEach
  void restore() throws IOException {
    elsewhere = Files.createTempDirectory(folder, "elsewhere");
    try (Stream<Path> files = Files.list(scripts.path("target"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    copy(built, scripts.path("target"));
  }

  /** Copies what a build left, times included. */
  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(
            file, to.resolve(file.getFileName().toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return to;
  }

  @Test
  void everyChallengeHasOneAndTheyAreAllTheSame() throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.list(Path.of("maelstrom/bin"))) {
      names = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
    assertEquals(
        List.of(
            "broadcast",
            "echo",
            "g-counter",
            "g-set",
            "kafka",
            "lin-kv",
            "pn-counter",
            "txn",
            "unique-ids"),
        names);
    byte[] first = Files.readAllBytes(Path.of("maelstrom/bin/echo"));
    for (String name : names) {
      Path file = Path.of("maelstrom/bin", name);
      assertArrayEquals(first, Files.readAllBytes(file), name);
      assertTrue(Files.isExecutable(file), name);
    }
  }

  @Test
  void isReplacedByTheJvmSoThatKillingItLeavesNothingBehind() {
    Outcome outcome = scripts.run("maelstrom/bin/echo");
    assertEquals("v1 " + outcome.pid() + " echo\n", outcome.out());
  }

  @Test
  void passesItsWordsOnAsTheyAre() {
    Outcome outcome = scripts.run("maelstrom/bin/broadcast", "--rung", "3 e", "*", "", "$x'\"");
    assertEquals("v1 " + outcome.pid() + " broadcast|--rung|3 e|*||$x'\"\n", outcome.out());
  }

  @Test
  void startsFromAnyFolderAndThroughLinks() throws IOException {
    Path direct =
        Files.createSymbolicLink(elsewhere.resolve("one"), scripts.path("maelstrom/bin/txn"));
    Files.createSymbolicLink(elsewhere.resolve("two"), Path.of("one"));
    Path linkedFolder =
        Files.createSymbolicLink(elsewhere.resolve("bin"), scripts.path("maelstrom/bin"));

    for (List<String> command :
        List.of(
            List.of(direct.toString()),
            List.of("./two"),
            List.of(linkedFolder.resolve("txn").toString()),
            List.of("sh", "bin/txn"),
            List.of("sh", "two"))) {
      Outcome outcome = scripts.run(elsewhere, Map.of(), command.toArray(String[]::new));
      assertEquals("v1 " + outcome.pid() + " txn\n", outcome.out(), command + " " + outcome);
    }
  }

  @Test
  void usesTheArchive() throws IOException {
    Outcome outcome =
        scripts.run(
            elsewhere,
            Map.of("_JAVA_OPTIONS", "-Xlog:class+load:file=loaded.txt"),
            scripts.path("maelstrom/bin/echo").toString());
    assertEquals(0, outcome.status(), outcome.toString());
    String ours =
        Files.readString(elsewhere.resolve("loaded.txt"))
            .lines()
            .filter(line -> line.contains("glomers.launch.NodeMain"))
            .findFirst()
            .orElseThrow();
    assertTrue(ours.contains("shared objects file"), ours);
  }

  @Test
  void saysWhatToDoIfNothingIsBuilt() throws IOException {
    CopiedScripts fresh = new CopiedScripts(elsewhere.resolve("fresh"));
    Outcome outcome = fresh.run("maelstrom/bin/echo");
    assertEquals(1, outcome.status());
    assertEquals("", outcome.out());
    assertEquals(
        "echo: nothing built here yet, or its JDK is gone: run `make build`\n", outcome.err());
  }

  @Test
  void aMissingArchiveOnlyCostsTime() throws IOException {
    Path file = archiveFile();
    Files.delete(file);
    assertRuns("v1");
  }

  @Test
  void aBrokenArchiveOnlyCostsTime() throws IOException {
    Path file = archiveFile();
    byte[] scrambled = archive.clone();
    for (int i = archive.length / 2; i < archive.length / 2 + 100_000; i++) {
      scrambled[i] ^= 0x5a;
    }
    byte[] wrongHeader = archive.clone();
    for (int i = 0; i < 4096; i++) {
      wrongHeader[i] ^= 0x5a;
    }
    byte[] cut = Arrays.copyOf(archive, archive.length / 2);
    for (byte[] broken : List.of(new byte[0], cut, wrongHeader, scrambled)) {
      Files.write(file, broken);
      assertRuns("v1");
    }
  }

  @Test
  void aRebuiltJarNeverRunsOldCodeNorSaysAWordOnStdout() throws IOException {
    Path jar = scripts.path("target/glomers.jar");
    long size = Files.size(jar);
    FileTime time = Files.getLastModifiedTime(jar);

    scripts.writeJar("v2");
    assertEquals(size, Files.size(jar), "the JVM itself compares size and whole seconds only");
    assertRuns("v2");

    FileTime sameSecond = FileTime.fromMillis(time.toMillis() / 1000 * 1000 + 999);
    Files.setLastModifiedTime(scripts.path("target/launch.env"), time);
    Files.setLastModifiedTime(jar, sameSecond);
    assertRuns("v2");

    scripts.prepare();
    assertRuns("v2");
  }

  @Test
  void aBuildThatChangedNothingKeepsTheArchiveAndOneThatDidReplacesIt() throws IOException {
    Path before = archiveFile();
    FileTime time = Files.getLastModifiedTime(before);
    scripts.prepare();
    assertEquals(time, Files.getLastModifiedTime(archiveFile()));

    scripts.writeJar("v3");
    scripts.prepare();
    assertNotEquals(before, archiveFile());
    assertFalse(Files.exists(before), "the old archive takes no room");
    assertRuns("v3");
  }

  @Test
  void aCloneThatWasMovedStillRuns() throws IOException {
    Path moved = elsewhere.resolve("moved");
    CopiedScripts copy = new CopiedScripts(moved);
    copy(built, moved.resolve("target"));
    Outcome outcome = copy.run("maelstrom/bin/kafka");
    assertEquals("v1 " + outcome.pid() + " kafka\n", outcome.out(), outcome.toString());
  }

  private static void assertRuns(String version) {
    Outcome outcome = scripts.run("maelstrom/bin/echo");
    assertEquals(0, outcome.status(), outcome.toString());
    assertEquals(version + " " + outcome.pid() + " echo\n", outcome.out(), outcome.toString());
  }

  private static Path archiveFile() throws IOException {
    try (Stream<Path> files = Files.list(scripts.path("target"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).findFirst().orElseThrow();
    }
  }
}
