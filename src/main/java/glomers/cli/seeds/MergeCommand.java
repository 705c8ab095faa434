package glomers.cli.seeds;

import glomers.cli.terminal.ExitStatus;
import glomers.cli.test.ReplayCommand;
import glomers.experiment.Replay;
import glomers.results.PlainText;
import glomers.workbench.checker.Validity;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code merge}: the verdict and the table of a whole sweep, from what its shards left. */
@Command(
    name = "merge",
    description = "Joins what simulate --json left of the shards of one sweep.",
    sortOptions = false,
    footer = {
      "",
      "Exit status: 0 no failure, 1 a failure, 2 runs are missing or nothing was decided,"
          + " 254 files that do not belong together."
    })
public final class MergeCommand implements Callable<Integer> {
  private static final int SHOWN = 20;
  private static final String ROW = "%-24s %9s %9s %9s %12s%n";

  @Spec private CommandSpec spec;

  private final PrintStream out;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "What the shards left.")
  private List<Path> paths;

  /** The command. */
  public MergeCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    Map<Integer, SweepFile> shards = new TreeMap<>();
    for (Path path : paths) {
      add(read(path), shards);
    }
    List<RunLine> runs =
        shards.values().stream()
            .flatMap(file -> file.runs().stream())
            .sorted(Comparator.comparingLong(RunLine::seed))
            .toList();
    SweepFile any = shards.values().iterator().next();
    SweepName sweep = any.sweep();
    out.printf(
        Locale.ROOT,
        "%,d of %,d runs of %d s, from --seed %d on, in %,d of %,d shards%n",
        runs.size(),
        sweep.seeds(),
        sweep.seconds(),
        sweep.seed(),
        shards.size(),
        any.shard().of());
    table(runs);
    failures(sweep, runs);
    List<String> missing = missing(any, shards);
    missing.forEach(line -> out.println(PlainText.of(line)));
    if (missing.isEmpty()) {
      out.println(
          "Digest of all: "
              + Replay.digest(runs.stream().map(SweepFile::line).toArray(String[]::new)));
    }
    return status(runs, missing.isEmpty());
  }

  private SweepFile read(Path path) {
    try {
      return SweepFile.read(path);
    } catch (SweepFile.Unusable e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private void add(SweepFile file, Map<Integer, SweepFile> shards) {
    for (SweepFile other : shards.values()) {
      if (!other.sweep().code().equals(file.sweep().code())) {
        refuse(other, file, "were made by different builds");
      }
      if (!other.sweep().equals(file.sweep()) || other.shard().of() != file.shard().of()) {
        refuse(other, file, "are of different sweeps");
      }
    }
    SweepFile same = shards.putIfAbsent(file.shard().index(), file);
    if (same != null) {
      refuse(same, file, "are both shard " + file.shard());
    }
  }

  private void refuse(SweepFile one, SweepFile other, String why) {
    throw new ParameterException(
        spec.commandLine(),
        "%s and %s %s: leave one of them out.".formatted(one.path(), other.path(), why));
  }

  private void table(List<RunLine> runs) {
    out.printf(ROW, "challenge", "runs", "valid", "failed", "not decided");
    Map<String, List<RunLine>> bySubject =
        runs.stream()
            .collect(Collectors.groupingBy(RunLine::subject, TreeMap::new, Collectors.toList()));
    bySubject.forEach(this::row);
    row("all", runs);
  }

  private void row(String name, List<RunLine> runs) {
    out.printf(
        ROW,
        name,
        count(runs.size()),
        count(ended(runs, Validity.VALID)),
        count(ended(runs, Validity.INVALID)),
        count(ended(runs, Validity.UNKNOWN)));
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static long ended(List<RunLine> runs, Validity verdict) {
    return runs.stream().filter(run -> run.verdict() == verdict).count();
  }

  private void failures(SweepName sweep, List<RunLine> runs) {
    List<RunLine> failed = runs.stream().filter(run -> run.verdict() == Validity.INVALID).toList();
    for (RunLine run : failed.subList(0, Math.min(SHOWN, failed.size()))) {
      out.println(
          PlainText.of("FAILED, seed " + run.seed() + ", " + run.subject() + ": " + run.why()));
      List<String> again = new ArrayList<>(List.of("maelstrom/maelstrom", "simulate"));
      again.addAll(List.of("--seed", "" + run.seed(), "--seeds", "1"));
      again.addAll(sweep.options());
      out.println("  again: " + ReplayCommand.quoted(again));
    }
    if (failed.size() > SHOWN) {
      out.printf(Locale.ROOT, "and %,d more%n", failed.size() - SHOWN);
    }
  }

  /** A line for shards without a file, and one for each that did not come to its end. */
  private static List<String> missing(SweepFile any, Map<Integer, SweepFile> shards) {
    int of = any.shard().of();
    String absent =
        IntStream.rangeClosed(1, of)
            .filter(index -> !shards.containsKey(index))
            .mapToObj(index -> index + "/" + of)
            .collect(Collectors.joining(", "));
    Stream<String> unfinished =
        shards.values().stream()
            .filter(file -> file.missing() > 0)
            .map(file ->
                String.format(
                    Locale.ROOT,
                    "Shard %s is not finished: %,d of its runs are missing in %s",
                    file.shard(),
                    file.missing(),
                    file.path()));
    return Stream.concat(
            absent.isEmpty() ? Stream.of() : Stream.of("Missing shards: " + absent), unfinished)
        .toList();
  }

  private static int status(List<RunLine> runs, boolean complete) {
    if (ended(runs, Validity.INVALID) > 0) {
      return ExitStatus.INVALID;
    }
    return complete && ended(runs, Validity.VALID) > 0 ? ExitStatus.VALID : ExitStatus.UNKNOWN;
  }
}
