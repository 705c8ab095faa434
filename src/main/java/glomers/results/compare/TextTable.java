package glomers.results.compare;

import glomers.results.PlainText;
import java.util.ArrayList;
import java.util.List;

/** Rows of cells, written in one of several ways. Cells may hold any text. */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();
  private final int columns;

  /** A table without rows. */
  public TextTable(List<String> headings) {
    this.columns = headings.size();
    row(headings);
  }

  /** Adds a row of as many cells as there are headings. */
  public void row(List<String> cells) {
    if (cells.size() != columns) {
      throw new IllegalArgumentException(cells.size() + " cells for " + columns + " columns");
    }
    rows.add(cells.stream().map(PlainText::of).toList());
  }

  /** Columns side by side, numbers to the right, the others to the left. */
  public List<String> aligned() {
    int[] widths = new int[columns];
    boolean[] numbers = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      int column = i;
      widths[i] = rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
      numbers[i] = i > 0 && rows.stream().skip(1).anyMatch(row -> isNumber(row.get(column)));
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String padding = " ".repeat(widths[i] - length(row.get(i)));
        line.append(numbers[i] ? padding + row.get(i) : row.get(i) + padding).append("  ");
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** As Markdown has tables. */
  public List<String> markdown() {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("|");
      row.forEach(cell -> line.append(' ').append(inMarkdown(cell)).append(" |"));
      lines.add(line.toString());
      if (lines.size() == 1) {
        lines.add("|" + "---|".repeat(columns));
      }
    }
    return lines;
  }

  /** As RFC 4180 has it. */
  List<String> csv() {
    return rows.stream()
        .map(row -> String.join(",", row.stream().map(TextTable::inCsv).toList()))
        .toList();
  }

  private static boolean isNumber(String cell) {
    return !cell.isEmpty()
        && (Character.isDigit(cell.charAt(cell.length() - 1)) || cell.endsWith("%"))
        && cell.chars().allMatch(c -> Character.isDigit(c) || "+-.% E".indexOf(c) >= 0);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  static String inMarkdown(String cell) {
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "\\`");
  }

  private static String inCsv(String cell) {
    return cell.matches("[^\",]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }
}
