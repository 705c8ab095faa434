package glomers.workbench.checker.txn;

import glomers.workbench.checker.cycles.CycleKind;
import glomers.workbench.checker.cycles.Reachability.Paths;
import glomers.workbench.checker.cycles.Strength;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a transaction must see under a model, and which circles may not be: enough to conclude, from
 * what it read, the order of versions that nobody read one after the other.
 *
 * @param reach what must be seen
 * @param strength the orders from outside that count, too
 */
record Sight(Reach reach, Strength strength) {

  /** From the weakest; each includes those before it. */
  enum Reach {
    /** Nothing: only writes are in order. */
    WRITES(Paths.DEPENDENCIES, CycleKind.G0, "G0"),
    /** Nothing, but information flows in one direction. */
    READS(Paths.DEPENDENCIES, CycleKind.G1C, "G1c"),
    /** All of a transaction of which something was read before. */
    MONOTONIC(Paths.DEPENDENCIES, CycleKind.G1C, ""),
    /** All of a transaction of which something was read. */
    ATOMIC(Paths.DEPENDENCIES, CycleKind.G1C, ""),
    /** That, and all that those transactions had seen, and so on. */
    CAUSAL(Paths.DEPENDENCIES, CycleKind.G1C, ""),
    /** All that what was seen depends on, by reads or writes. */
    SINGLE(Paths.DEPENDENCIES, CycleKind.G_SINGLE, "G-single-item"),
    /** All that a snapshot has. */
    SNAPSHOT(Paths.NONADJACENT, CycleKind.G_NONADJACENT, "G-nonadjacent-item"),
    /** All that comes before. */
    SERIAL(Paths.ALL, CycleKind.G2, "G2-item");

    private final Paths paths;
    private final CycleKind worst;
    private final String anomaly;

    Reach(Paths paths, CycleKind worst, String anomaly) {
      this.paths = paths;
      this.worst = worst;
      this.anomaly = anomaly;
    }

    /** The paths over which something is seen, or which put writes in order. */
    Paths paths() {
      return paths;
    }

    /** Circles that may not be. */
    Set<CycleKind> forbids() {
      return EnumSet.range(CycleKind.G0, worst);
    }

    /** The rule that decides it, if there is one. */
    Optional<Saturation.Rule> rule() {
      return switch (this) {
        case MONOTONIC -> Optional.of(Saturation.Rule.MONOTONIC);
        case ATOMIC -> Optional.of(Saturation.Rule.ATOMIC);
        case CAUSAL -> Optional.of(Saturation.Rule.CAUSAL);
        default -> Optional.empty();
      };
    }

    /** Whether sessions count as seen, beyond what anomalies' names say. */
    private boolean hasSessions(Set<ConsistencyModel> closure) {
      return switch (this) {
        case MONOTONIC -> closure.contains(ConsistencyModel.STRONG_SESSION_MONOTONIC_ATOMIC_VIEW);
        case ATOMIC -> closure.contains(ConsistencyModel.STRONG_SESSION_READ_ATOMIC);
        case CAUSAL -> closure.contains(ConsistencyModel.STRONG_SESSION_CAUSAL);
        default -> false;
      };
    }

    /** Whether a model that forbids these requires it. */
    private boolean isRequired(Set<String> forbidden, Set<ConsistencyModel> closure) {
      return switch (this) {
        case MONOTONIC -> closure.contains(ConsistencyModel.MONOTONIC_ATOMIC_VIEW);
        case ATOMIC -> closure.contains(ConsistencyModel.READ_ATOMIC);
        case CAUSAL -> closure.contains(ConsistencyModel.CAUSAL_CERONE);
        default -> forbidden.contains(anomaly);
      };
    }
  }

  /** What this model requires; empty if it forbids nothing that is known. */
  static Optional<Sight> under(ConsistencyModel model) {
    var forbidden = ConsistencyModel.forbiddenBy(List.of(model));
    var closure = ConsistencyModel.closure(List.of(model));
    return Arrays.stream(Reach.values())
        .filter(reach -> reach.isRequired(forbidden, closure))
        .reduce((weaker, stronger) -> stronger)
        .map(reach ->
            new Sight(
                reach,
                Arrays.stream(Strength.values())
                    .filter(strength -> forbidden.contains(reach.anomaly + strength.suffix()))
                    .reduce(
                        reach.hasSessions(closure) ? Strength.PROCESS : Strength.PLAIN,
                        (weaker, stronger) -> stronger)));
  }
}
