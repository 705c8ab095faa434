package glomers.node;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of lines that are to be written: an array that grows, up to a limit. Not thread-safe.
 */
final class LineBuffer {
  private final int limit;
  private byte[] bytes;
  private int length;

  /** Thrown instead of going beyond the limit. */
  static final class Full extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    @Override
    public Throwable fillInStackTrace() {
      return this; // whoever stops there needs no stack trace
    }
  }

  /** An empty buffer that may grow as long as arrays may. */
  LineBuffer() {
    this(Integer.MAX_VALUE - 8);
  }

  /** An empty buffer that holds {@code limit} bytes at most. */
  LineBuffer(int limit) {
    this.limit = limit;
    this.bytes = new byte[Math.min(256, limit)];
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Appends one byte. */
  void add(int value) {
    if (length == bytes.length) {
      reserve(1);
    }
    bytes[length++] = (byte) value;
  }

  /** Appends a text of ASCII characters. */
  void add(String ascii) {
    reserve(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
  }

  /**
   * Appends the characters from {@code from} on that stand for themselves within a string of JSON
   * in ASCII.
   *
   * @return where the first stands that does not, or the text's length
   */
  int addPlain(String text, int from) {
    reserve(text.length() - from);
    byte[] to = bytes;
    int at = length;
    int i = from;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        break;
      }
      to[at++] = (byte) c;
    }
    length = at;
    return i;
  }

  /** Appends what another buffer holds. */
  void add(LineBuffer other) {
    reserve(other.length);
    System.arraycopy(other.bytes, 0, bytes, length, other.length);
    length += other.length;
  }

  /** Makes room for {@code more} bytes. Only here is the limit checked: most lines never grow. */
  private void reserve(int more) {
    if (more > bytes.length - length) {
      if (more > limit - length) {
        throw new Full();
      }
      bytes =
          Arrays.copyOf(bytes, (int) Math.min(Math.max(length + more, 2L * bytes.length), limit));
    }
  }

  /** All bytes as text. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }

  /** Forgets the bytes, but keeps the room. */
  void clear() {
    length = 0;
  }
}
