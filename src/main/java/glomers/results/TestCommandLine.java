package glomers.results;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The words behind {@code maelstrom test}, as far as two runs can be told apart by them.
 *
 * @param words as they were given; empty if nobody knows them
 */
public record TestCommandLine(List<String> words) {
  private static final Map<String, String> LONG_NAMES = Map.of("-w", "--workload", "-n", "--node");

  /** What does not bear on the outcome, or is kept elsewhere. */
  private static final Set<String> NO_PARAMETERS =
      Set.of(
          "--bin",
          "--classpath",
          "--workload",
          "--seed",
          "--store",
          "--test-count",
          "--engine",
          "--keep-logs",
          "--keep-messages",
          "--check-monitors");

  private static final Set<String> FLAGS =
      Set.of(
          "--log-stderr",
          "--log-net-send",
          "--log-net-recv",
          "--compat",
          "--partition-services",
          "--check-monitors",
          "--logging-json",
          "--leave-db-running",
          "--strict-host-key-checking",
          "--no-ssh");

  /** Keeps a copy. */
  public TestCommandLine {
    words = List.copyOf(words);
  }

  /** The value of an option, by its long name; the last one counts. */
  public Optional<String> option(String name) {
    return Optional.ofNullable(options().get(name));
  }

  /** What is tested: {@code broadcast}, {@code kafka}, …; empty if the words are not known. */
  public Optional<String> workload() {
    return option("--workload");
  }

  /** The node's program without its folder. */
  public Optional<String> program() {
    // Not by Path, which does not take every word that a file may hold.
    return option("--bin")
        .map(bin -> bin.replaceFirst("/+$", ""))
        .map(bin -> bin.substring(bin.lastIndexOf('/') + 1));
  }

  /** Which variant of the node: the words that every node gets, e.g. {@code --rung efficient}. */
  public String variant() {
    int end = words.indexOf("--");
    return end < 0 ? "" : String.join(" ", words.subList(end + 1, words.size()));
  }

  /**
   * The options that shape the run, by name without the dashes, sorted. Neither the seed nor where
   * things are kept nor what is shown is one of them.
   */
  public SortedMap<String, String> parameters() {
    SortedMap<String, String> parameters = new TreeMap<>();
    options()
        .forEach((name, value) -> {
          if (!NO_PARAMETERS.contains(name) && !name.startsWith("--log")) {
            parameters.put(name.substring(2), value);
          }
        });
    return Collections.unmodifiableSortedMap(parameters);
  }

  private Map<String, String> options() {
    Map<String, String> options = new TreeMap<>();
    List<String> left = new ArrayList<>(words);
    while (!left.isEmpty() && !left.getFirst().equals("--")) {
      String word = left.removeFirst();
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      name = LONG_NAMES.getOrDefault(name, name);
      if (!name.startsWith("--")) {
        continue;
      }
      boolean next = equals < 0 && !FLAGS.contains(name) && !left.isEmpty();
      options.put(name, equals >= 0 ? word.substring(equals + 1) : next ? left.removeFirst() : "");
    }
    return options;
  }
}
