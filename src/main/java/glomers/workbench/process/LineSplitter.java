package glomers.workbench.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream into lines, as bytes. One thread reads; another may ask what has come since the
 * last newline. Of a line that is too long only the beginning is kept, and its rest is skipped.
 */
final class LineSplitter {
  /** No message is longer than this: 64 MiB, or less where the workbench has little memory. */
  static final int LIMIT =
      (int)
          Math.min(64L * 1024 * 1024, Math.max(1024 * 1024, Runtime.getRuntime().maxMemory() / 16));

  /** The limit for a person, who may give the workbench more memory. */
  static final String LIMIT_IN_WORDS =
      (LIMIT >> 20)
          + " MiB"
          + (LIMIT < 64 * 1024 * 1024 ? " with so small a heap (64 MiB with -Xmx1g)" : "");

  /** How much is kept of a line that is too long. */
  private static final int HEAD = 4096;

  /** A buffer that has grown beyond this is given back. */
  private static final int SPACIOUS = 1024 * 1024;

  private final InputStream in;
  private final int limit;
  private final byte[] buffer = new byte[64 * 1024];
  private final Object lock = new Object();
  private ByteArrayOutputStream partial = new ByteArrayOutputStream(); // guarded by lock
  private long newlines; // guarded by lock
  private boolean skipping; // guarded by lock
  private int position;
  private int end;

  LineSplitter(InputStream in) {
    this(in, LIMIT);
  }

  /** A splitter with another limit, in bytes. */
  LineSplitter(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /**
   * A line without its newline.
   *
   * @param bytes what it says; only its beginning if it is too long
   * @param tooLong whether it is longer than allowed; it is told before its newline has come
   */
  record Line(byte[] bytes, boolean tooLong) {}

  /**
   * How far a stream had been read at some moment.
   *
   * @param newlines how many newlines there had been
   * @param bytes how many bytes had come after the last of them
   */
  record Mark(long newlines, int bytes) {}

  /** Reads the next line, or nothing at the end of the stream. */
  Optional<Line> next() throws IOException {
    while (true) {
      for (int i = position; i < end; i++) {
        if (buffer[i] == '\n') {
          Optional<Line> line = finish(i);
          position = i + 1;
          if (line.isPresent()) {
            return line;
          }
        }
      }
      Optional<Line> tooLong = keep(end);
      position = 0;
      end = 0;
      if (tooLong.isPresent()) {
        return tooLong;
      }
      end = Math.max(0, in.read(buffer));
      if (end == 0) {
        return Optional.empty();
      }
    }
  }

  private Optional<Line> finish(int newline) {
    synchronized (lock) {
      boolean told = skipping;
      Optional<Line> tooLong = keep(newline);
      Optional<Line> line =
          told || tooLong.isPresent()
              ? tooLong
              : Optional.of(new Line(partial.toByteArray(), false));
      newlines++;
      skipping = false;
      empty();
      return line;
    }
  }

  /** Keeps what was read; returns the beginning of a line that becomes too long by it. */
  private Optional<Line> keep(int to) {
    synchronized (lock) {
      int length = to - position;
      if (skipping) {
        return Optional.empty();
      }
      if (partial.size() + length <= limit) {
        partial.write(buffer, position, length);
        return Optional.empty();
      }
      partial.write(buffer, position, Math.min(length, HEAD));
      byte[] beginning = partial.toByteArray();
      skipping = true;
      empty();
      return Optional.of(
          new Line(Arrays.copyOf(beginning, Math.min(HEAD, beginning.length)), true));
    }
  }

  private void empty() {
    if (partial.size() > SPACIOUS) {
      partial = new ByteArrayOutputStream();
    } else {
      partial.reset();
    }
  }

  /** How far the stream has been read by now. */
  Mark mark() {
    synchronized (lock) {
      return new Mark(newlines, partial.size());
    }
  }

  /** What has come since the last newline. */
  byte[] rest() {
    synchronized (lock) {
      return partial.toByteArray();
    }
  }

  /** The beginning of what has come since the last newline, for a person. */
  String unfinished() {
    byte[] rest = rest();
    return new String(rest, 0, Math.min(rest.length, HEAD), StandardCharsets.UTF_8);
  }
}
