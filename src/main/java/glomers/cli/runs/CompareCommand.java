package glomers.cli.runs;

import glomers.cli.runs.ComparisonArguments.BadArgument;
import glomers.cli.terminal.ExitStatus;
import glomers.results.PlainText;
import glomers.results.RunRecord;
import glomers.results.RunStore;
import glomers.results.compare.Baseline;
import glomers.results.compare.Comparison;
import glomers.results.compare.Comparison.Condition;
import glomers.results.compare.ComparisonTables;
import glomers.results.compare.Export;
import glomers.results.compare.Format;
import glomers.results.compare.HistoryTable;
import glomers.results.compare.Judgement;
import glomers.results.compare.RunHistory;
import glomers.results.compare.Tolerances;
import glomers.workbench.store.DiskProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code compare}: what got better or worse from one run to another. */
@Command(
    description = {
      "Compares runs: the newest of each kind with the one before, or A with B.",
      "A run is named by its folder or a part of its name, or as the newest of a challenge: 3e;"
          + " 3e~1 is the one before that."
    },
    sortOptions = false,
    footer = {
      "",
      "Exit status: 0 if nothing that --fail-on names came up, 1 if something did, 254 bad"
          + " arguments or nothing to compare."
    })
public final class CompareCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;

  @Mixin private ComparisonArguments arguments;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "Compare the newest run of each kind with this file instead.")
  private Path baseline;

  @Option(names = "--all", description = "Also show figures that only describe a run.")
  private boolean everything;

  @Parameters(arity = "0..1", index = "0", paramLabel = "A", description = "The run before.")
  private String a;

  @Parameters(arity = "0..1", index = "1", paramLabel = "B", description = "The run after it.")
  private String b;

  public CompareCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    try {
      return compare();
    } catch (BadArgument e) {
      err.println(PlainText.of(e.getMessage()));
      return ExitStatus.BAD_ARGUMENTS;
    }
  }

  private int compare() throws BadArgument {
    Format format = arguments.format();
    Set<Condition> conditions = arguments.failOn();
    Tolerances tolerances = arguments.tolerances();
    RunStore store = arguments.runs();
    List<Comparison> comparisons = comparisons(store, tolerances);
    arguments.demandToleratedAreThere(comparisons);
    switch (format) {
      case TEXT, MARKDOWN -> tables(comparisons, format == Format.MARKDOWN);
      case JSON -> out.println(Export.json(comparisons, store.skipped()));
      case CSV -> Export.csv(comparisons).forEach(out::println);
    }
    ComparisonArguments.tellSkipped(store, err);
    return conclude(comparisons, conditions, format == Format.TEXT || format == Format.MARKDOWN);
  }

  private void tables(List<Comparison> comparisons, boolean markdown) {
    ComparisonTables tables = new ComparisonTables(markdown, everything || a != null);
    List<Comparison> alone =
        comparisons.stream().filter(comparison -> comparison.before().isEmpty()).toList();
    if (!alone.isEmpty()) {
      HistoryTable.brief(alone, markdown).forEach(out::println);
      out.println();
    }
    for (Comparison comparison : comparisons) {
      if (comparison.before().isPresent()) {
        tables.lines(comparison).forEach(out::println);
        out.println();
      }
    }
  }

  private List<Comparison> comparisons(RunStore store, Tolerances tolerances) throws BadArgument {
    RunHistory history = new RunHistory(store.runs());
    if (a != null && baseline != null) {
      throw new BadArgument(
          "Compare either two runs or the newest ones with --baseline, not both.");
    }
    if (a != null) {
      NamedRun names = new NamedRun(store.runs());
      RunRecord before = names.find(a);
      RunRecord now = b == null ? names.newestLike(before) : names.find(b);
      return List.of(history.compare(before, now, tolerances));
    }
    List<Comparison> comparisons =
        baseline == null
            ? history.newestAgainstTheOneBefore(tolerances)
            : history.newestAgainst(baseline(), tolerances);
    if (comparisons.isEmpty()) {
      ComparisonArguments.tellSkipped(store, err);
      throw new BadArgument(
          baseline == null
              ? "There is no run to compare in " + arguments.store + ": make one (make test-echo)."
              : "No run in " + arguments.store + " is of a kind that " + baseline + " knows.");
    }
    return comparisons;
  }

  private Baseline baseline() throws BadArgument {
    if (Files.isDirectory(baseline)) {
      throw new BadArgument("--baseline " + baseline + ": this is a folder, not a file.");
    }
    try {
      return Baseline.read(baseline);
    } catch (IOException e) {
      throw new BadArgument(DiskProblem.of(e));
    }
  }

  /** The last lines, which say what to worry about. On stdout only where people read it. */
  private int conclude(List<Comparison> comparisons, Set<Condition> conditions, boolean forPeople) {
    PrintStream to = forPeople ? out : err;
    List<String> complaints = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      comparison
          .complaints(conditions)
          .forEach(line -> complaints.add(comparison.label() + ": " + line));
    }
    if (complaints.isEmpty()) {
      long alone = comparisons.stream().filter(each -> each.before().isEmpty()).count();
      to.println(
          comparisons.size()
              - alone
              + " compared, "
              + worse(comparisons)
              + (alone == 0 ? "." : "; " + alone + " had nothing to be compared with."));
      return ExitStatus.VALID;
    }
    complaints.forEach(line -> to.println(PlainText.of(line)));
    return ExitStatus.INVALID;
  }

  /** What got worse, where nobody complains of it. */
  private static String worse(List<Comparison> comparisons) {
    int figures = comparisons.stream().mapToInt(each -> each.judged(Judgement.WORSE).size()).sum();
    return figures == 0
        ? "nothing got worse"
        : figures + (figures == 1 ? " figure" : " figures") + " got worse (not asked about)";
  }
}
