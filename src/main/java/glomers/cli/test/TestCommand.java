package glomers.cli.test;

import glomers.cli.terminal.ExitStatus;
import glomers.cli.terminal.Spelling;
import glomers.results.PlainText;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code test}: runs a cluster against a workload, once or several times: child processes in real
 * time, or nodes of ours in simulated time.
 */
@Command(
    description = "Runs nodes against a workload and judges the outcome.",
    customSynopsis = "maelstrom test -w NAME --bin FILE [OPTION...] [-- ARGUMENT...]",
    sortOptions = false,
    footer = {
      "",
      "Exit status: 0 valid, 1 not valid, 2 not decided, 254 bad arguments, 255 not carried out."
    })
public final class TestCommand implements Callable<Integer> {
  private final PrintStream out;
  private final TestOptions.Timing timing;

  @Spec private CommandSpec spec;
  @Mixin private TestArguments arguments;

  public TestCommand(PrintStream out, TestOptions.Timing timing) {
    this.out = out;
    this.timing = timing;
  }

  @Override
  public Integer call() {
    TestOptions options;
    try {
      demandNoMisplacedOption();
      options = TestOptions.of(arguments, timing);
    } catch (TestOptions.BadArguments e) {
      PlainText.lines(e.getMessage()).forEach(out::println);
      return ExitStatus.BAD_ARGUMENTS;
    }
    long seed =
        arguments.seed != null ? arguments.seed : ThreadLocalRandom.current().nextLong(1_000_000);
    int status = ExitStatus.VALID;
    for (int i = 0; i < arguments.testCount && status == ExitStatus.VALID; i++) {
      status = new TestRun(options, engine(options), seed + i, words(), out).execute();
    }
    return status;
  }

  /**
   * Refuses words before {@code --} that were to be options. Other words there go to the nodes, as
   * in Maelstrom.
   */
  private void demandNoMisplacedOption() throws TestOptions.BadArguments {
    int end = words().indexOf("--");
    int behind = end < 0 ? 0 : words().size() - end - 1;
    List<String> before =
        arguments.nodeArguments.subList(0, Math.max(0, arguments.nodeArguments.size() - behind));
    Spelling spelling = new Spelling(spec);
    List<String> faults =
        before.stream().flatMap(word -> spelling.withoutDashes(word).stream()).toList();
    if (!faults.isEmpty()) {
      throw new TestOptions.BadArguments(faults);
    }
  }

  /** What stands on the command line behind {@code test}. */
  private List<String> words() {
    List<String> all = spec.root().commandLine().getParseResult().originalArgs();
    return all.subList(all.indexOf("test") + 1, all.size());
  }

  private TestRun.Engine engine(TestOptions options) {
    return options
        .simulated()
        .<TestRun.Engine>map(challenge -> new SimulationEngine(options, challenge, out))
        .orElseGet(() -> new ProcessEngine(options, out));
  }
}
