package glomers.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Parses lines of JSON (RFC 8259). Jackson's parser is not used: it is made for streams, so that a
 * line costs four times as much, and its first hundred lines, while a node's code is still
 * interpreted, cost a quarter of what those messages cost in all. Takes and refuses what Jackson
 * does, but for a byte order mark, whatever is not UTF-8, and exponents beyond an int. Not
 * thread-safe.
 */
final class MessageParser {
  /** A longer name is ignored: names are kept with their messages, logged, and written to. */
  private static final int MAX_NAME = 1_000;

  /** How many levels of arrays and objects a line may have, as in Jackson. */
  private static final int MAX_DEPTH = 1_000;

  /** How many digits a number may have, as in Jackson: to read it takes the square of that. */
  private static final int MAX_DIGITS = 1_000;

  /** So many decimal digits always fit into a long. */
  private static final int LONG_DIGITS = 18;

  /** Keys and names are the same few again and again. A power of two. */
  private static final int KNOWN = 256;

  private static final int MAX_KNOWN = 32;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String[] known = new String[KNOWN];
  private byte[] line;
  private int start;
  private int at;
  private int end;
  private int depth;

  /**
   * Parses one line.
   *
   * @return the message, or empty if this is JSON, but no object with a source, which is a string
   *     of at most 1,000 characters, and a body
   * @throws IOException if it is not JSON, or more than one value
   */
  Optional<Message> parse(byte[] bytes, int from, int length) throws IOException {
    line = bytes;
    start = from;
    at = from;
    end = from + length;
    depth = 0;
    try {
      return message(length);
    } finally {
      line = null; // which may be 64 MB, and need not wait for the next one
    }
  }

  private Optional<Message> message(int length) throws IOException {
    if (peek() != '{') {
      value();
      requireEnd();
      return Optional.empty();
    }
    String src = null;
    String dest = "";
    ObjectNode body = null;
    for (boolean more = enter('}'); more; more = another('}')) {
      switch (key()) {
        case "src" -> src = name(null);
        case "dest" -> dest = name("");
        case "body" -> body = value() instanceof ObjectNode object ? object : null;
        default -> value(); // such as the id that Maelstrom adds
      }
    }
    requireEnd();
    return src == null || body == null
        ? Optional.empty()
        : Optional.of(new Message(src, dest, body, 0, length));
  }

  private void requireEnd() throws IOException {
    if (peek() >= 0) {
      throw wrong("there is more on this line than one value");
    }
  }

  private String name(String otherwise) throws IOException {
    if (peek() == '"') {
      String name = string(true);
      return name.length() <= MAX_NAME ? name : otherwise;
    }
    value();
    return otherwise;
  }

  private JsonNode value() throws IOException {
    switch (peek()) {
      case '{':
        ObjectNode object = NODES.objectNode();
        for (boolean more = enter('}'); more; more = another('}')) {
          String key = key();
          object.set(key, value());
        }
        return object;
      case '[':
        ArrayNode array = NODES.arrayNode();
        for (boolean more = enter(']'); more; more = another(']')) {
          array.add(value());
        }
        return array;
      case '"':
        return NODES.textNode(string(false));
      case 't':
        return literal("true", NODES.booleanNode(true));
      case 'f':
        return literal("false", NODES.booleanNode(false));
      case 'n':
        return literal("null", NODES.nullNode());
      default:
        return number();
    }
  }

  /** The next byte that is no white space, or -1 at the end. */
  private int peek() {
    for (; at < end; at++) {
      byte next = line[at];
      if (next != ' ' && next != '\t' && next != '\r' && next != '\n') {
        return next & 0xFF;
      }
    }
    return -1;
  }

  /** Goes into an array or object; whether there is something in it. */
  private boolean enter(char close) throws IOException {
    if (++depth > MAX_DEPTH) {
      throw wrong("more than " + MAX_DEPTH + " levels of arrays and objects");
    }
    at++;
    if (peek() != close) {
      return true;
    }
    leave();
    return false;
  }

  /** Goes to the next element, or out of the array or object. */
  private boolean another(char close) throws IOException {
    int next = peek();
    if (next == ',') {
      at++;
      return true;
    }
    if (next != close) {
      throw wrong("a comma or a '" + close + "' is missing");
    }
    leave();
    return false;
  }

  private void leave() {
    at++;
    depth--;
  }

  private String key() throws IOException {
    if (peek() != '"') {
      throw wrong("a key is missing");
    }
    String key = string(true);
    if (peek() != ':') {
      throw wrong("a colon is missing");
    }
    at++;
    return key;
  }

  private JsonNode literal(String word, JsonNode node) throws IOException {
    for (int i = 0; i < word.length(); i++, at++) {
      if (at == end || line[at] != word.charAt(i)) {
        throw wrong("no value");
      }
    }
    return node;
  }

  private JsonNode number() throws IOException {
    int from = at;
    boolean negative = at < end && line[at] == '-';
    if (negative) {
      at++;
    }
    int first = at;
    long value = 0;
    for (; isDigit(); at++) {
      value = 10 * value + line[at] - '0'; // may overflow: it is not used then
    }
    int digits = at - first;
    if (digits == 0 || digits > 1 && line[first] == '0') {
      throw wrong("no value");
    }
    int more = fraction();
    boolean whole = more == 0;
    if (digits + more > MAX_DIGITS) {
      throw wrong("a number of more than " + MAX_DIGITS + " digits");
    }
    if (whole && digits <= LONG_DIGITS) {
      value = negative ? -value : value;
      return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }
    String text = new String(line, from, at - from, StandardCharsets.ISO_8859_1);
    try {
      // A number must be sent on with all its digits, and to Maelstrom 1.0 is not 1.
      return whole ? integer(new BigInteger(text)) : NODES.numberNode(decimal(text));
    } catch (NumberFormatException e) {
      throw wrong("a number with too large an exponent");
    }
  }

  /** One that is sent on as a decimal number, too: 1e0 would become 1, which is another value. */
  private static BigDecimal decimal(String text) {
    BigDecimal value = new BigDecimal(text);
    return value.scale() == 0 ? value.setScale(1) : value;
  }

  private static JsonNode integer(BigInteger value) {
    return value.bitLength() < Long.SIZE
        ? NODES.numberNode(value.longValue())
        : NODES.numberNode(value);
  }

  /** Goes beyond what follows a number's integer; how many digits that has. */
  private int fraction() throws IOException {
    int digits = 0;
    if (at < end && line[at] == '.') {
      at++;
      digits = digits();
    }
    if (at < end && (line[at] == 'e' || line[at] == 'E')) {
      at++;
      if (at < end && (line[at] == '+' || line[at] == '-')) {
        at++;
      }
      digits += digits();
    }
    return digits;
  }

  private int digits() throws IOException {
    int from = at;
    while (isDigit()) {
      at++;
    }
    if (at == from) {
      throw wrong("a digit is missing");
    }
    return at - from;
  }

  private boolean isDigit() {
    return at < end && line[at] >= '0' && line[at] <= '9';
  }

  /**
   * The string that begins here.
   *
   * @param isName whether it is one that is likely to come again
   */
  private String string(boolean isName) throws IOException {
    int from = ++at;
    int hash = 0;
    for (; at < end; at++) {
      byte next = line[at];
      if (next == '"') {
        int length = at++ - from;
        return isName && length <= MAX_KNOWN ? known(hash, from, length) : ascii(from, length);
      }
      if (next == '\\' || next < ' ') { // bytes that are not ASCII are negative
        return text(from);
      }
      hash = 31 * hash + next;
    }
    throw wrong("a string does not end");
  }

  private String ascii(int from, int length) {
    return new String(line, from, length, StandardCharsets.ISO_8859_1);
  }

  private String known(int hash, int from, int length) {
    int slot = (hash ^ hash >>> 8) & KNOWN - 1;
    String found = known[slot];
    if (found == null || !isEqual(found, from, length)) {
      found = ascii(from, length);
      known[slot] = found;
    }
    return found;
  }

  private boolean isEqual(String name, int from, int length) {
    if (name.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (name.charAt(i) != line[from + i]) {
        return false;
      }
    }
    return true;
  }

  /** The string that begins at {@code from}, with escapes or characters that are not ASCII. */
  private String text(int from) throws IOException {
    StringBuilder text = new StringBuilder(ascii(from, at - from));
    while (at < end) {
      int next = line[at++];
      if (next == '"') {
        return text.toString();
      }
      if (next == '\\') {
        text.append(escaped());
      } else if (next < 0) {
        text.appendCodePoint(codePoint(next & 0xFF));
      } else if (next < ' ') {
        throw wrong("a control character within a string");
      } else {
        text.append((char) next);
      }
    }
    throw wrong("a string does not end");
  }

  private char escaped() throws IOException {
    int next = at < end ? line[at++] : -1;
    return switch (next) {
      case '"', '\\', '/' -> (char) next;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex();
      default -> throw wrong("an unknown escape");
    };
  }

  private char hex() throws IOException {
    int value = 0;
    for (int i = 0; i < 4; i++, at++) {
      int digit = at < end ? Character.digit(line[at], 16) : -1;
      if (digit < 0) {
        throw wrong("four hexadecimal digits are missing");
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }

  /** A character of two to four bytes of UTF-8. */
  private int codePoint(int first) throws IOException {
    int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    int value = first & 0x3F >> more;
    for (int i = 0; i < more; i++) {
      if (at == end || (line[at] & 0xC0) != 0x80) {
        throw wrong("bytes that are not UTF-8");
      }
      value = value << 6 | line[at++] & 0x3F;
    }
    boolean longer = value < (more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000); // than needed
    boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
    if (first < 0xC0 || first > 0xF7 || longer || surrogate || !Character.isValidCodePoint(value)) {
      throw wrong("bytes that are not UTF-8");
    }
    return value;
  }

  private IOException wrong(String why) {
    return new IOException(why + " at byte " + (at - start + 1));
  }
}
