package glomers.workbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.008Z");

  @TempDir private Path folder;

  @Test
  void theLayoutIsMaelstroms() throws IOException {
    Path store = folder.resolve("store");
    RunFolder run = RunFolder.create(store, "echo", NOW);
    run.linkCurrent();
    assertEquals(store.resolve("echo/20260304T050607.008Z"), run.path());
    assertTrue(Files.isDirectory(run.path().resolve("node-logs")));
    assertEquals(Path.of("echo/20260304T050607.008Z"), linkTarget(store.resolve("current")));
    assertTrue(Files.notExists(store.resolve("latest")), "only once there is something in it");

    Operation operation = new Operation(0, 5, Type.INVOKE, 0, Keyword.of("echo"), "hi", Map.of());
    run.writeHistory(List.of(operation));
    run.linkLatest();
    run.writeResults(Map.of(Keyword.of("valid?"), true));

    assertEquals(Path.of("echo/20260304T050607.008Z"), linkTarget(store.resolve("latest")));
    assertEquals(Path.of("20260304T050607.008Z"), linkTarget(store.resolve("echo/latest")));
    assertEquals(
        "{:index 0, :time 5, :type :invoke, :process 0, :f :echo, :value \"hi\"}\n",
        Files.readString(store.resolve("latest/history.edn")));
    assertEquals(
        "0\t:invoke\t:echo\t\"hi\"\n", Files.readString(store.resolve("latest/history.txt")));
    assertEquals("{:valid? true}\n", Files.readString(store.resolve("latest/results.edn")));
    assertTrue(Files.readString(store.resolve("latest/results.json")).contains("true"));
  }

  private static Path linkTarget(Path link) throws IOException {
    return Files.readSymbolicLink(link);
  }

  @Test
  void linksLeadToTheNewestRun() throws IOException {
    RunFolder.create(folder, "echo", NOW).linkLatest();
    RunFolder second = RunFolder.create(folder, "echo", NOW.plusSeconds(1));
    second.linkCurrent();
    second.linkLatest();
    assertTrue(Files.isSameFile(second.path(), folder.resolve("latest")));
    assertTrue(Files.isSameFile(second.path(), folder.resolve("echo/latest")));
    assertTrue(Files.isSameFile(second.path(), folder.resolve("current")));
    try (var files = Files.list(folder)) {
      assertEquals(3, files.count(), "and nothing is left over of making them");
    }
  }

  @Test
  void whatStandsWhereALinkShouldBeIsKeptAndNamed() throws IOException {
    Files.createDirectories(folder.resolve("latest"));
    Files.writeString(folder.resolve("current"), "mine");
    RunFolder run = RunFolder.create(folder, "echo", NOW);
    assertEquals(
        List.of(
            folder.resolve("current")
                + " is no link, so it was left alone and does not lead to this run; move it away."),
        run.linkCurrent());
    assertEquals(
        List.of(
            folder.resolve("latest")
                + " is no link, so it was left alone and does not lead to this run; move it away."),
        run.linkLatest());
    assertEquals("mine", Files.readString(folder.resolve("current")));
    assertTrue(Files.isDirectory(folder.resolve("latest")));
    assertTrue(Files.isSameFile(run.path(), folder.resolve("echo/latest")));
    try (var files = Files.list(folder)) {
      assertEquals(3, files.count(), "and nothing is left over of the attempt");
    }
  }

  @Test
  void aStoreThatIsTheWorkingFolderIsOneLikeAnother() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    RunFolder run = RunFolder.create(here.relativize(folder), "echo", NOW);
    assertEquals(List.of(), run.linkCurrent());
    assertTrue(Files.isSameFile(run.path(), folder.resolve("current")));
    assertEquals(Path.of("echo/20260304T050607.008Z"), linkTarget(folder.resolve("current")));
  }

  @Test
  void linksThatLeadNowhereOrInACircleAreReplaced() throws IOException {
    Files.createSymbolicLink(folder.resolve("latest"), Path.of("latest"));
    Files.createSymbolicLink(folder.resolve("current"), Path.of("gone"));
    RunFolder run = RunFolder.create(folder, "echo", NOW);
    assertEquals(List.of(), run.linkCurrent());
    assertEquals(List.of(), run.linkLatest());
    assertTrue(Files.isSameFile(run.path(), folder.resolve("latest")));
    assertTrue(Files.isSameFile(run.path(), folder.resolve("current")));
  }

  @Test
  void twoRunsAtOneMomentHaveFoldersOfTheirOwn() throws IOException {
    RunFolder first = RunFolder.create(folder, "echo", NOW);
    assertNotEquals(first.path(), RunFolder.create(folder, "echo", NOW).path());
  }

  @Test
  void brokenTextIsKeptAsWellAsItCanBe() throws IOException {
    RunFolder run = RunFolder.create(folder, "echo", NOW);
    run.writeHistory(
        List.of(new Operation(0, 5, Type.OK, 0, Keyword.of("echo"), "\ud800", Map.of())));
    run.writeResults(Map.of(Keyword.of("error"), "\ud800"));
    assertTrue(Files.size(run.path().resolve("history.edn")) > 0);
    assertTrue(Files.size(run.path().resolve("results.json")) > 0);
  }

  @Test
  void aFullDiskLeavesNoFileThatIsCut() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no /dev/full");
    RunFolder run = RunFolder.create(folder, "echo", NOW);
    for (String name : List.of("history.edn", "results.edn")) {
      Files.createSymbolicLink(run.path().resolve(name + ".part"), full);
    }
    assertThrows(
        IOException.class,
        () ->
            run.writeHistory(
                List.of(new Operation(0, 5, Type.INVOKE, 0, Keyword.of("echo"), "hi", Map.of()))));
    assertThrows(IOException.class, () -> run.writeResults(Map.of(Keyword.of("valid?"), true)));
    try (var files = Files.list(run.path())) {
      assertEquals(List.of("node-logs"), files.map(file -> file.getFileName().toString()).toList());
    }
  }
}
