package glomers.cli.seeds;

import glomers.cli.terminal.ExitStatus;
import glomers.cli.test.TestArguments;
import glomers.cli.test.TestOptions;
import glomers.experiment.Experiment;
import glomers.experiment.Subject;
import glomers.experiment.Sweep;
import glomers.lessons.Lessons;
import glomers.lessons.stage.Pair;
import glomers.results.PlainText;
import glomers.workbench.nemesis.Fault;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code why}: when the failure of a run in simulated time was decided, and by what. */
@Command(
    name = "why",
    description = {
      "Shows when the failure of a run in simulated time was decided, and by what: 30 runs each go as"
          + " it did up to some moment, and differ from there on. How many of them fail, too?",
      "Give it the arguments of test that repeat the failure, or --lesson, or --seed of simulate."
    },
    sortOptions = false,
    footer = {"", "Exit status: 0 the run does not fail, 1 it does, 254 bad arguments."})
public final class WhyCommand implements Callable<Integer> {
  private static final int SECONDS = 5;

  @Spec private CommandSpec spec;
  @Mixin private TestArguments arguments;

  @Option(names = "--lesson", paramLabel = "NAME", description = "Ask about this lesson's mistake.")
  private String lesson;

  @Option(
      names = "--challenge",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Ask about the run of --seed that simulate makes with this option.")
  private String challenge;

  private final PrintStream out;

  public WhyCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    try {
      if (lesson != null) {
        return new Why(out).ask(broken(), arguments.seed().orElse(Lessons.SEED));
      }
      long seed =
          arguments.seed().orElseThrow(() -> refused("--seed is missing: it names the run."));
      return new Why(out).ask(arguments.program().isEmpty() ? drawn(seed) : named(), seed);
    } catch (TestOptions.BadArguments e) {
      PlainText.lines(e.getMessage()).forEach(out::println);
      return ExitStatus.BAD_ARGUMENTS;
    }
  }

  /** What {@code test} would run. */
  private Experiment named() throws TestOptions.BadArguments {
    return Subjects.experiment(TestOptions.of(arguments));
  }

  /** What {@code simulate} would run with this seed. */
  private Experiment drawn(long seed) {
    List<Subject> subjects = Subjects.named(challenge);
    if (subjects.isEmpty()) {
      throw refused("--challenge " + challenge + ": there are " + Subjects.names() + ".");
    }
    Sweep sweep = new Sweep(subjects, EnumSet.allOf(Fault.class), SECONDS);
    return Subjects.experiment(sweep.trial(seed));
  }

  private Experiment broken() {
    return Lessons.named(lesson)
        .filter(Pair.class::isInstance)
        .map(Pair.class::cast)
        .map(pair -> pair.setting().experiment(pair.broken().nodes()))
        .orElseThrow(() -> refused("--lesson " + lesson + ": there are " + lessons() + "."));
  }

  private static String lessons() {
    return String.join(
        ", ",
        Lessons.all().stream().filter(Pair.class::isInstance).map(each -> each.name()).toList());
  }

  private ParameterException refused(String fault) {
    return new ParameterException(spec.commandLine(), fault);
  }
}
