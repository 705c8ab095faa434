package glomers.workbench.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Cuts a stream into lines, as bytes. One thread reads; another may ask what has come since the
 * last newline.
 */
final class LineSplitter {
  /** No message is longer than this. */
  static final int LIMIT = 64 * 1024 * 1024;

  private final InputStream in;
  private final int limit;
  private final byte[] buffer = new byte[64 * 1024];
  private final Object lock = new Object();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private int position;
  private int end;
  private boolean tooLong;

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
   * @param tooLong whether it was longer than allowed
   */
  record Line(byte[] bytes, boolean tooLong) {}

  /** Reads the next line, or nothing at the end of the stream. */
  Optional<Line> next() throws IOException {
    while (true) {
      for (int i = position; i < end; i++) {
        if (buffer[i] == '\n') {
          Line line = finish(i);
          position = i + 1;
          return Optional.of(line);
        }
      }
      keep(end);
      position = 0;
      end = Math.max(0, in.read(buffer));
      if (end == 0) {
        return Optional.empty();
      }
    }
  }

  private Line finish(int newline) {
    keep(newline);
    synchronized (lock) {
      Line line = new Line(partial.toByteArray(), tooLong);
      partial.reset();
      tooLong = false;
      return line;
    }
  }

  private void keep(int to) {
    synchronized (lock) {
      int length = to - position;
      if (partial.size() + length > limit) {
        tooLong = true;
      } else if (!tooLong) {
        partial.write(buffer, position, length);
      }
    }
  }

  /** What has come since the last newline. */
  String unfinished() {
    synchronized (lock) {
      return partial.toString(StandardCharsets.UTF_8);
    }
  }
}
