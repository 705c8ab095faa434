package glomers.cli.runs;

import glomers.cli.runs.ComparisonArguments.BadArgument;
import glomers.cli.terminal.ExitStatus;
import glomers.results.PlainText;
import glomers.results.RunStore;
import glomers.results.compare.Comparison;
import glomers.results.compare.Export;
import glomers.results.compare.Format;
import glomers.results.compare.HistoryTable;
import glomers.results.compare.RunHistory;
import java.io.PrintStream;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code history}: all runs of a challenge, one under the other. */
@Command(
    description = "Lists the runs of a challenge, each against the one before of its kind.",
    sortOptions = false)
public final class HistoryCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;

  @Mixin private ComparisonArguments arguments;

  @Parameters(
      arity = "0..1",
      paramLabel = "CHALLENGE",
      description = "A challenge (3e) or a workload (broadcast).")
  private String challenge;

  public HistoryCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    try {
      return list();
    } catch (BadArgument e) {
      err.println(PlainText.of(e.getMessage()));
      return ExitStatus.BAD_ARGUMENTS;
    }
  }

  private int list() throws BadArgument {
    Format format = arguments.format();
    RunStore store = arguments.runs();
    List<Comparison> runs =
        challenge == null
            ? List.of()
            : new RunHistory(store.runs()).of(challenge, arguments.tolerances());
    if (runs.isEmpty()) {
      TreeSet<String> known = new TreeSet<>();
      store.runs().forEach(run -> run.provenance().challenge().ifPresent(known::add));
      store.runs().forEach(run -> run.workload().ifPresent(known::add));
      throw new BadArgument(
          (challenge == null ? "Which challenge?" : "There is no run of " + challenge + ".")
              + " Runs are there of: "
              + String.join(", ", known));
    }
    arguments.demandToleratedAreThere(runs);
    switch (format) {
      case TEXT, MARKDOWN ->
          HistoryTable.lines(runs, format == Format.MARKDOWN).forEach(out::println);
      case JSON -> out.println(Export.json(runs, store.skipped()));
      case CSV -> Export.csv(runs).forEach(out::println);
    }
    ComparisonArguments.tellSkipped(store, err);
    return ExitStatus.VALID;
  }
}
