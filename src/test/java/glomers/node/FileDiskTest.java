package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiskTest {
  private static final ObjectNode ONE = Json.object("{'n':1}");
  private static final ObjectNode TWO =
      Json.object("{'n':2,'text':'a\\u2028b \\\\ \\n','x':12345678901234567890123}");
  private static final ObjectNode THREE = Json.object("{'n':[3,null,{'deep':true}]}");

  @TempDir Path folder;

  private FileDisk disk() {
    return new FileDisk(folder.resolve("not there yet"));
  }

  private Path file() {
    return folder.resolve("not there yet").resolve("records");
  }

  private FileDisk written(ObjectNode... records) {
    FileDisk disk = disk();
    disk.read();
    List.of(records).forEach(disk::append);
    disk.sync();
    return disk;
  }

  @Test
  void whatWasSyncedIsReadAgainInItsOrder() {
    written(ONE, TWO).append(THREE);
    assertEquals(List.of(ONE, TWO), disk().read(), "the third was not synced");
    written(THREE);
    assertEquals(List.of(ONE, TWO, THREE), disk().read());
  }

  @Test
  void aReplacementIsAllThatIsThere() {
    FileDisk disk = written(ONE);
    disk.append(TWO);
    disk.replace(List.of(THREE, ONE));
    disk.append(TWO);
    disk.sync();
    assertEquals(List.of(THREE, ONE, TWO), disk().read());
    disk.append(ONE);
    disk.sync();
    assertEquals(List.of(THREE, ONE, TWO, ONE), disk().read());
  }

  @Test
  void aTornLastLineIsCutOffWhereverItIsTorn() throws IOException {
    written(ONE, TWO);
    byte[] whole = Files.readAllBytes(file());
    int second = new String(whole, StandardCharsets.US_ASCII).indexOf('\n') + 1;
    for (int length = second; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertEquals(List.of(ONE), disk().read(), "torn after " + length + " bytes");
      written(THREE);
      assertEquals(List.of(ONE, THREE), disk().read(), "what comes after it is kept");
    }
  }

  @Test
  void aLineThatWasChangedEndsWhatIsBelieved() throws IOException {
    written(ONE, TWO, THREE);
    byte[] bytes = Files.readAllBytes(file());
    int second = new String(bytes, StandardCharsets.US_ASCII).indexOf('\n') + 1;
    bytes[second + 15] ^= 1;
    Files.write(file(), bytes);
    assertEquals(List.of(ONE), disk().read());
  }

  @Test
  void garbageIsNoRecord() throws IOException {
    written(ONE);
    Files.writeString(file(), "\n\n00000000 \nnonsense\n", StandardOpenOption.APPEND);
    assertEquals(List.of(ONE), disk().read());
  }

  @Test
  void aDiskThatFailedOnceNeverSaysThatItSynced() throws IOException {
    FileDisk disk = written(ONE);
    Files.delete(file());
    Files.delete(file().getParent());
    disk.replace(List.of(TWO));
    assertThrows(UncheckedIOException.class, disk::sync);
    disk.append(THREE);
    assertThrows(UncheckedIOException.class, disk::sync);
  }

  @Test
  void aHostWithoutADiskKeepsNothing() {
    Disk none = new QuietHost().disk();
    none.append(ONE);
    none.sync();
    assertEquals(List.of(), none.read());
    assertFalse(Files.exists(file()));
  }
}
