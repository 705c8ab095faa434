package glomers.results.compare;

import glomers.results.Figure;
import glomers.results.PlainText;
import glomers.results.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes comparisons for people: a table for each, as text or as Markdown.
 *
 * @param everything whether to write figures that only describe a run, and faults that there were
 *     none of
 */
public record ComparisonTables(boolean markdown, boolean everything) {
  private static final List<String> HEADINGS =
      List.of("figure", "unit", "before", "now", "difference", "%", "means", "limit");

  /** The lines for one comparison. */
  public List<String> lines(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    String label = PlainText.of(comparison.label());
    lines.add(markdown ? "### " + TextTable.inMarkdown(label) : "== " + label);
    lines.add("");
    RunRecord now = comparison.now();
    lines.add(item("now", now.name(), Origins.of(now)));
    comparison
        .before()
        .ifPresent(before -> lines.add(item("before", before.name(), before.remarks())));
    comparison.remarks().forEach(remark -> lines.add(item("", remark, "")));
    now.notes().forEach(note -> lines.add(item("", note, "")));
    lines.add("");
    lines.addAll(markdown ? table(comparison).markdown() : table(comparison).aligned());
    return lines;
  }

  private String item(String what, String name, String remark) {
    String text = name + (remark.isEmpty() ? "" : " (" + remark + ")");
    return PlainText.of(
        markdown
            ? "- " + (what.isEmpty() ? "" : what + ": ") + TextTable.inMarkdown(text)
            : "   %-7s %s".formatted(what, text));
  }

  private TextTable table(Comparison comparison) {
    TextTable table = new TextTable(HEADINGS);
    RunRecord now = comparison.now();
    table.row(
        List.of(
            "valid?",
            "",
            comparison.before().map(Reference::validity).orElse(""),
            now.validity(),
            "",
            "",
            now.failed().isEmpty() ? "" : String.join(", ", now.failed()),
            ""));
    for (FigureChange change : comparison.changes()) {
      if (everything || isTelling(change)) {
        table.row(cells(change));
      }
    }
    return table;
  }

  static boolean isTelling(FigureChange change) {
    Figure figure = change.figure();
    boolean any = change.before().orElse(0) != 0 || change.now().orElse(0) != 0;
    return change.limit().isPresent()
        || figure.better() != Figure.Better.NEITHER && (figure.kind() != Figure.Kind.FAULT || any);
  }

  private static List<String> cells(FigureChange change) {
    return List.of(
        change.figure().name(),
        change.figure().unit(),
        RunFigures.written(change.before()),
        RunFigures.written(change.now()),
        change.difference().isPresent()
            ? RunFigures.difference(change.difference().getAsDouble())
            : "",
        percent(change),
        means(change),
        limit(change));
  }

  private static String percent(FigureChange change) {
    if (change.difference().isEmpty() || change.before().getAsDouble() == 0) {
      return "";
    }
    double percent =
        100 * change.difference().getAsDouble() / Math.abs(change.before().getAsDouble());
    return percent == 0 ? "0" : String.format(Locale.ROOT, "%+.1f", percent);
  }

  private static String means(FigureChange change) {
    String word = change.judgement().word();
    if (change.judgement() != Judgement.NOISE) {
      return word;
    }
    return Double.isInfinite(change.noise())
        ? "too few runs to tell"
        : word + ", up to " + RunFigures.difference(change.noise()).replace("+", "");
  }

  private static String limit(FigureChange change) {
    Optional<Double> limit = change.limit();
    return limit
        .map(below ->
            "< " + RunFigures.written(below) + (change.missesLimit() ? ": MISSED" : ": met"))
        .orElse("");
  }
}
