package glomers.node;

import java.util.Arrays;

/** Bytes of lines to come: a byte array that grows, without locks or copies. For one task. */
final class LineBuffer {
  private byte[] bytes = new byte[256];
  private int length;

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

  /** Makes room for {@code more} bytes. */
  void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * bytes.length, 1 << 30)));
    }
  }

  /** Forgets the bytes, but keeps the room. */
  void clear() {
    length = 0;
  }
}
