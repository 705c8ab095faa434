package glomers.cli.runs;

import glomers.results.PlainText;
import glomers.results.RunStore;
import glomers.results.compare.Comparison;
import glomers.results.compare.Comparison.Condition;
import glomers.results.compare.Format;
import glomers.results.compare.Tolerances;
import glomers.workbench.store.DiskProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** What {@code compare}, {@code history} and {@code baseline} have in common. */
final class ComparisonArguments {
  private static final int NEAR = 5;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      defaultValue = "store",
      description = "Where runs are kept (default: ./${DEFAULT-VALUE}).")
  Path store;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, markdown, json or csv (default: ${DEFAULT-VALUE}).")
  private String format;

  @Option(
      names = "--tolerance",
      paramLabel = "[NAME=]P%",
      description =
          "A difference up to this share is noise, of all figures but counts of faults, or of the"
              + " one named. May be repeated.")
  private List<String> tolerances = new ArrayList<>();

  @Option(
      names = "--spread",
      paramLabel = "F",
      defaultValue = "4.5",
      description =
          "A difference up to F times what earlier runs differ by from one to the next is noise"
              + " (default: ${DEFAULT-VALUE}).")
  private double spread;

  @Option(
      names = "--fail-on",
      paramLabel = "LIST",
      defaultValue = "invalid,worse",
      description =
          "What makes the exit status 1, separated by commas: invalid, worse, limit; or nothing"
              + " (default: ${DEFAULT-VALUE}).")
  private String failOn;

  /** What the user has got wrong, in one line. */
  static final class BadArgument extends Exception {
    private static final long serialVersionUID = 1L;

    BadArgument(String line) {
      super(line);
    }
  }

  /** All runs that can be read; figures that had to be looked for are kept for the next time. */
  RunStore runs() throws BadArgument {
    try {
      RunStore runs = RunStore.read(store);
      runs.keep();
      return runs;
    } catch (IOException e) {
      throw new BadArgument(DiskProblem.of(e));
    }
  }

  /** Names the runs that cannot be read. */
  static void tellSkipped(RunStore store, PrintStream err) {
    store
        .skipped()
        .forEach(run -> err.println(PlainText.of("skipped " + run.folder() + ": " + run.why())));
  }

  Format format() throws BadArgument {
    return of(Format.values(), format, "--format");
  }

  Set<Condition> failOn() throws BadArgument {
    Set<Condition> conditions = EnumSet.noneOf(Condition.class);
    if (!failOn.equals("nothing")) {
      for (String name : failOn.split(",")) {
        conditions.add(of(Condition.values(), name.strip(), "--fail-on"));
      }
    }
    return conditions;
  }

  Tolerances tolerances() throws BadArgument {
    Optional<Double> everywhere = Optional.empty();
    Map<String, Double> byName = new HashMap<>();
    for (String given : tolerances) {
      int equals = given.indexOf('=');
      double share = share(given.substring(equals + 1), given);
      if (equals < 0) {
        everywhere = Optional.of(share);
      } else {
        byName.put(given.substring(0, equals), share);
      }
    }
    if (!(spread >= 0)) {
      throw new BadArgument("--spread must be 0 or more.");
    }
    return new Tolerances(spread, everywhere, byName);
  }

  /** Refuses a tolerance of a figure that none of these runs has, since it would do nothing. */
  void demandToleratedAreThere(List<Comparison> comparisons) throws BadArgument {
    Set<String> known = new TreeSet<>();
    comparisons.forEach(
        each -> each.changes().forEach(change -> known.add(change.figure().name())));
    for (String name : tolerances().byName().keySet()) {
      if (!known.contains(name)) {
        List<String> near =
            known.stream()
                .sorted(Comparator.comparingInt(figure -> -likeness(name, figure)))
                .limit(NEAR)
                .toList();
        throw new BadArgument(
            "--tolerance "
                + name
                + ": none of these runs has such a figure; there are "
                + String.join(", ", near)
                + (near.size() < known.size() ? ", …" : "")
                + ".");
      }
    }
  }

  /** How many characters two names share at their beginnings and at their ends. */
  private static int likeness(String a, String b) {
    int least = Math.min(a.length(), b.length());
    int front = 0;
    while (front < least && a.charAt(front) == b.charAt(front)) {
      front++;
    }
    int back = 0;
    while (back < least - front
        && a.charAt(a.length() - 1 - back) == b.charAt(b.length() - 1 - back)) {
      back++;
    }
    return front + back;
  }

  private static double share(String text, String given) throws BadArgument {
    try {
      double percent = Double.parseDouble(text.strip().replaceFirst("%$", ""));
      if (percent >= 0) {
        return percent / 100;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new BadArgument("--tolerance " + given + ": say it as 10% or srv-msgs-per-op=5%.");
  }

  private static <E extends Enum<E>> E of(E[] values, String name, String option)
      throws BadArgument {
    List<String> names = new ArrayList<>();
    for (E value : values) {
      String known = value.name().toLowerCase(Locale.ROOT);
      if (known.equals(name)) {
        return value;
      }
      names.add(known);
    }
    throw new BadArgument(option + " " + name + ": there are " + String.join(", ", names) + ".");
  }
}
