package glomers.cli.test;

import glomers.workbench.nemesis.Fault;
import glomers.workbench.nemesis.Faults;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The options that say what is done to nodes and network, understood and checked. */
final class FaultArguments {
  private static final Set<Fault> MAELSTROMS = EnumSet.of(Fault.PARTITION);

  private static final long LONGEST_INTERVAL = Duration.ofDays(1).toSeconds();

  private FaultArguments() {}

  /** Takes what is wrong with the arguments. */
  @FunctionalInterface
  interface Demand {
    void demand(boolean condition, String otherwise);
  }

  /** The faults asked for; what is wrong with them is told to {@code check} and left out. */
  static Faults read(TestArguments given, Demand check) {
    Set<Fault> kinds = kinds(given, check);
    boolean interval = given.nemesisInterval > 0 && given.nemesisInterval <= LONGEST_INTERVAL;
    check.demand(
        interval,
        String.format(
            Locale.ROOT,
            "--nemesis-interval must be above 0 and at most %,d, a day in seconds.",
            LONGEST_INTERVAL));
    Faults faults = Faults.NONE.withKinds(kinds).withServicesToo(given.partitionServices);
    if (interval) {
      long nanos = Math.max(1, (long) (given.nemesisInterval * 1e9));
      faults = faults.withInterval(Duration.ofNanos(nanos));
    }
    if (given.slowBy != null) {
      try {
        Duration slowBy = Fault.millis("--slow-by", given.slowBy);
        faults = faults.withMessages(faults.messages().withSlowBy(slowBy));
      } catch (IllegalArgumentException e) {
        check.demand(false, e.getMessage());
      }
    }
    boolean partition = kinds.contains(Fault.PARTITION);
    needs(given.partitionServices, "--partition-services", partition, "--nemesis partition", check);
    Set<Fault> refused = EnumSet.noneOf(Fault.class);
    for (Fault fault : Fault.values()) {
      String option = fault.option().map(Fault.Option::name).orElse("");
      Optional<String> strength = option.isEmpty() ? Optional.empty() : given.given(option);
      if (strength.isPresent()) {
        try {
          faults = fault.with(faults, strength.get());
        } catch (IllegalArgumentException e) {
          check.demand(false, e.getMessage());
          refused.add(fault);
        }
        boolean asked = !fault.isNemesis() || kinds.contains(fault);
        needs(true, option, asked, "--nemesis " + fault.label(), check);
      }
    }
    boolean slow = faults.messages().slow() > 0 || refused.contains(Fault.SLOW);
    needs(given.slowBy != null, "--slow-by", slow, "a --slow above 0", check);
    return faults;
  }

  /** Refuses what says how a fault is to be if there is no such fault. */
  private static void needs(
      boolean given, String option, boolean fault, String otherwise, Demand check) {
    check.demand(!given || fault, option + " does nothing without " + otherwise + ".");
  }

  private static Set<Fault> kinds(TestArguments given, Demand check) {
    Set<Fault> kinds = EnumSet.noneOf(Fault.class);
    Optional<List<String>> names = given.given("--nemesis").map(Fault::names);
    String all = Fault.labels(Fault.ofNemesis());
    check.demand(
        !names.equals(Optional.of(List.of())), "--nemesis needs at least one of " + all + ".");
    for (String name : names.orElse(List.of())) {
      Optional<Fault> known = Fault.named(name).filter(Fault::isNemesis);
      known.ifPresent(kinds::add);
      check.demand(known.isPresent(), "--nemesis " + name + ": there are " + all + ".");
    }
    for (Fault kind : kinds) {
      check.demand(
          !kind.needsSimulation() || given.engine.equals("simulation"),
          "--nemesis "
              + kind.label()
              + " needs --engine simulation: processes share this machine's clock.");
    }
    check.demand(
        !kinds.contains(Fault.MEMBERSHIP) || given.workload().equals("lin-kv"),
        "--nemesis membership needs -w lin-kv: nodes of other workloads have no members to change.");
    check.demand(
        !given.compat || MAELSTROMS.containsAll(kinds),
        "--compat does as Maelstrom does, whose only --nemesis is partition.");
    return kinds;
  }
}
