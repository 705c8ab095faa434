package glomers.experiment;

import glomers.simulation.SimulationFailure;
import glomers.workbench.SetUpException;
import glomers.workbench.checker.Results;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Sequence;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is wrong with a run.
 *
 * @param ways in which ways it fails, in the checkers' own words, such as {@code lost} or {@code
 *     poll-skip}: what tells one failure from another
 * @param words all that a person is told of it, a line each
 */
public record Failure(SortedSet<String> ways, List<String> words) {
  private static final Set<String> LISTS_OF_TYPES = Set.of("error-types", "anomaly-types");
  private static final Set<String> LISTS_OF_CASES =
      Set.of("lost", "missing-at-end", "duplicated", "unexpected", "disagreements", "errors");

  /** A strict check has one where what it found, and not just looked for, decides. */
  private static final Keyword REQUIRED = Keyword.of("required");

  private static final Keyword VALID = Keyword.of("valid?");

  /** Keeps copies. */
  public Failure {
    ways = new TreeSet<>(ways);
    words = List.copyOf(words);
  }

  /** What checkers found. */
  static Failure of(Results results, List<String> words) {
    SortedSet<String> ways = new TreeSet<>();
    collect(results.entries(), "results", ways);
    return new Failure(ways, words);
  }

  /** A run that should have been decided and was not. */
  static Failure undecided(List<String> words) {
    return of("undecided", words);
  }

  /** Each check that is not valid, or rather what in it is not, if it says so. */
  private static void collect(Map<?, ?> entry, String name, SortedSet<String> ways) {
    SortedSet<String> inside = new TreeSet<>();
    entry.forEach((key, value) -> {
      String part = key instanceof Keyword keyword ? keyword.name() : String.valueOf(key);
      if (value instanceof Map<?, ?> map && isInvalid(map)) {
        collect(map, part, inside);
      } else if (LISTS_OF_TYPES.contains(part) && value instanceof Sequence types) {
        types.forEach(type -> inside.add(((Keyword) type).name()));
      } else if (LISTS_OF_CASES.contains(part) && !isEmpty(value)) {
        inside.add(part);
      } else if (value instanceof Map<?, ?> found && says(found, REQUIRED, true)) {
        inside.add(part);
      }
    });
    if (inside.isEmpty()) {
      inside.add(name);
    }
    ways.addAll(inside);
  }

  private static boolean isInvalid(Map<?, ?> entry) {
    return says(entry, VALID, false);
  }

  /** Asks no map for its keys by order: a sorted one of other keys refuses to compare them. */
  private static boolean says(Map<?, ?> entry, Keyword key, boolean value) {
    return entry.entrySet().stream()
        .anyMatch(
            each -> key.equals(each.getKey()) && Boolean.valueOf(value).equals(each.getValue()));
  }

  private static boolean isEmpty(Object cases) {
    return switch (cases) {
      case null -> true;
      case Sequence sequence -> sequence.items().isEmpty();
      case Collection<?> some -> some.isEmpty();
      case Map<?, ?> map -> map.isEmpty();
      default -> false;
    };
  }

  /** A run that the simulation stopped. */
  public static Failure of(SimulationFailure stopped) {
    String cause = stopped.getCause() == null ? "" : " " + stopped.getCause().getClass();
    return of("simulation: " + stopped.reason() + cause, stopped.getMessage().lines().toList());
  }

  /** A run whose nodes did not come up. */
  public static Failure of(SetUpException refused) {
    return of("set-up", refused.getMessage().lines().toList());
  }

  private static Failure of(String way, List<String> words) {
    return new Failure(new TreeSet<>(Set.of(way)), words);
  }

  /** Whether another run fails in one of the same ways. */
  boolean resembles(Failure other) {
    return ways.stream().anyMatch(other.ways::contains);
  }

  /** The ways on one line. */
  public String inShort() {
    return String.join(", ", ways);
  }
}
