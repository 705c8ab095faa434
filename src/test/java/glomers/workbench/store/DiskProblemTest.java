package glomers.workbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** No name of an exception, whatever the system says. */
class DiskProblemTest {
  @TempDir private Path folder;

  private static String said(Executable action) {
    return DiskProblem.of(assertThrows(IOException.class, action));
  }

  @Test
  void whatIsWrongIsSaidWithTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    Path nothing = folder.resolve("nothing");
    assertEquals(
        nothing + ": there is no such file or folder", said(() -> Files.readString(nothing)));
    assertEquals(
        file + ": this is in the way: it is no folder", said(() -> Files.createDirectories(file)));
    assertEquals(file + ": this is no folder", said(() -> Files.list(file)));
    assertEquals("this is a folder, not a file", said(() -> Files.readAllBytes(folder)));
    Path latin = Files.write(folder.resolve("latin"), new byte[] {(byte) 0xe4});
    assertEquals(
        latin + ": this is not text in UTF-8",
        DiskProblem.in(latin, assertThrows(IOException.class, () -> Files.readAllLines(latin))));
    assertEquals("a: permission denied", DiskProblem.of(new AccessDeniedException("a")));
  }

  @Test
  void aFullDiskIsSaidPlainly() {
    assertEquals("the disk is full", DiskProblem.of(new IOException("No space left on device")));
    assertEquals(
        "a: the disk is full",
        DiskProblem.of(new FileSystemException("a", null, "Disk quota exceeded")));
    assertEquals(
        "a: this disk may only be read",
        DiskProblem.of(new FileSystemException("a", null, "Read-only file system")));
  }

  @Test
  void aProgramThatDoesNotStartHasTheSystemsReasonAlone() {
    String said = said(() -> new ProcessBuilder(folder.resolve("nothing").toString()).start());
    assertEquals("No such file or directory", said);
  }
}
