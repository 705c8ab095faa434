package glomers.workbench.history;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Prints plain data (see {@link Operation}) as EDN, the notation of Maelstrom's {@code history.edn}
 * and {@code results.edn}: lists as vectors, {@link Sequence}s in round brackets, operations with
 * Jepsen's record tag.
 *
 * <p>What is printed reads back equal. The one exception is a keyword that EDN's syntax does not
 * allow, such as one made of a JSON key with a space in it: that prints as a string, since
 * otherwise the whole file could not be read. Safe for use by many threads.
 */
public final class Edn {

  private static final String OPERATION_TAG = "#jepsen.history.Op";
  private static final int WIDTH = 100;

  /** Deep nesting may leave no room; then a short value still stays on its line. */
  private static final int LEAST_ROOM = 20;

  private final StringBuilder out = new StringBuilder();
  private final boolean pretty;
  private final int limit;
  private int lineStart;

  private Edn(boolean pretty, int limit) {
    this.pretty = pretty;
    this.limit = limit;
  }

  /**
   * A value on one line.
   *
   * @throws IllegalArgumentException if something in it is no plain data
   */
  public static String print(Object value) {
    return new Edn(false, Integer.MAX_VALUE).text(value);
  }

  /**
   * A value for people, without a newline at the end: what fits stays on its line; of what does
   * not, a map has one key a line, a list of numbers or names fills its lines, any other list has
   * one item a line.
   *
   * @throws IllegalArgumentException if something in it is no plain data
   */
  public static String pretty(Object value) {
    return new Edn(true, Integer.MAX_VALUE).text(value);
  }

  private String text(Object value) {
    value(value);
    return out.toString();
  }

  /** What {@link #print} gives, or null if that is longer than {@code limit} characters. */
  private static String printWithin(Object value, int limit) {
    String text = new Edn(false, limit).text(value);
    return text.length() <= limit ? text : null;
  }

  private void value(Object value) {
    String line = pretty ? printWithin(value, Math.max(LEAST_ROOM, WIDTH - column())) : null;
    if (line != null) {
      out.append(line);
      return;
    }
    switch (value) {
      case null -> out.append("nil");
      case Boolean truth -> out.append(truth.booleanValue());
      case Number number -> number(number);
      case String text -> string(text);
      case Keyword keyword -> keyword(keyword);
      case Symbol symbol -> out.append(symbol.name());
      case Sequence sequence -> items("(", sequence, ")");
      case List<?> list -> items("[", list, "]");
      case Set<?> set -> items("#{", set, "}");
      case Map<?, ?> map -> map(map);
      case Operation operation -> {
        out.append(OPERATION_TAG);
        map(operation.entries());
      }
      default ->
          throw new IllegalArgumentException(
              "no plain data, so it cannot be printed as EDN: " + value.getClass().getName());
    }
  }

  private void items(String open, Iterable<?> items, String close) {
    boolean fill =
        pretty && StreamSupport.stream(items.spliterator(), false).allMatch(Edn::isScalar);
    out.append(open);
    int indent = column();
    boolean first = true;
    for (Object item : items) {
      if (out.length() > limit) {
        return;
      }
      if (!first) {
        boolean fits = fill && printWithin(item, WIDTH - column() - 1) != null;
        separate(fits || !pretty, indent);
      }
      first = false;
      value(item);
    }
    out.append(close);
  }

  private void map(Map<?, ?> map) {
    out.append('{');
    int indent = column();
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (out.length() > limit) {
        return;
      }
      if (!first) {
        out.append(',');
        separate(!pretty, indent);
      }
      first = false;
      value(entry.getKey());
      out.append(' ');
      value(entry.getValue());
    }
    out.append('}');
  }

  private void separate(boolean onThisLine, int indent) {
    if (onThisLine) {
      out.append(' ');
    } else {
      out.append('\n');
      lineStart = out.length();
      out.repeat(' ', indent);
    }
  }

  private int column() {
    return out.length() - lineStart;
  }

  private static boolean isScalar(Object item) {
    return item == null
        || item instanceof Number
        || item instanceof Boolean
        || item instanceof Keyword
        || item instanceof Symbol
        || item instanceof String;
  }

  private void number(Number number) {
    switch (number) {
      case Double d when !Double.isFinite(d) -> notFinite(d);
      case Float f when !Float.isFinite(f) -> notFinite(f);
      case BigInteger big -> out.append(big).append('N');
      case BigDecimal big -> out.append(big).append('M');
      default -> out.append(number);
    }
  }

  private void notFinite(double number) {
    out.append(Double.isNaN(number) ? "##NaN" : number > 0 ? "##Inf" : "##-Inf");
  }

  private void keyword(Keyword keyword) {
    if (isReadable(keyword.name())) {
      out.append(':').append(keyword.name());
    } else {
      string(keyword.name());
    }
  }

  private static boolean isReadable(String name) {
    if (name.isEmpty() || "#':".indexOf(name.charAt(0)) >= 0 || name.endsWith(":")) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!plain && ".*+!-_?$%&=<>'#:".indexOf(c) < 0) {
        return false;
      }
    }
    return !name.contains("::");
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> {
          if (Character.isISOControl(c) || isLoneSurrogate(text, i)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
      if (out.length() > limit) {
        return;
      }
    }
    out.append('"');
  }

  /** Half a surrogate pair cannot be written as UTF-8, yet JSON can carry it. */
  private static boolean isLoneSurrogate(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
