package glomers.results.compare;

import glomers.results.Configuration;
import glomers.results.Figure;
import glomers.results.Provenance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the runs of one challenge, a row each, with what changed from one to the next. */
public final class HistoryTable {
  private HistoryTable() {}

  /** The lines of the table. */
  public static List<String> lines(List<Comparison> runs, boolean markdown) {
    return lines(runs, figures(runs), markdown);
  }

  /** The same with few figures, for runs that may have little in common. */
  public static List<String> brief(List<Comparison> runs, boolean markdown) {
    return lines(
        runs,
        List.of("operations", "ok-fraction", "srv-msgs-per-op", "stable-0.5", "stable-1"),
        markdown);
  }

  private static List<String> lines(List<Comparison> runs, List<String> figures, boolean markdown) {
    List<String> headings = new ArrayList<>(List.of("run", "with", "engine", "commit", "valid?"));
    headings.addAll(figures);
    headings.add("against the one before");
    TextTable table = new TextTable(headings);
    Set<Map.Entry<String, String>> common = common(runs);
    for (Comparison run : runs) {
      table.row(cells(run, figures, common));
    }
    return markdown ? table.markdown() : table.aligned();
  }

  /** The middle and the worst of times, and all else that should go one way. */
  private static List<String> figures(List<Comparison> runs) {
    Set<String> names = new LinkedHashSet<>();
    for (Comparison run : runs) {
      for (FigureChange change : run.changes()) {
        String name = change.figure().name();
        boolean between = name.endsWith("-0.95") || name.endsWith("-0.99");
        if (!between && ComparisonTables.isTelling(change) && !name.equals("msgs-per-op")) {
          names.add(name);
        }
      }
    }
    return List.copyOf(names);
  }

  private static List<String> cells(
      Comparison run, List<String> figures, Set<Map.Entry<String, String>> common) {
    Provenance from = run.now().provenance();
    List<String> cells = new ArrayList<>();
    cells.add(run.now().name());
    cells.add(with(run, common));
    cells.add(from.engine().orElse(""));
    cells.add(from.commit(Origins.DIGITS, "+").orElse(""));
    cells.add(run.now().validity());
    for (String name : figures) {
      cells.add(
          run.changes().stream()
              .filter(change -> change.figure().name().equals(name))
              .map(change -> RunFigures.written(change.now()))
              .findFirst()
              .orElse(""));
    }
    cells.add(inWords(run));
    return cells;
  }

  /** What all command lines say, and no row need repeat. */
  private static Set<Map.Entry<String, String>> common(List<Comparison> runs) {
    Set<Map.Entry<String, String>> common = new HashSet<>(described(runs.getFirst()).entrySet());
    runs.forEach(run -> common.retainAll(described(run).entrySet()));
    return common;
  }

  private static Map<String, String> described(Comparison run) {
    return Origins.described(Configuration.of(run.now()));
  }

  /** What sets this run's command line apart. */
  private static String with(Comparison run, Set<Map.Entry<String, String>> common) {
    List<String> words = new ArrayList<>();
    if (run.now().provenance().command().words().isEmpty()) {
      return "";
    }
    for (Map.Entry<String, String> option : described(run).entrySet()) {
      if (!common.contains(option)) {
        words.add(
            option.getKey().equals("variant")
                ? option.getValue()
                : option.getKey() + " " + option.getValue());
      }
    }
    return String.join(", ", words);
  }

  private static String inWords(Comparison run) {
    List<String> words = new ArrayList<>();
    if (run.before().isEmpty()) {
      words.add("the first of its kind");
    } else if (!run.before().get().configuration().equals(Configuration.of(run.now()))) {
      words.add("unlike the one before");
    }
    name(words, "WORSE: ", run.judged(Judgement.WORSE));
    name(words, "better: ", run.judged(Judgement.BETTER));
    name(words, "misses the limit of ", run.missingLimits());
    return words.isEmpty() ? "noise" : String.join("; ", words);
  }

  private static void name(List<String> words, String what, List<FigureChange> changes) {
    if (!changes.isEmpty()) {
      words.add(
          what
              + String.join(
                  ", ", changes.stream().map(FigureChange::figure).map(Figure::name).toList()));
    }
  }
}
