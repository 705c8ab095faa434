package glomers.results;

import clojure.lang.BigInt;
import clojure.lang.IPersistentVector;
import clojure.lang.LineNumberingPushbackReader;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Sequence;
import glomers.workbench.history.Symbol;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values of an EDN text one after the other, as plain data; if the text is one vector or list,
 * what that holds. So a history of any length needs no more memory than its longest entry.
 */
public final class EdnStream {
  /** What comes after the last value. */
  public static final Object END = new Object();

  private final EdnValues.Measured measured;
  private final LineNumberingPushbackReader in;
  private int closing;
  private boolean begun;
  private int line;

  /** The text is not EDN. */
  public static final class NotEdn extends Exception {
    private static final long serialVersionUID = 1L;

    NotEdn(String why) {
      super(why);
    }
  }

  /** The values of this text. */
  public EdnStream(Reader text) {
    this.measured = new EdnValues.Measured(text);
    this.in = new LineNumberingPushbackReader(measured);
  }

  /** The line on which the last value began. */
  public int line() {
    return line;
  }

  /** The next value, or {@link #END}. */
  public Object next() throws IOException, NotEdn {
    int c = skip();
    if (!begun) {
      begun = true;
      closing = c == '[' ? ']' : c == '(' ? ')' : 0;
      if (closing != 0) {
        in.read();
        c = skip();
      }
    }
    line = c < 0 ? line : in.getLineNumber(); // at the end, the reader is a line further
    if (c < 0 && closing == 0) {
      return END;
    }
    if (c < 0) {
      throw new NotEdn("not EDN: the text ends before its " + (char) closing);
    }
    if (closing != 0 && c == closing) {
      in.read();
      closing = 0;
      if (skip() >= 0) {
        throw new NotEdn("not EDN: there is something behind the closing bracket");
      }
      return END;
    }
    measured.begin();
    try {
      return plain(EdnValues.next(in), 0);
    } catch (IllegalArgumentException | IOException e) {
      throw new NotEdn(e.getMessage());
    }
  }

  /** The next character that is not white space, which stays unread; -1 at the end. */
  private int skip() throws IOException {
    int c = in.read();
    while (Character.isWhitespace(c) || c == ',' || c == ';') {
      if (c == ';') {
        in.readLine();
      }
      c = in.read();
    }
    if (c >= 0) {
      in.unread(c);
    }
    return c;
  }

  static Object plain(Object read, int level) {
    EdnValues.demandSane(read, level);
    return switch (read) {
      case clojure.lang.Keyword keyword -> Keyword.of(keyword.sym.toString());
      case clojure.lang.Symbol symbol -> new Symbol(symbol.toString());
      case BigInt big -> big.toBigInteger();
      case IPersistentVector vector -> items(vector, level);
      case clojure.lang.Sequential sequence -> new Sequence(items((Iterable<?>) sequence, level));
      case Set<?> set -> new LinkedHashSet<>(items(set, level));
      case Map<?, ?> map -> {
        Map<Object, Object> plain = new LinkedHashMap<>();
        map.forEach((key, value) -> plain.put(plain(key, level + 1), plain(value, level + 1)));
        yield plain;
      }
      case null, default -> read;
    };
  }

  private static List<Object> items(Object items, int level) {
    List<Object> plain = new ArrayList<>();
    ((Iterable<?>) items).forEach(item -> plain.add(plain(item, level + 1)));
    return plain;
  }
}
