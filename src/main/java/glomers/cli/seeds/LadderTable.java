package glomers.cli.seeds;

import glomers.ladder.Cell;
import glomers.ladder.Cost;
import glomers.ladder.Ladder;
import glomers.ladder.Reading;
import glomers.ladder.Rung;
import glomers.results.compare.TextTable;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.nemesis.Fault;
import glomers.workbench.workload.BroadcastLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ladder as a person sees it.
 *
 * @param rows a rung each
 * @param first the first seed
 * @param seeds how many seeds a claim was tried with
 */
record LadderTable(List<Row> rows, long first, int seeds) {

  /** Keeps a copy. */
  LadderTable {
    rows = List.copyOf(rows);
  }

  /**
   * What is known of a rung.
   *
   * @param cells what it did under each fault
   * @param cost what an operation costs on its official command
   * @param among25 the same on the command of 3d and 3e, for broadcast
   * @param reading what there is to read
   */
  record Row(Rung rung, List<Cell> cells, Cost cost, Optional<Cost> among25, Reading reading) {

    /** Whether it does what it is said to do. */
    boolean holds() {
      return cells.stream().allMatch(Cell::holds)
          && Stream.concat(Stream.of(cost), among25.stream())
              .allMatch(each -> each.results().validity() == Validity.VALID);
    }
  }

  boolean holds() {
    return rows.stream().allMatch(Row::holds);
  }

  /** For a terminal: with the commands that repeat what failed. */
  List<String> text() {
    List<String> lines = new ArrayList<>(main().aligned());
    limits().ifPresent(table -> lines.addAll(paragraph(table.aligned())));
    lines.addAll(paragraph(notes()));
    List<String> again = new ArrayList<>();
    for (Row row : rows) {
      for (Cell cell : row.cells()) {
        if (cell instanceof Cell.Fell fell) {
          again.add(row.rung().name() + ", " + fell.fault().label() + ": " + fell.inShort());
          again.add("  again: " + fell.trial().command());
        }
      }
    }
    lines.addAll(paragraph(again));
    return lines;
  }

  /** For a page. */
  List<String> markdown() {
    List<String> lines = new ArrayList<>(main().markdown());
    limits().ifPresent(table -> lines.addAll(paragraph(table.markdown())));
    lines.addAll(paragraph(notes().stream().map(note -> "- " + note).toList()));
    return lines;
  }

  private static List<String> paragraph(List<String> lines) {
    return lines.isEmpty() ? lines : Stream.concat(Stream.of(""), lines.stream()).toList();
  }

  private TextTable main() {
    List<String> headings = new ArrayList<>(List.of("rung"));
    Fault.ofAnyNodes().stream().map(Fault::label).forEach(headings::add);
    headings.addAll(List.of("on", "messages", "bytes", "lines", "in all"));
    TextTable table = new TextTable(headings);
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.rung().name()));
      row.cells().stream().map(Cell::inShort).forEach(cells::add);
      cells.add(row.rung().command().label() + notValid(row.cost()));
      cells.add(figure("%.2f", row.cost().messages()));
      cells.add(figure("%.0f", row.cost().bytes()));
      cells.add(figure("%d", row.reading().own()));
      cells.add(figure("%d in %d", row.reading().all(), row.reading().lines().size()));
      table.row(cells);
    }
    return table;
  }

  /** What broadcast does among 25 nodes, beside what challenges 3d and 3e ask for. */
  private Optional<TextTable> limits() {
    List<BroadcastLimits> limits =
        List.of(BroadcastLimits.CHALLENGE_3D, BroadcastLimits.CHALLENGE_3E);
    List<String> headings =
        new ArrayList<>(List.of("on 3d's command", "messages", "median ms", "longest ms"));
    limits.forEach(each ->
        headings.add(
            "%s: below %.0f, %.0f, %.0f"
                .formatted(each.name(), each.messages(), each.median(), each.longest())));
    TextTable table = new TextTable(headings);
    List<Row> among25 = rows.stream().filter(row -> row.among25().isPresent()).toList();
    for (Row row : among25) {
      Results results = row.among25().get().results();
      List<String> cells =
          new ArrayList<>(List.of(row.rung().name() + notValid(row.among25().get())));
      cells.add(figure("%.2f", row.among25().get().messages()));
      cells.add(figure("%.0f", BroadcastLimits.quantile(results, 0.5)));
      cells.add(figure("%.0f", BroadcastLimits.quantile(results, 1)));
      limits.forEach(each -> cells.add(each.met(results) ? "met" : "missed"));
      table.row(cells);
    }
    return among25.isEmpty() ? Optional.empty() : Optional.of(table);
  }

  private static String notValid(Cost cost) {
    return cost.results().validity() == Validity.VALID ? "" : ": NOT VALID";
  }

  private static String figure(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add("✓: stood on seeds %d to %d.".formatted(first, first + seeds - 1));
    notes.add(
        "Else what the checkers found, and the first seed that shows it. Where a fault is not claimed"
            + " to be stood, though no run failed: \"not seen\", or \"undecided\" if most runs ended"
            + " without the answers that would tell.");
    notes.add(
        "Each fault comes alone and at its strongest (%s), on %s."
            .formatted(
                Fault.ofAnyNodes().stream()
                    .filter(fault -> !fault.strongest().isEmpty())
                    .map(fault -> fault.label() + " " + fault.strongest())
                    .collect(Collectors.joining("; ")),
                Ladder.conditions()));
    notes.add(
        "A crash may cost what only the crashed node had: for broadcast, txn and the efficient"
            + " counter, which ask no service.");
    notes.add(
        "Messages and bytes: between nodes and services for each operation of the challenge's"
            + " command without faults. Lines: of the class; in all: with what it uses of its"
            + " package and of gossip, in so many files.");
    return notes;
  }
}
