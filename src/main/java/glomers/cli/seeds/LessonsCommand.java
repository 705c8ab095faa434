package glomers.cli.seeds;

import glomers.cli.terminal.ExitStatus;
import glomers.cli.terminal.Farewell;
import glomers.cli.terminal.Headway;
import glomers.cli.terminal.StatusLine;
import glomers.lessons.Lessons;
import glomers.lessons.stage.Lesson;
import glomers.lessons.stage.Showing;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lessons}: breaks everything, one lesson after the other. */
@Command(
    description = {
      "Shows each lesson by breaking it: a broken variant and ours, on the same seed.",
      "Fails if a broken variant is not caught, or ours is."
    })
public final class LessonsCommand implements Callable<Integer> {
  private final PrintStream out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What decides everything in a run (default: ${DEFAULT-VALUE}).")
  private long seed = Lessons.SEED;

  public LessonsCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    List<Lesson> lessons = Lessons.all();
    List<Showing> done = Collections.synchronizedList(new ArrayList<>());
    Farewell farewell = Farewell.say(() -> List.of(interrupted(done.size())), out);
    out.println(
        lessons.size()
            + " lessons, each broken on purpose and then as we do it, in simulated time with seed "
            + seed
            + ".");
    out.println(
        "In the diagrams each message stands at the moment at which it arrives or is lost.");
    ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try (farewell) {
      List<Future<Showing>> runs = new ArrayList<>();
      for (Lesson lesson : lessons) {
        runs.add(workers.submit(() -> lesson.show(seed)));
      }
      for (Future<Showing> run : runs) {
        String name = lessons.get(done.size()).name();
        StatusLine progress =
            StatusLine.show(
                () ->
                    new Headway(
                        done.size(), lessons.size(), -1, "at lesson " + name, "at lesson " + name),
                out);
        try (progress) {
          run.get();
        }
        out.println();
        run.get().lines(false).forEach(out::println);
        done.add(run.get());
      }
    } finally {
      workers.shutdownNow();
    }
    return conclude(done);
  }

  /** How to go on after so many lessons. */
  private String interrupted(int done) {
    List<Lesson> lessons = Lessons.all();
    return "Interrupted after %d of %d lessons with seed %d. The next one: make lesson-%s SEED=%d"
        .formatted(
            done,
            lessons.size(),
            seed,
            lessons.get(Math.min(done, lessons.size() - 1)).name(),
            seed);
  }

  private int conclude(List<Showing> done) {
    List<String> wrong = done.stream().filter(each -> !each.holds()).map(Showing::name).toList();
    out.println();
    if (wrong.isEmpty()) {
      out.println(
          "All as they should be: each broken variant was caught, and ours passed on the same seed.");
      out.println("At length, one by one: make lesson-" + done.getFirst().name() + ", …");
      return ExitStatus.VALID;
    }
    out.println("With seed " + seed + " these did not go as they should: " + wrong);
    return ExitStatus.INVALID;
  }
}
