package glomers.cli.test;

import glomers.workbench.nemesis.Faults;
import glomers.workbench.nemesis.NemesisKind;
import glomers.workbench.nemesis.PartitionShape;
import glomers.workbench.network.MessageFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The options that say what is done to nodes and network, understood and checked. */
final class FaultArguments {
  private static final String NEMESES =
      Arrays.stream(NemesisKind.values()).map(NemesisKind::label).collect(Collectors.joining(", "));

  private static final Set<NemesisKind> MAELSTROMS = EnumSet.of(NemesisKind.PARTITION);

  /** What takes longer is no part of a run, and too much for a clock in nanoseconds. */
  static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  private static final long LONGEST_INTERVAL = Duration.ofDays(1).toSeconds();

  private FaultArguments() {}

  /** Takes what is wrong with the arguments. */
  @FunctionalInterface
  interface Demand {
    void demand(boolean condition, String otherwise);
  }

  /**
   * The faults asked for; something else if the arguments are at fault, which {@code check} hears.
   */
  static Faults read(TestArguments given, Demand check) {
    Set<NemesisKind> kinds = kinds(given, check);
    List<PartitionShape> shapes =
        given.partitions == null ? PartitionShape.MAELSTROMS : shapes(given.partitions, check);
    Duration slowBy = millis("--slow-by", given.slowBy, MessageFaults.USUAL_SLOWNESS, check);
    Duration skew = millis("--skew", given.skew, Faults.USUAL_SKEW, check);
    check.demand(
        given.nemesisInterval > 0 && given.nemesisInterval <= LONGEST_INTERVAL,
        String.format(
            Locale.ROOT,
            "--nemesis-interval must be above 0 and at most %,d, a day in seconds.",
            LONGEST_INTERVAL));
    boolean partition = kinds.contains(NemesisKind.PARTITION);
    needs(given.partitionServices, "--partition-services", partition, "--nemesis partition", check);
    needs(given.partitions != null, "--partitions", partition, "--nemesis partition", check);
    needs(given.skew != null, "--skew", kinds.contains(NemesisKind.SKEW), "--nemesis skew", check);
    needs(given.slowBy != null, "--slow-by", given.slow != 0, "a --slow above 0", check);
    double loss = share("--loss", given.loss, check);
    double duplicate = share("--duplicate", given.duplicate, check);
    double reorder = share("--reorder", given.reorder, check);
    double slow = share("--slow", given.slow, check);
    return new Faults(
        new MessageFaults(loss, duplicate, reorder, slow, slowBy),
        kinds,
        Duration.ofNanos(Math.max(1, (long) (given.nemesisInterval * 1e9))),
        shapes,
        given.partitionServices,
        skew);
  }

  /** Refuses what says how a fault is to be if there is no such fault. */
  private static void needs(
      boolean given, String option, boolean fault, String otherwise, Demand check) {
    check.demand(!given || fault, option + " does nothing without " + otherwise + ".");
  }

  private static Duration millis(String option, Long given, Duration usual, Demand check) {
    boolean possible = given == null || given >= 0 && given <= DAY_MILLIS;
    check.demand(possible, "%s must be from 0 to %,d, a day in ms.".formatted(option, DAY_MILLIS));
    return given == null || !possible ? usual : Duration.ofMillis(given);
  }

  private static double share(String option, double given, Demand check) {
    boolean isShare = given >= 0 && given <= 1;
    check.demand(isShare, option + " must be between 0 and 1.");
    return isShare ? given : 0;
  }

  private static Set<NemesisKind> kinds(TestArguments given, Demand check) {
    Set<NemesisKind> kinds = EnumSet.noneOf(NemesisKind.class);
    check.demand(
        given.nemesis == null || !names(given.nemesis).isEmpty(),
        "--nemesis needs at least one of " + NEMESES + ".");
    for (String name : names(given.nemesis)) {
      List<NemesisKind> known =
          Arrays.stream(NemesisKind.values()).filter(kind -> kind.label().equals(name)).toList();
      kinds.addAll(known);
      check.demand(!known.isEmpty(), "--nemesis " + name + ": there are " + NEMESES + ".");
    }
    check.demand(
        !kinds.contains(NemesisKind.SKEW) || given.engine.equals("simulation"),
        "--nemesis skew needs --engine simulation: processes share this machine's clock.");
    check.demand(
        !given.compat || MAELSTROMS.containsAll(kinds),
        "--compat does as Maelstrom does, whose only --nemesis is partition.");
    return kinds;
  }

  private static List<PartitionShape> shapes(String given, Demand check) {
    List<PartitionShape> shapes = new ArrayList<>();
    for (String name : names(given)) {
      PartitionShape.named(name).ifPresent(shapes::add);
      check.demand(
          PartitionShape.named(name).isPresent(),
          "--partitions " + name + ": there are " + PartitionShape.labels() + ".");
    }
    check.demand(!shapes.isEmpty(), "--partitions needs at least one shape.");
    return shapes.isEmpty() ? PartitionShape.MAELSTROMS : shapes;
  }

  private static List<String> names(String given) {
    return given == null || given.isBlank() ? List.of() : List.of(given.strip().split("[,\\s]+"));
  }
}
