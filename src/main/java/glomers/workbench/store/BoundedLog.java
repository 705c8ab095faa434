package glomers.workbench.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

/**
 * A log file that does not grow beyond a limit: of what is too much, the beginning and the end
 * stay. Half of the limit goes to the beginning. What follows goes to two files beside it in turn,
 * a quarter each, of which the older is given up when the newer is full; at the end both are put
 * behind the beginning. Never throws for a full disk, which must not stop whoever writes. Safe for
 * use by many threads.
 */
public final class BoundedLog extends OutputStream {
  /** The limit unless told otherwise: 64 MiB. */
  public static final long USUAL_LIMIT = 64L << 20;

  private final Path file;
  private final Path older;
  private final Path newer;
  private final long limit;
  private OutputStream out;
  private long written;
  private long olderBytes;
  private long newerBytes;
  private boolean beyond; // whether out is the newer end
  private long cut;
  private IOException failure;
  private boolean closed;

  /**
   * A log that is still empty.
   *
   * @param limit how many bytes are kept, about
   * @throws IOException if there is no place for the file
   */
  public BoundedLog(Path file, long limit) throws IOException {
    this.file = file;
    this.older = file.resolveSibling(file.getFileName() + ".older-end");
    this.newer = file.resolveSibling(file.getFileName() + ".newer-end");
    this.limit = limit;
    this.out = Files.newOutputStream(file);
  }

  /** Where it is. */
  public Path path() {
    return file;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    if (closed || failure != null) {
      cut += length;
      return;
    }
    try {
      int offset = from;
      int left = length;
      while (left > 0) {
        int room = (int) Math.min(left, room());
        if (room == 0) {
          makeRoom();
          if (room() == 0) {
            cut += left;
            return;
          }
        } else {
          out.write(bytes, offset, room);
          count(room);
          offset += room;
          left -= room;
        }
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private long room() {
    return beyond ? limit / 4 - newerBytes : limit - limit / 2 - written;
  }

  private void count(int bytes) {
    if (beyond) {
      newerBytes += bytes;
    } else {
      written += bytes;
    }
  }

  private void makeRoom() throws IOException {
    out.close();
    if (beyond) {
      cut += olderBytes;
      Files.move(newer, older, StandardCopyOption.REPLACE_EXISTING);
      olderBytes = newerBytes;
      newerBytes = 0;
    }
    beyond = true;
    out = Files.newOutputStream(newer);
  }

  /** What of it is missing and why, for a person; empty if all is there. */
  public synchronized Optional<String> loss() {
    if (failure != null) {
      return Optional.of("could not be kept whole: " + DiskProblem.of(failure));
    }
    return cut == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "was cut: %,d of %,d bytes are missing between its beginning and its end",
                cut,
                cut + written + olderBytes + newerBytes));
  }

  /** Puts the end behind the beginning. What is written afterwards is lost. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      out.close();
      if (beyond && failure == null) {
        join();
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private void join() throws IOException {
    try (OutputStream whole = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      if (cut > 0) {
        whole.write(
            String.format(Locale.ROOT, "%n… %,d bytes are cut out here …%n", cut)
                .getBytes(StandardCharsets.UTF_8));
      }
      for (Path end : new Path[] {older, newer}) {
        if (Files.exists(end)) {
          Files.copy(end, whole);
          Files.delete(end);
        }
      }
    }
  }
}
