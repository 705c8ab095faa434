package glomers.node;

import java.io.ByteArrayOutputStream;

/** Bytes of one line to come, without the copy that {@code toByteArray} makes. */
final class LineBuffer extends ByteArrayOutputStream {
  LineBuffer() {
    super(256);
  }

  byte[] bytes() {
    return buf;
  }

  int length() {
    return count;
  }
}
