package glomers.workbench.history;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * EDN for people: what fits stays on its line; of what does not, a map has one key a line, a list
 * of numbers or names fills its lines, any other list has one item a line.
 */
final class PrettyEdn {

  private static final int WIDTH = 100;

  /** Deep nesting may leave no room; then a short value still stays on its line. */
  private static final int LEAST_ROOM = 20;

  private final StringBuilder out = new StringBuilder();
  private int lineStart = 0;

  private PrettyEdn() {}

  static String print(Object value) {
    PrettyEdn pretty = new PrettyEdn();
    pretty.value(value);
    return pretty.out.toString();
  }

  private void value(Object value) {
    String line = Edn.printWithin(value, Math.max(LEAST_ROOM, WIDTH - column()));
    if (line != null) {
      out.append(line);
      return;
    }
    switch (value) {
      case Sequence sequence -> items("(", sequence, ")");
      case List<?> list -> items("[", list, "]");
      case Set<?> set -> items("#{", set, "}");
      case Map<?, ?> map -> map(map);
      case Operation operation -> {
        out.append(Edn.OPERATION_TAG);
        map(operation.entries());
      }
      case null, default -> out.append(Edn.print(value));
    }
  }

  private void map(Map<?, ?> map) {
    out.append('{');
    int indent = column();
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        out.append(',');
        newLine(indent);
      }
      first = false;
      value(entry.getKey());
      out.append(' ');
      value(entry.getValue());
    }
    out.append('}');
  }

  private void items(String open, Iterable<?> items, String close) {
    boolean fill = StreamSupport.stream(items.spliterator(), false).allMatch(PrettyEdn::isScalar);
    out.append(open);
    int indent = column();
    boolean first = true;
    for (Object item : items) {
      if (!first) {
        separate(item, fill, indent);
      }
      first = false;
      value(item);
    }
    out.append(close);
  }

  private void separate(Object next, boolean fill, int indent) {
    if (fill && Edn.printWithin(next, WIDTH - column() - 1) != null) {
      out.append(' ');
    } else {
      newLine(indent);
    }
  }

  private static boolean isScalar(Object item) {
    return item == null
        || item instanceof Number
        || item instanceof Boolean
        || item instanceof Keyword
        || item instanceof Symbol
        || item instanceof String;
  }

  private int column() {
    return out.length() - lineStart;
  }

  private void newLine(int indent) {
    out.append('\n');
    lineStart = out.length();
    out.repeat(' ', indent);
  }
}
