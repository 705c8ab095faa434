package glomers.node;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a stream into lines without copying them: {@link #next} leaves a line in {@link #buffer}
 * until the next call. Lines longer than the limit are skipped and logged. Not thread-safe.
 */
final class LineReader {
  private static final int CHUNK = 64 << 10;
  private static final int KEEP = 1 << 20;

  /** Some systems end lines with this and a newline. */
  private static final byte CARRIAGE_RETURN = '\r';

  private final InputStream in;
  private final int limit;
  private final NodeLog log;
  private byte[] buffer = new byte[CHUNK];
  private int filled;
  private int scanned;
  private int start;
  private int resume;
  private int length;
  private long number;
  private boolean ended;

  LineReader(InputStream in, int limit, NodeLog log) {
    this.in = in;
    this.limit = limit;
    this.log = log;
  }

  /** Goes to the next line that is not empty. Returns false at the end of the stream. */
  boolean next() {
    start = resume;
    boolean tooLong = false;
    while (true) {
      int newline = findNewline();
      if (newline < 0 && !ended) {
        tooLong |= filled - start > limit;
        if (tooLong) {
          start = filled;
        }
        fill();
        continue;
      }
      boolean last = newline < 0; // the last line may lack its newline
      int end = last ? filled : newline;
      resume = last ? filled : newline + 1;
      number++;
      length = end > start && buffer[end - 1] == CARRIAGE_RETURN ? end - start - 1 : end - start;
      if (tooLong || length > limit) {
        log.warn("skipped line " + number + ": longer than " + limit + " bytes");
      } else if (length > 0) {
        return true;
      }
      if (last) {
        return false;
      }
      tooLong = false;
      start = resume;
    }
  }

  private int findNewline() {
    byte[] bytes = buffer;
    int to = filled;
    for (int i = Math.max(scanned, start); i < to; i++) {
      if (bytes[i] == '\n') {
        scanned = i + 1;
        return i;
      }
    }
    scanned = to;
    return -1;
  }

  private void fill() {
    if (start > 0) {
      // Move what is left to the front, and do not keep the large buffer of one huge line.
      int left = filled - start;
      byte[] to = buffer.length > KEEP && left < CHUNK ? new byte[CHUNK] : buffer;
      System.arraycopy(buffer, start, to, 0, left);
      buffer = to;
      filled = left;
      scanned = Math.max(0, scanned - start);
      start = 0;
    }
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(buffer.length * 2L, limit + (long) CHUNK));
    }
    try {
      int count = in.read(buffer, filled, buffer.length - filled);
      if (count < 0) {
        ended = true;
      } else {
        filled += count;
      }
    } catch (IOException e) {
      log.error("could not read stdin; taken for its end", e);
      ended = true;
    }
  }

  byte[] buffer() {
    return buffer;
  }

  int start() {
    return start;
  }

  int length() {
    return length;
  }

  /** Which line of the stream this is, from 1, empty ones counted. */
  long number() {
    return number;
  }
}
