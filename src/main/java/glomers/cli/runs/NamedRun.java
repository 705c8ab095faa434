package glomers.cli.runs;

import glomers.cli.runs.ComparisonArguments.BadArgument;
import glomers.results.Configuration;
import glomers.results.RunReader;
import glomers.results.RunRecord;
import glomers.results.compare.RunHistory;
import glomers.workbench.store.DiskProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the run that a person means. */
final class NamedRun {
  private static final Pattern BACK = Pattern.compile("(.+)~(\\d{1,6})");
  private static final int SHOWN = 5;

  private final List<RunRecord> runs;

  /** Looks among these, the oldest first. */
  NamedRun(List<RunRecord> runs) {
    this.runs = List.copyOf(runs);
  }

  /** By folder, by challenge or workload ({@code 3e}, {@code 3e~1}), or by a part of its name. */
  RunRecord find(String name) throws BadArgument {
    Path folder = folder(name);
    if (Files.isDirectory(folder)) {
      try {
        return RunReader.read(folder.toRealPath());
      } catch (IOException e) {
        throw new BadArgument(name + ": " + DiskProblem.of(e));
      }
    }
    Matcher back = BACK.matcher(name);
    boolean counted = back.matches();
    String what = counted ? back.group(1) : name;
    int steps = counted ? Integer.parseInt(back.group(2)) : 0;
    List<RunRecord> ofIt = runs.stream().filter(run -> RunHistory.isOf(run, what)).toList();
    if (!ofIt.isEmpty()) {
      if (steps >= ofIt.size()) {
        throw new BadArgument(
            name + ": there are only " + ofIt.size() + " runs of " + what + " in the store.");
      }
      return ofIt.get(ofIt.size() - 1 - steps);
    }
    List<RunRecord> matching = runs.stream().filter(run -> run.name().contains(name)).toList();
    if (matching.size() == 1) {
      return matching.getFirst();
    }
    throw new BadArgument(
        matching.isEmpty()
            ? "No run is called " + name + "." + examples(runs)
            : name + " may be any of " + matching.size() + " runs." + examples(matching));
  }

  private static Path folder(String name) throws BadArgument {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new BadArgument("No run can be called " + name + " here.");
    }
  }

  /** The newest run of the same configuration. */
  RunRecord newestLike(RunRecord run) throws BadArgument {
    Configuration configuration = Configuration.of(run);
    RunRecord newest =
        runs.stream()
            .filter(other -> Configuration.of(other).equals(configuration))
            .reduce((first, second) -> second)
            .orElse(run);
    if (newest.folder().equals(run.folder())) {
      throw new BadArgument(
          run.name() + " is the newest of its kind: say which other run to compare it with.");
    }
    return newest;
  }

  private static String examples(List<RunRecord> runs) {
    List<String> names = runs.reversed().stream().limit(SHOWN).map(RunRecord::name).toList();
    return names.isEmpty() ? "" : " The newest are: " + String.join(", ", names);
  }
}
