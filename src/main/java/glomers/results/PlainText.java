package glomers.results;

import java.util.List;

/** Text of unknown origin (file names, node logs, messages), made fit for a terminal. */
public final class PlainText {
  private static final int LONGEST_LINE = 400;

  private PlainText() {}

  /**
   * The text with every character that could steer a terminal, or reorder what a reader sees, shown
   * as an escape such as {@code \}{@code u001b}.
   */
  public static String of(String text) {
    StringBuilder plain = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (steers(c)) {
        if (plain == null) {
          plain = new StringBuilder(text.substring(0, i));
        }
        plain.append("\\u%04x".formatted((int) c));
      } else if (plain != null) {
        plain.append(c);
      }
    }
    return plain == null ? text : plain.toString();
  }

  /** The beginning of a text, fit for one line of a message: it may quote a file of any size. */
  public static String shortened(String text) {
    return of(text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "…" : text);
  }

  /**
   * Text of several lines, made fit line by line. Tabs, with which stack traces are indented,
   * become spaces.
   */
  public static List<String> lines(String text) {
    return text.lines().map(line -> of(line.replace("\t", "    "))).toList();
  }

  private static boolean steers(char c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT // bidirectional overrides and the like
        || c == '\u2028'
        || c == '\u2029';
  }
}
