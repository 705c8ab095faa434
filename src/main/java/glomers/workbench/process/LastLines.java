package glomers.workbench.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines of a stream. Safe for use by many threads. */
final class LastLines {
  private static final int KEPT = 32;
  private static final int WIDTH = 500;

  private final Deque<String> lines = new ArrayDeque<>();
  private long count;

  synchronized void add(String line) {
    count++;
    if (lines.size() == KEPT) {
      lines.removeFirst();
    }
    lines.addLast(line.length() <= WIDTH ? line : line.substring(0, WIDTH) + "…");
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** How many there were in all. */
  synchronized long count() {
    return count;
  }
}
