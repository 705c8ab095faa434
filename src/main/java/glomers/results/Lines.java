package glomers.results;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;

/** Lines of a text, of each of which at most {@link ReadingLimits#LINE} characters are kept. */
final class Lines implements Closeable {
  private final Reader text;
  private final char[] buffer = new char[1 << 16];
  private int at;
  private int filled;
  private final StringBuilder line = new StringBuilder();
  private boolean cut;

  Lines(Reader text) {
    this.text = text;
  }

  /** The next line, or as much of it as is kept; null at the end. */
  String next() throws IOException {
    line.setLength(0);
    cut = false;
    boolean any = false;
    while (at < filled || fill()) {
      any = true;
      int end = at;
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      keep(at, end);
      at = end + 1;
      if (end < filled) {
        break;
      }
    }
    if (any && !line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return any ? line.toString() : null;
  }

  private void keep(int from, int end) {
    int room = Math.min(end - from, ReadingLimits.LINE - line.length());
    line.append(buffer, from, room);
    cut |= room < end - from;
  }

  private boolean fill() throws IOException {
    at = 0;
    filled = Math.max(0, text.read(buffer, 0, buffer.length));
    return filled > 0;
  }

  /** Whether the last line was longer than what was kept of it. */
  boolean isCut() {
    return cut;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
