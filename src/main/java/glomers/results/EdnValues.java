package glomers.results;

import clojure.lang.AFn;
import clojure.lang.EdnReader;
import clojure.lang.IPersistentMap;
import clojure.lang.Keyword;
import clojure.lang.PersistentArrayMap;
import java.io.FilterReader;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.math.BigDecimal;

/**
 * Reads EDN with Clojure's own reader, since Maelstrom writes all that Clojure can print; and holds
 * back from it what would cost it any amount of time or memory.
 */
final class EdnValues {
  private static final IPersistentMap OPTIONS =
      PersistentArrayMap.createAsIfByAssoc(
          new Object[] {Keyword.intern("default"), new IgnoreTag()});

  private EdnValues() {}

  /**
   * The first value of {@code text}, as Clojure has it, a tagged one without its tag.
   *
   * @throws IOException if there is none, it is not EDN, or it is larger than is read
   */
  static Object read(Reader text) throws IOException {
    return next(new PushbackReader(new Measured(text)));
  }

  /**
   * The next value of a text.
   *
   * @throws IOException if there is none, or it is not EDN
   */
  static Object next(PushbackReader text) throws IOException {
    try {
      return EdnReader.read(text, OPTIONS);
    } catch (RuntimeException e) {
      // Where lines are counted, the reader wraps what went wrong.
      Throwable why = e instanceof EdnReader.ReaderException ? e.getCause() : e;
      throw new IOException(PlainText.shortened("not EDN: " + why.getMessage()), e);
    } catch (StackOverflowError e) {
      // The reader calls itself for every bracket, tag and #_.
      throw new IOException("not EDN: nested too deeply", e);
    }
  }

  /** Refuses what no later step could deal with. */
  static void demandSane(Object value, int level) {
    if (level > ReadingLimits.LEVELS) {
      throw new IllegalArgumentException("nested too deeply");
    }
    if (value instanceof BigDecimal number
        && Math.abs((long) number.scale()) > ReadingLimits.DIGITS) {
      throw new IllegalArgumentException("a number of absurd size");
    }
  }

  /** What the reader calls for a tag that it does not know. */
  private static final class IgnoreTag extends AFn {
    @Override
    public Object invoke(Object tag, Object value) {
      return value;
    }
  }

  /** Fails at a number of too many digits, and at too many values. */
  static final class Measured extends FilterReader {
    /** What ends a number, besides white space. */
    private static final String MACROS = ",\";^()[]{}\\#";

    private int values;
    private int length;
    private boolean number;

    Measured(Reader in) {
      super(in);
    }

    /** Begins to count the values anew. */
    void begin() {
      values = 0;
    }

    @Override
    public int read() throws IOException {
      int c = super.read();
      if (c >= 0) {
        measure((char) c);
      }
      return c;
    }

    @Override
    public int read(char[] buffer, int from, int length) throws IOException {
      int read = super.read(buffer, from, length);
      for (int i = 0; i < read; i++) {
        measure(buffer[from + i]);
      }
      return read;
    }

    private void measure(char c) throws IOException {
      boolean macro = MACROS.indexOf(c) >= 0;
      if (macro || Character.isWhitespace(c)) {
        length = 0;
        number = false;
      } else {
        length++;
        number |= length <= 2 && c >= '0' && c <= '9';
      }
      if (length == 1 || macro) {
        values++;
      }
      if (number && length > ReadingLimits.DIGITS) {
        throw new IOException("not EDN: a number of more than " + length + " digits");
      }
      if (values > 2 * ReadingLimits.VALUES) {
        throw new IOException("more than " + ReadingLimits.VALUES + " values");
      }
    }
  }
}
