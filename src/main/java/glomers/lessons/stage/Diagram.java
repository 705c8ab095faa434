package glomers.lessons.stage;

import glomers.workbench.network.Drop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A sequence diagram in text: a column for each party, a line for each message, at the moment at
 * which it arrives, or is dropped.
 */
public final class Diagram {
  /** Room on both sides of a label: two line ends, an arrow head, blanks. */
  private static final int FRAME = 8;

  private static final int NARROWEST = 9;
  private static final int TIME = 11;

  private final List<Passage> passages;
  private final List<String> parties;
  private final int[] columns;

  private Diagram(List<Passage> passages) {
    this.passages = passages;
    SortedSet<String> names = new TreeSet<>(Names.ORDER);
    passages.forEach(passage -> {
      names.add(passage.message().src());
      names.add(passage.message().dest());
    });
    this.parties = List.copyOf(names);
    this.columns = columns();
  }

  /**
   * The lines of a diagram.
   *
   * @param zero what its times count from
   * @param most how many messages to show; of more, the ones in the middle are left out
   */
  public static List<String> of(List<Passage> passages, long zero, int most) {
    if (passages.isEmpty()) {
      return List.of();
    }
    int head = passages.size() <= most ? passages.size() : most / 2;
    int tail = passages.size() <= most ? 0 : most - head;
    List<Passage> shown = new ArrayList<>(passages.subList(0, head));
    shown.addAll(passages.subList(passages.size() - tail, passages.size()));
    Diagram diagram = new Diagram(shown);
    List<String> lines = diagram.lines(zero);
    int omitted = passages.size() - shown.size();
    if (omitted > 0) {
      lines.add(1 + head, " ".repeat(TIME) + String.format(Locale.ROOT, "… %,d more …", omitted));
    }
    return lines;
  }

  /** Each column as far to the right as the labels to its left need. */
  private int[] columns() {
    int[] at = new int[parties.size()];
    for (int right = 1; right < at.length; right++) {
      at[right] = at[right - 1] + NARROWEST;
      for (Passage passage : passages) {
        int from = parties.indexOf(passage.message().src());
        int to = parties.indexOf(passage.message().dest());
        if (Math.max(from, to) == right) {
          int needed = at[Math.min(from, to)] + Label.of(passage.message()).length() + FRAME;
          at[right] = Math.max(at[right], needed);
        }
      }
    }
    return at;
  }

  private List<String> lines(long zero) {
    List<String> lines = new ArrayList<>();
    char[] head = blank();
    for (int i = 0; i < parties.size(); i++) {
      String name = parties.get(i);
      put(head, Math.max(0, columns[i] - name.length() / 2), name);
    }
    lines.add((" ".repeat(TIME) + new String(head)).stripTrailing());
    for (Passage passage : passages) {
      double seconds = (passage.ended() - zero) / 1e9;
      lines.add(
          (String.format(Locale.ROOT, "%8.4f s ", seconds) + " ".repeat(TIME - 11) + arrow(passage))
              .stripTrailing());
    }
    return lines;
  }

  private String arrow(Passage passage) {
    char[] line = blank();
    for (int column : columns) {
      line[column] = '|';
    }
    int from = columns[parties.indexOf(passage.message().src())];
    int to = columns[parties.indexOf(passage.message().dest())];
    int left = Math.min(from, to);
    int right = Math.max(from, to);
    Arrays.fill(line, left + 1, right, '-');
    String label = " " + Label.of(passage.message()) + " ";
    put(line, left + 1 + (right - left - 1 - label.length()) / 2, label);
    if (passage.arrived()) {
      line[from < to ? right - 1 : left + 1] = from < to ? '>' : '<';
    } else {
      line[from < to ? right - 1 : left + 1] = 'x';
    }
    return new String(line) + passage.drop().map(Diagram::why).orElse("");
  }

  private static String why(Drop drop) {
    return switch (drop) {
      case PARTITION -> "the link is cut";
      case LOSS -> "lost";
      case RECEIVER -> "nobody is there";
    };
  }

  private char[] blank() {
    char[] line = new char[columns[columns.length - 1] + NARROWEST];
    Arrays.fill(line, ' ');
    return line;
  }

  private static void put(char[] line, int at, String text) {
    for (int i = 0; i < text.length() && at + i < line.length; i++) {
      line[at + i] = text.charAt(i);
    }
  }
}
