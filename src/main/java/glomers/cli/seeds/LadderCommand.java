package glomers.cli.seeds;

import glomers.cli.terminal.ExitStatus;
import glomers.cli.terminal.Farewell;
import glomers.cli.terminal.Headway;
import glomers.cli.terminal.StatusLine;
import glomers.experiment.Bench;
import glomers.ladder.Cell;
import glomers.ladder.Cost;
import glomers.ladder.Ladder;
import glomers.ladder.OfficialCommand;
import glomers.ladder.Reading;
import glomers.ladder.Rung;
import glomers.workbench.nemesis.Fault;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ladder}: what each rung stands, costs and takes to read, in one table. */
@Command(
    name = "ladder",
    description = {
      "Shows for each challenge and rung which faults it stands, what an operation costs, and how",
      "many lines there are to read. Fails if a rung does not stand what it is said to stand."
    },
    sortOptions = false,
    footer = {"", "Exit status: 0 all stand what they claim, 1 one does not, 254 bad arguments."})
public final class LadderCommand implements Callable<Integer> {
  private static final Path SOURCES = Path.of("src/main/java");

  @Spec private CommandSpec spec;

  private final PrintStream out;
  private final List<Rung> rungs;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many runs for each fault that a rung stands (default: ${DEFAULT-VALUE}).")
  int seeds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The first seed (default: ${DEFAULT-VALUE}).")
  long first;

  @Option(
      names = "--challenge",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Only rungs whose name begins so, such as kafka or kafka-plain.")
  String challenge;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or markdown (default: ${DEFAULT-VALUE}).")
  String format;

  /** Writes to {@code out}. */
  public LadderCommand(PrintStream out) {
    this(out, Rungs.ALL);
  }

  LadderCommand(PrintStream out, List<Rung> rungs) {
    this.out = out;
    this.rungs = rungs;
  }

  @Override
  public Integer call() throws Exception {
    List<Rung> chosen =
        rungs.stream().filter(rung -> rung.subject().name().startsWith(challenge)).toList();
    demand(
        !chosen.isEmpty(),
        "--challenge "
            + challenge
            + ": there are "
            + String.join(", ", rungs.stream().map(rung -> rung.subject().name()).toList())
            + ".");
    demand(seeds > 0, "--seeds must be above 0.");
    demand(
        List.of("text", "markdown").contains(format), "--format " + format + ": text, markdown.");
    demand(
        Files.isDirectory(SOURCES),
        "There is no " + SOURCES + " here: run this in the project's own folder.");
    Map<Rung, Reading> readings = new LinkedHashMap<>();
    for (Rung rung : chosen) {
      readings.put(rung, Reading.of(SOURCES, rung.node()));
    }
    AtomicInteger done = new AtomicInteger();
    long began = System.nanoTime();
    int all = chosen.size() * (Fault.ofAnyNodes().size() + 1);
    Farewell farewell =
        Farewell.say(() -> List.of("Interrupted: the same command begins again."), out);
    StatusLine progress = StatusLine.show(() -> headway(done.get(), all, began), out);
    List<LadderTable.Row> rows = new ArrayList<>();
    try (farewell;
        progress;
        ExecutorService pool =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      try {
        rows.addAll(measure(chosen, readings, pool, done));
      } finally {
        pool.shutdownNow();
      }
    }
    LadderTable table = new LadderTable(rows, first, seeds);
    (format.equals("markdown") ? table.markdown() : table.text()).forEach(out::println);
    return table.holds() ? ExitStatus.VALID : ExitStatus.INVALID;
  }

  private static Headway headway(int done, int all, long began) {
    return Headway.since(began, done, all, "cells", "%d of %d cells".formatted(done, all));
  }

  private List<LadderTable.Row> measure(
      List<Rung> chosen, Map<Rung, Reading> readings, ExecutorService pool, AtomicInteger done)
      throws Exception {
    Ladder ladder = new Ladder(new Bench(Subjects::experiment), first, seeds);
    List<Callable<LadderTable.Row>> begun = new ArrayList<>();
    for (Rung rung : chosen) {
      List<Future<Cell>> cells = new ArrayList<>();
      for (Fault fault : Fault.ofAnyNodes()) {
        cells.add(pool.submit(counted(() -> ladder.cell(rung, fault), done)));
      }
      Future<Cost> cost = pool.submit(counted(() -> cost(rung, rung.command()), done));
      Future<Optional<Cost>> among25 =
          pool.submit(() ->
              rung.challenge().equals("broadcast")
                  ? Optional.of(cost(rung, OfficialCommand.BROADCAST_3D))
                  : Optional.empty());
      begun.add(() -> {
        List<Cell> row = new ArrayList<>();
        for (Future<Cell> cell : cells) {
          row.add(cell.get());
        }
        return new LadderTable.Row(rung, row, cost.get(), among25.get(), readings.get(rung));
      });
    }
    List<LadderTable.Row> rows = new ArrayList<>();
    for (Callable<LadderTable.Row> row : begun) {
      rows.add(row.call());
    }
    return rows;
  }

  private static <T> Callable<T> counted(Callable<T> work, AtomicInteger done) {
    return () -> {
      T result = work.call();
      done.incrementAndGet();
      return result;
    };
  }

  private Cost cost(Rung rung, OfficialCommand command) {
    return Cost.of(Subjects.experiment(rung.arguments(command, first)), first);
  }

  private void demand(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
