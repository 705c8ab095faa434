package glomers.lessons.stage;

import glomers.workbench.checker.Results;
import glomers.workbench.history.Edn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words for a terminal. */
public final class Text {
  private static final int WIDTH = 100;
  private static final int EXCERPT = 130;

  private Text() {}

  /** A paragraph in lines of at most {@value #WIDTH} characters, the first one after a mark. */
  public static List<String> paragraph(String mark, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(mark);
    String indent = " ".repeat(mark.length());
    boolean empty = true;
    for (String word : text.split(" ")) {
      if (!empty && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
    return lines;
  }

  /** Entries of the results as the checker writes them, cut where they get long. */
  public static String excerpt(Results results, String... path) {
    String name = ":" + path[path.length - 1] + " ";
    return name + shortened(Edn.print(results.find(path).orElse(null)));
  }

  static String shortened(String text) {
    return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + " …";
  }

  /** {@code 1 message}, {@code 2 messages}. */
  public static String count(long count, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
  }
}
