package glomers.lessons.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines in which a broken node differs from ours, by the sources that the classes were built
 * from. What stands before a class, its name and its indentation do not count.
 */
final class Difference {
  private enum Side {
    BROKEN("-"),
    OURS("+"),
    BOTH(" ");

    private final String sign;

    Side(String sign) {
      this.sign = sign;
    }
  }

  /** A line of either source, or of both, with its number in the one that it is shown from. */
  private record Line(Side side, int number, String text) {}

  private final Variant broken;
  private final Variant ours;
  private final List<Line> lines = new ArrayList<>();

  Difference(Variant broken, Variant ours) {
    this.broken = broken;
    this.ours = ours;
    merge(source(broken), source(ours));
  }

  private static List<String> source(Variant variant) {
    String path = "/sources/" + variant.type().replace('.', '/') + ".java";
    try (InputStream file = Difference.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException(path + " is not in the jar: pom.xml names what is");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int beginning(List<String> source) {
    int line = 0;
    while (!source.get(line).startsWith("public final class ")) {
      line++;
    }
    return line + 1;
  }

  /** How well two lines fit: not at all, but for their indentation, or altogether. */
  private int fit(String one, String other) {
    String renamed = one.replace(broken.name(), ours.name());
    return renamed.equals(other) ? 3 : renamed.strip().equals(other.strip()) ? 2 : 0;
  }

  /** Puts both in one list, so that what is of both fits as well as can be. */
  private void merge(List<String> one, List<String> other) {
    int[][] best = best(one, other);
    int i = beginning(one);
    int k = beginning(other);
    while (i < one.size() || k < other.size()) {
      int fit = i < one.size() && k < other.size() ? fit(one.get(i), other.get(k)) : 0;
      if (fit > 0 && best[i][k] == best[i + 1][k + 1] + fit) {
        lines.add(new Line(Side.BOTH, k + 1, other.get(k++)));
        i++;
      } else if (k == other.size() || i < one.size() && best[i + 1][k] == best[i][k]) {
        lines.add(new Line(Side.BROKEN, i + 1, one.get(i++)));
      } else {
        lines.add(new Line(Side.OURS, k + 1, other.get(k++)));
      }
    }
  }

  /** From each pair of lines on, how well the rest fits at best: longest common subsequence. */
  private int[][] best(List<String> one, List<String> other) {
    int[][] best = new int[one.size() + 1][other.size() + 1];
    for (int i = one.size() - 1; i >= 0; i--) {
      for (int k = other.size() - 1; k >= 0; k--) {
        int fit = fit(one.get(i), other.get(k));
        best[i][k] = Math.max(best[i + 1][k], best[i][k + 1]);
        if (fit > 0) {
          best[i][k] = Math.max(best[i][k], best[i + 1][k + 1] + fit);
        }
      }
    }
    return best;
  }

  /** How many lines of code are in one of them alone. */
  long size() {
    return lines.stream()
        .filter(line -> line.side() != Side.BOTH)
        .map(line -> line.text().strip())
        .filter(text -> !(text.isEmpty() || text.matches("(//|/\\*|\\*).*")))
        .count();
  }

  /** What differs, with a line before and after, as {@code diff -u} shows it. */
  List<String> lines() {
    List<String> shown = new ArrayList<>();
    shown.add("--- " + broken.file() + " (broken)");
    shown.add("+++ " + ours.file() + " (ours)");
    boolean gap = true;
    for (int i = 0; i < lines.size(); i++) {
      if (isNearAChange(i)) {
        if (gap) {
          shown.add("@@");
        }
        Line line = lines.get(i);
        shown.add(
            "%s%4d %s".formatted(line.side().sign, line.number(), line.text()).stripTrailing());
      }
      gap = !isNearAChange(i);
    }
    return shown;
  }

  private boolean isNearAChange(int index) {
    return lines.subList(Math.max(0, index - 1), Math.min(lines.size(), index + 2)).stream()
        .anyMatch(line -> line.side() != Side.BOTH);
  }
}
