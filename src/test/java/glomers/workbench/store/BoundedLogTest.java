package glomers.workbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that keeps its beginning and its end. */
class BoundedLogTest {
  @TempDir Path folder;

  private static void write(BoundedLog log, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    log.write(bytes, 0, bytes.length);
  }

  private long size() throws IOException {
    try (var files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void whatFitsIsAllThere() throws IOException {
    Path file = folder.resolve("n0.log");
    BoundedLog log = new BoundedLog(file, 100);
    write(log, "a".repeat(60));
    write(log, "b".repeat(40));
    log.close();
    assertEquals("a".repeat(60) + "b".repeat(40), Files.readString(file));
    assertEquals(Optional.empty(), log.loss());
  }

  @Test
  void ofMoreTheBeginningAndTheEndStayAndTheDiskHoldsNeverMore() throws IOException {
    Path file = folder.resolve("n0.log");
    BoundedLog log = new BoundedLog(file, 1000);
    for (int i = 0; i < 10_000; i++) {
      write(log, "line %05d\n".formatted(i));
      assertTrue(size() <= 1000, "more than the limit");
    }
    log.close();
    String kept = Files.readString(file);
    assertTrue(kept.startsWith("line 00000\n") && kept.endsWith("line 09999\n"), kept);
    assertTrue(kept.contains("bytes are cut out here"), kept);
    assertTrue(kept.length() >= 700 && kept.length() <= 1100, () -> kept.length() + " bytes");
    assertTrue(log.loss().orElseThrow().contains("of 110,000 bytes are missing"), log.loss()::get);
    assertEquals(Files.size(file), size(), "no other file is left");
  }

  @Test
  void aFullDiskStopsNobodyAndIsNamed() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no /dev/full");
    BoundedLog log = new BoundedLog(Files.createSymbolicLink(folder.resolve("n0.log"), full), 100);
    write(log, "a");
    log.close();
    assertTrue(log.loss().orElseThrow().startsWith("could not be kept whole: "), log.loss()::get);
  }
}
