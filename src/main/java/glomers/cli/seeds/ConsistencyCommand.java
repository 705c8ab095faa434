package glomers.cli.seeds;

import glomers.cli.terminal.ExitStatus;
import glomers.experiment.Bench;
import glomers.experiment.Experiment;
import glomers.experiment.Failure;
import glomers.experiment.Trial;
import glomers.ladder.ConsistencyStep;
import glomers.ladder.Cost;
import glomers.ladder.Reading;
import glomers.results.compare.TextTable;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code consistency}: what each step of the consistency ladder buys and costs, in one table. */
@Command(
    name = "consistency",
    description = {
      "Shows for each step from read uncommitted to strict serializable what it promises, what a",
      "transaction costs, and the anomaly of the step below. Fails if a step breaks its promise, or",
      "if the step below does not break it."
    },
    sortOptions = false,
    footer = {
      "",
      "Exit status: 0 the ladder is as it is said to be, 1 it is not, 254 bad arguments."
    })
public final class ConsistencyCommand implements Callable<Integer> {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Bench BENCH = new Bench(Subjects::experiment);

  @Spec private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or markdown (default: ${DEFAULT-VALUE}).")
  String format;

  private final PrintStream out;
  private final List<ConsistencyStep> steps;
  private boolean holds = true;

  /** Writes to {@code out}. */
  public ConsistencyCommand(PrintStream out) {
    this(out, ConsistencySteps.ALL);
  }

  ConsistencyCommand(PrintStream out, List<ConsistencyStep> steps) {
    this.out = out;
    this.steps = steps;
  }

  @Override
  public Integer call() throws Exception {
    if (!List.of("text", "markdown").contains(format)) {
      throw new ParameterException(spec.commandLine(), "--format " + format + ": text, markdown.");
    }
    if (!Files.isDirectory(SOURCES)) {
      throw new ParameterException(
          spec.commandLine(),
          "There is no " + SOURCES + " here: run this in the project's own folder.");
    }
    TextTable table =
        new TextTable(
            List.of(
                "step",
                "promises",
                "cut off",
                "messages",
                "median ms",
                "0.99 ms",
                "lines",
                "in all",
                "the step below shows"));
    List<String> again = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      ConsistencyStep step = steps.get(i);
      List<String> row = new ArrayList<>(List.of(step.subject().words().getLast(), step.promise()));
      row.addAll(figures(step));
      row.add(i == 0 ? "" : shown(steps.get(i - 1), step, again));
      table.row(row);
    }
    boolean page = format.equals("markdown");
    (page ? table.markdown() : table.aligned()).forEach(out::println);
    out.println();
    notes().forEach(note -> out.println((page ? "- " : "") + note));
    if (!page) {
      out.println();
      again.forEach(out::println);
    }
    return holds ? ExitStatus.VALID : ExitStatus.INVALID;
  }

  private List<String> figures(ConsistencyStep step) throws Exception {
    Trial quiet = step.cost();
    Results cost = Cost.of(Subjects.experiment(quiet), quiet.seed()).results();
    Experiment cutOff = Subjects.experiment(step.cutOff());
    Results partitioned = cutOff.judge(cutOff.run(step.cutOff().seed()));
    Reading reading = Reading.of(SOURCES, step.node());
    return List.of(
        figure("%.3f", partitioned.number("availability", "ok-fraction").orElse(0))
            + notValid(partitioned),
        figure("%.2f", cost.number("net", "servers", "msgs-per-op").orElse(0)) + notValid(cost),
        figure("%.1f", millis(cost, 0.5)),
        figure("%.1f", millis(cost, 0.99)),
        figure("%d", reading.own()),
        figure("%d in %d", reading.all(), reading.lines().size()));
  }

  private String notValid(Results results) {
    boolean valid = results.validity() == Validity.VALID;
    holds &= valid;
    return valid ? "" : ": NOT VALID";
  }

  private static double millis(Results results, double quantile) {
    return results.find("perf", "latencies", "txn").orElse(null) instanceof Map<?, ?> latencies
        ? latencies.entrySet().stream()
            .filter(entry -> ((Number) entry.getKey()).doubleValue() == quantile)
            .mapToDouble(entry -> ((Number) entry.getValue()).doubleValue())
            .findFirst()
            .orElse(Double.NaN)
        : Double.NaN;
  }

  /** What a step does that the one above it must not. */
  private String shown(ConsistencyStep below, ConsistencyStep step, List<String> again) {
    Trial trial = below.breaking(step);
    Optional<Failure> failure = BENCH.run(trial).failure();
    holds &= failure.isPresent();
    String found = failure.map(Failure::inShort).orElse("NOTHING");
    again.add(below.model() + " is not " + step.model() + ": " + found);
    failure.ifPresent(each -> each.words().forEach(line -> again.add("  " + line)));
    again.add("  again: " + trial.command());
    return found + " (" + trial.seed() + ")";
  }

  private static String figure(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static List<String> notes() {
    return List.of(
        "On txn-rw-register with %s.".formatted(ConsistencyStep.conditions()),
        "Cut off: the share of transactions that succeed under partitions that cut lin-kv off, too,"
            + " as Maelstrom's do not.",
        "Messages: between nodes and services for each transaction; median and 0.99: what a client"
            + " waits where a message takes %d ms.".formatted(ConsistencyStep.latency()),
        "Lines: of the class; in all: with what it uses of its package and of gossip, in so many"
            + " files.",
        "The step below shows: the anomaly that this step forbids, and the seed that shows it on the"
            + " step below.");
  }
}
