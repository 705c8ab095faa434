package glomers.cli.seeds;

import glomers.cli.terminal.ExitStatus;
import glomers.lessons.Lessons;
import glomers.lessons.stage.Lesson;
import glomers.lessons.stage.Showing;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lesson NAME}: one lesson, with the longer story. */
@Command(description = "Shows one lesson at length; without a name, lists them.")
public final class LessonCommand implements Callable<Integer> {
  private final PrintStream out;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "The lesson's name.")
  private String name;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What decides everything in a run (default: ${DEFAULT-VALUE}).")
  private long seed = Lessons.SEED;

  public LessonCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    Optional<Lesson> lesson = Optional.ofNullable(name).flatMap(Lessons::named);
    if (lesson.isEmpty()) {
      out.println((name == null ? "Which lesson?" : "No lesson \"" + name + "\".") + " There are:");
      Lessons.all().forEach(each -> out.println("  %-20s %s".formatted(each.name(), each.title())));
      return name == null ? ExitStatus.VALID : ExitStatus.BAD_ARGUMENTS;
    }
    Showing showing = lesson.get().show(seed);
    out.println("Seed " + seed + ".");
    showing.lines(true).forEach(out::println);
    return showing.holds() ? ExitStatus.VALID : ExitStatus.INVALID;
  }
}
