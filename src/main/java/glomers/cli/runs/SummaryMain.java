package glomers.cli.runs;

import glomers.results.ChallengeLimits;
import glomers.results.PlainText;
import glomers.results.StoredResults;
import glomers.results.compare.TextTable;
import glomers.workbench.store.DiskProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Prints one table over the runs that a {@code make test-…} made and ends with 0 only if each of
 * them is valid and inside the limits that its challenge sets.
 *
 * <p>{@code SummaryMain [--no-limits] FILE}, where a line of the file is what {@code
 * maelstrom/run-row} wrote: the challenge, the exit status, the wall time in seconds, the store's
 * folder (empty if there is none), separated by tabs. With {@code --no-limits}, given when
 * variables changed the official command, limits are not judged.
 */
public final class SummaryMain {
  /** A column of figures: its heading, the figure's name, and how it is written. */
  private record Column(String heading, String figure, String format) {
    String cell(Map<String, Double> figures) {
      return figures.containsKey(figure) ? format.formatted(figures.get(figure)) : "-";
    }
  }

  private static final List<Column> FIGURES =
      List.of(
          new Column("ops", "operations", "%.0f"),
          new Column("ok", "ok-fraction", "%.4f"),
          new Column("msgs/op", "msgs-per-op", "%.2f"),
          new Column("srv", "srv-msgs-per-op", "%.2f"),
          new Column("stable 0.5", "stable-0.5", "%.0f"),
          new Column("0.95", "stable-0.95", "%.0f"),
          new Column("0.99", "stable-0.99", "%.0f"),
          new Column("1 (ms)", "stable-1", "%.0f"));

  /** What the figures that have limits are called where there is little room. */
  private static final Map<String, String> LIMITED =
      Map.of("srv-msgs-per-op", "srv", "stable-0.5", "median", "stable-1", "max");

  private static final Pattern ROW = Pattern.compile("[^\\t]*\\t\\d{1,3}\\t\\d+\\t[^\\t]*");

  private SummaryMain() {}

  /** Ends with 0 if all is well, 1 if a run is not, 2 if there is nothing to judge. */
  public static void main(String[] args) {
    // Figures are written with a point whoever runs it. Global, but of a JVM that is ours alone.
    Locale.setDefault(Locale.ROOT);
    List<String> words = new ArrayList<>(List.of(args));
    boolean limits = !words.remove("--no-limits");
    if (words.size() != 1) {
      System.err.println("usage: SummaryMain [--no-limits] FILE");
      System.exit(2);
    }
    List<Row> runs;
    try {
      runs = read(Path.of(words.get(0)));
    } catch (IOException e) {
      System.err.println(
          "the list of runs cannot be read: " + DiskProblem.in(Path.of(words.get(0)), e));
      System.exit(2);
      return;
    }
    if (runs.isEmpty()) {
      System.err.println("no run was made");
      System.exit(2);
    }
    System.out.print(table(runs, limits));
    System.exit(runs.stream().allMatch(run -> run.passed(limits)) ? 0 : 1);
  }

  /** The runs that a file lists. */
  static List<Row> read(Path file) throws IOException {
    List<Row> runs = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!ROW.matcher(line).matches()) {
        throw new IOException("this is no row that maelstrom/run-row wrote: " + PlainText.of(line));
      }
      runs.add(Row.parse(line));
    }
    return runs;
  }

  /** The whole table with a closing line that names what failed. */
  static String table(List<Row> runs, boolean limits) {
    List<String> headings = new ArrayList<>(List.of("challenge", "valid?"));
    FIGURES.forEach(column -> headings.add(column.heading()));
    headings.addAll(List.of("limit", "wall s", "store"));
    TextTable rows = new TextTable(headings);
    runs.forEach(run -> rows.row(run.cells(limits)));
    StringBuilder text = new StringBuilder("\n");
    rows.aligned().forEach(line -> text.append(line).append('\n'));
    runs.forEach(run ->
        run.results()
            .flatMap(StoredResults::busy)
            .ifPresent(why -> text.append(run.challenge()).append(": ").append(why).append('\n')));
    List<String> failed =
        runs.stream().filter(run -> !run.passed(limits)).map(Row::challenge).toList();
    boolean limited = limits && runs.stream().anyMatch(Row::hasLimits);
    text.append('\n').append(verdict(runs.size(), failed, limited)).append('\n');
    return text.toString();
  }

  private static String verdict(int runs, List<String> failed, boolean limits) {
    if (!failed.isEmpty()) {
      return failed.size() + " of " + runs + " failed: " + String.join(", ", failed);
    }
    String all = runs == 1 ? "Valid" : "All " + runs + " valid";
    return all + (limits ? ", and inside the official limits." : ".");
  }

  /**
   * One run as the table shows it.
   *
   * @param absence why there are no results, if there are none
   */
  record Row(
      String challenge,
      int status,
      String wallSeconds,
      String store,
      Optional<StoredResults> results,
      String absence) {

    static Row parse(String line) {
      String[] columns = line.split("\t", -1);
      String store = columns[3];
      Optional<StoredResults> results = Optional.empty();
      String absence = "no results";
      try {
        results = store.isEmpty() ? results : StoredResults.read(Path.of(store));
      } catch (IOException e) {
        absence = "cannot be read"; // The other runs are worth their table all the same.
      }
      return new Row(columns[0], Integer.parseInt(columns[1]), columns[2], store, results, absence);
    }

    boolean passed(boolean limits) {
      return status == 0
          && results.isPresent()
          && results.get().validity().equals("true")
          && (!limits || missed().isEmpty());
    }

    /** Whether its challenge has official limits. */
    boolean hasLimits() {
      return !ChallengeLimits.of(challenge).isEmpty();
    }

    /** What of its limits it missed; empty if it kept all of them, or left no results. */
    private List<String> missed() {
      return results.isEmpty()
          ? List.of()
          : ChallengeLimits.missed(ChallengeLimits.of(challenge), figures()).entrySet().stream()
              .map(limit -> "%s < %.0f".formatted(LIMITED.get(limit.getKey()), limit.getValue()))
              .toList();
    }

    private Map<String, Double> figures() {
      return results.map(StoredResults::figures).orElse(Map.of());
    }

    List<String> cells(boolean limits) {
      List<String> cells = new ArrayList<>();
      cells.add(challenge);
      String validity = results.map(StoredResults::validity).orElse(absence);
      boolean agree = (status == 0) == validity.equals("true");
      cells.add(agree && results.isPresent() ? validity : validity + ", exit " + status);
      Map<String, Double> figures = figures();
      FIGURES.forEach(column -> cells.add(column.cell(figures)));
      cells.add(limits ? limit() : "-");
      cells.add(wallSeconds);
      cells.add(store.isEmpty() ? "-" : shortened(store));
      return cells;
    }

    private String limit() {
      if (!hasLimits() || results.isEmpty()) {
        return "-";
      }
      List<String> missed = missed();
      String busy = results.get().busy().isPresent() ? " (machine too busy)" : "";
      if (!missed.isEmpty()) {
        return "MISSED " + String.join(", ", missed) + busy;
      }
      Object[] limits = ChallengeLimits.of(challenge).values().toArray();
      return "< %.0f, %.0f, %.0f: met".formatted(limits) + busy;
    }

    /** The store as seen from the working directory, if it is below it. */
    private static String shortened(String store) {
      Path here = Path.of("").toAbsolutePath();
      Path path = Path.of(store);
      return path.startsWith(here) ? here.relativize(path).toString() : store;
    }
  }
}
