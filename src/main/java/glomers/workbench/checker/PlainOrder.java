package glomers.workbench.checker;

import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;

/**
 * Orders of plain data. Within a kind it is Clojure's: numbers by size, text by character, lists by
 * length and then item by item, null before everything.
 */
public enum PlainOrder implements Comparator<Object> {

  /** Values of different kinds, and objects, have no order: {@link ClassCastException}. */
  WITHIN_KINDS {
    @Override
    int compareKinds(Object a, Object b) {
      throw new ClassCastException(
          "there is no order between " + Edn.print(a) + " and " + Edn.print(b));
    }
  },

  /** Everything has its place, kind by kind; objects and sets by their text. */
  TOTAL {
    @Override
    int compareKinds(Object a, Object b) {
      int byKind = Integer.compare(kind(a), kind(b));
      return byKind != 0 ? byKind : Edn.print(a).compareTo(Edn.print(b));
    }
  };

  abstract int compareKinds(Object a, Object b);

  @Override
  public int compare(Object a, Object b) {
    if (a == b) {
      return 0;
    }
    if (a == null || b == null) {
      return a == null ? -1 : 1;
    }
    if (a instanceof Long x && b instanceof Long y) {
      return x.compareTo(y);
    }
    if (a instanceof Number x && b instanceof Number y) {
      return compareNumbers(x, y);
    }
    if (a instanceof String x && b instanceof String y) {
      return x.compareTo(y);
    }
    if (a instanceof Boolean x && b instanceof Boolean y) {
      return x.compareTo(y);
    }
    if (a instanceof Keyword x && b instanceof Keyword y) {
      return x.compareTo(y);
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return compareLists(x, y);
    }
    return compareKinds(a, b);
  }

  private int compareLists(List<?> a, List<?> b) {
    if (a.size() != b.size()) {
      return Integer.compare(a.size(), b.size());
    }
    for (int i = 0; i < a.size(); i++) {
      int order = compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compareNumbers(Number a, Number b) {
    double x = a.doubleValue();
    double y = b.doubleValue();
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      return Double.compare(x, y);
    }
    int bySize = exact(a).compareTo(exact(b));
    // 1 and 1.0 are different values: an order that calls them equal would merge them in a map
    return bySize != 0 ? bySize : a.getClass().getName().compareTo(b.getClass().getName());
  }

  private static BigDecimal exact(Number number) {
    return switch (number) {
      case Double d -> BigDecimal.valueOf(d);
      case Float f -> BigDecimal.valueOf(f);
      case BigInteger big -> new BigDecimal(big);
      case BigDecimal big -> big;
      default -> BigDecimal.valueOf(number.longValue());
    };
  }

  private static int kind(Object value) {
    return switch (value) {
      case Boolean b -> 0;
      case Number n -> 1;
      case String s -> 2;
      case Keyword k -> 3;
      case List<?> l -> 4;
      default -> 5;
    };
  }
}
