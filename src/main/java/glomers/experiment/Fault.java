package glomers.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What a sweep does to a cluster, each with the options of {@code test} that do it. */
public enum Fault {
  /** Messages between nodes and services are lost. */
  LOSS("--loss", "0.01", "0.05", "0.1"),
  /** They arrive twice. */
  DUPLICATE("--duplicate", "0.01", "0.1", "0.3"),
  /** They are held back, so that later ones overtake them. */
  REORDER("--reorder", "0.05", "0.3"),
  /** They take longer than a request usually waits. */
  SLOW("--slow", "0.01", "0.05"),
  /** The network falls apart and is mended, again and again. */
  PARTITION(
      "--partitions",
      "one,majority,minority-third,majorities-ring",
      "halves,one-way,ring,isolated"),
  /** Nodes stop where they stand, and go on later. */
  PAUSE(Fault.NONE, ""),
  /** Nodes die and are started anew. */
  CRASH(Fault.NONE, ""),
  /** Nodes' clocks are off, in milliseconds. */
  SKEW("--skew", "100", "1000", "60000");

  /** There is no option: it happens or not. */
  private static final String NONE = "";

  private final String option;
  private final List<String> strengths;

  Fault(String option, String... strengths) {
    this.option = option;
    this.strengths = List.of(strengths);
  }

  /** The option and its value that make it so strong. */
  List<String> options(String strength) {
    return option.equals(NONE) ? List.of() : List.of(option, strength);
  }

  /** Whether it is the nemesis that does it: then it has to be asked for by name. */
  boolean isNemesis() {
    return compareTo(PARTITION) >= 0;
  }

  /** How strong it is in one run: a value for its option. */
  String draw(RandomGenerator random) {
    return strengths.get(random.nextInt(strengths.size()));
  }

  /** The strongest that it is in any run. */
  public String strongest() {
    return strengths.getLast();
  }

  /** The name by which the command line knows it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The fault of this name. */
  public static Optional<Fault> named(String label) {
    for (Fault fault : values()) {
      if (fault.label().equals(label)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
