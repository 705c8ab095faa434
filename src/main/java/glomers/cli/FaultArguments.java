package glomers.cli;

import glomers.workbench.nemesis.Faults;
import glomers.workbench.nemesis.NemesisKind;
import glomers.workbench.nemesis.PartitionShape;
import glomers.workbench.network.MessageFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The options that say what is done to nodes and network, understood and checked. */
final class FaultArguments {
  private static final Set<NemesisKind> MAELSTROMS = EnumSet.of(NemesisKind.PARTITION);

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
    List<PartitionShape> shapes = shapes(given.partitions, check);
    check.demand(given.nemesisInterval > 0, "--nemesis-interval must be above 0.");
    check.demand(
        kinds.contains(NemesisKind.PARTITION) || !given.partitionServices,
        "--partition-services does nothing without --nemesis partition.");
    check.demand(given.slowBy >= 0, "--slow-by must be 0 or more.");
    check.demand(given.skew >= 0, "--skew must be 0 or more.");
    double loss = share("--loss", given.loss, check);
    double duplicate = share("--duplicate", given.duplicate, check);
    double reorder = share("--reorder", given.reorder, check);
    double slow = share("--slow", given.slow, check);
    return new Faults(
        new MessageFaults(
            loss, duplicate, reorder, slow, Duration.ofMillis(Math.max(0, given.slowBy))),
        kinds,
        Duration.ofNanos(Math.max(1, (long) (given.nemesisInterval * 1e9))),
        shapes,
        given.partitionServices,
        Duration.ofMillis(Math.max(0, given.skew)));
  }

  private static double share(String option, double given, Demand check) {
    boolean isShare = given >= 0 && given <= 1;
    check.demand(isShare, option + " must be between 0 and 1.");
    return isShare ? given : 0;
  }

  private static Set<NemesisKind> kinds(TestArguments given, Demand check) {
    Set<NemesisKind> kinds = EnumSet.noneOf(NemesisKind.class);
    for (String name : names(given.nemesis)) {
      List<NemesisKind> known =
          Arrays.stream(NemesisKind.values()).filter(kind -> kind.label().equals(name)).toList();
      kinds.addAll(known);
      check.demand(
          !known.isEmpty(),
          "--nemesis "
              + name
              + ": there are "
              + Arrays.stream(NemesisKind.values())
                  .map(NemesisKind::label)
                  .collect(Collectors.joining(", "))
              + ".");
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
