package glomers.workbench.history;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  static final String OPERATION_TAG = "#jepsen.history.Op";

  private final StringBuilder out;
  private final int limit;

  private Edn(StringBuilder out, int limit) {
    this.out = out;
    this.limit = limit;
  }

  /**
   * A value on one line.
   *
   * @throws IllegalArgumentException if something in it is no plain data
   */
  public static String print(Object value) {
    StringBuilder out = new StringBuilder();
    new Edn(out, Integer.MAX_VALUE).value(value);
    return out.toString();
  }

  /**
   * A value over several lines, indented, without a newline at the end.
   *
   * @throws IllegalArgumentException if something in it is no plain data
   */
  public static String pretty(Object value) {
    return PrettyEdn.print(value);
  }

  /** What {@link #print} gives, or null if that is longer than {@code limit} characters. */
  static String printWithin(Object value, int limit) {
    StringBuilder out = new StringBuilder();
    new Edn(out, limit).value(value);
    return out.length() <= limit ? out.toString() : null;
  }

  private void value(Object value) {
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
    out.append(open);
    boolean first = true;
    for (Object item : items) {
      if (out.length() > limit) {
        return;
      }
      if (!first) {
        out.append(' ');
      }
      first = false;
      value(item);
    }
    out.append(close);
  }

  private void map(Map<?, ?> map) {
    out.append('{');
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (out.length() > limit) {
        return;
      }
      if (!first) {
        out.append(", ");
      }
      first = false;
      value(entry.getKey());
      out.append(' ');
      value(entry.getValue());
    }
    out.append('}');
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
