package glomers.cli.runs;

import glomers.cli.runs.ComparisonArguments.BadArgument;
import glomers.cli.terminal.ExitStatus;
import glomers.results.PlainText;
import glomers.results.RunStore;
import glomers.results.compare.Baseline;
import glomers.results.compare.RunHistory;
import glomers.workbench.store.DiskProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code baseline}: writes down what later runs are to be measured by. */
@Command(
    description = "Writes the figures of the newest valid runs of each challenge into a file.",
    sortOptions = false)
public final class BaselineCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;

  @Mixin private ComparisonArguments arguments;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many runs of each, at most (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Parameters(paramLabel = "FILE", description = "The file, e.g. baseline.json.")
  private Path file;

  public BaselineCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    try {
      if (runs < 1) {
        throw new BadArgument("--runs must be above 0.");
      }
      RunStore store = arguments.runs();
      ComparisonArguments.tellSkipped(store, err);
      Baseline baseline = Baseline.of(new RunHistory(store.runs()), runs);
      if (baseline.size() == 0) {
        throw new BadArgument(
            "No valid run of a challenge is in " + arguments.store + ": make test-all makes them.");
      }
      baseline.write(file);
      out.println(PlainText.of(file + " now holds " + baseline.size() + " configurations."));
      return ExitStatus.VALID;
    } catch (BadArgument e) {
      err.println(PlainText.of(e.getMessage()));
      return ExitStatus.BAD_ARGUMENTS;
    } catch (IOException e) {
      err.println(PlainText.of(DiskProblem.in(file, e)));
      return ExitStatus.BAD_ARGUMENTS;
    }
  }
}
