package glomers.experiment;

import glomers.workbench.SeededRandom;
import glomers.workbench.nemesis.Fault;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which runs a sweep makes: the seed of each decides not only what happens in it but also how large
 * it is and what goes wrong, so that more seeds explore more. Immutable.
 *
 * @param subjects what is tried, in turn
 * @param faults what may go wrong, as far as a subject must stand it
 * @param seconds how long the operations of a run go on
 */
public record Sweep(List<Subject> subjects, Set<Fault> faults, int seconds) {
  private static final List<Integer> LATENCIES = List.of(0, 0, 1, 5, 20, 100);
  private static final List<String> DISTRIBUTIONS = List.of("constant", "uniform", "exponential");
  private static final List<String> TOPOLOGIES = List.of("grid", "line", "total", "tree", "tree4");
  private static final List<Double> INTERVALS = List.of(0.3, 1.0, 2.5);

  /** How likely each fault is: a run with nearly all faults hides what a single one does. */
  private static final List<Double> CHANCES = List.of(0.1, 0.25, 0.5);

  private static final int MOST_CLIENTS = 3;

  /** Refuses a sweep over nothing. */
  public Sweep {
    if (subjects.isEmpty() || seconds < 1) {
      throw new IllegalArgumentException("a sweep needs a subject and at least a second");
    }
    subjects = List.copyOf(subjects);
    faults = Set.copyOf(faults);
  }

  /** The run of this seed. Neighbouring seeds try different subjects. */
  public Trial trial(long seed) {
    Subject subject = subjects.get((int) Math.floorMod(seed, (long) subjects.size()));
    RandomGenerator random = SeededRandom.of(seed, "trial");
    int nodes = random.nextInt(subject.fewestNodes(), subject.mostNodes() + 1);
    int clients = random.nextInt(1, MOST_CLIENTS + 1);
    int rate = Math.max(1, subject.mostRate() >> random.nextInt(3));
    int latency = any(LATENCIES, random);
    String distribution = any(DISTRIBUTIONS, random);
    String topology = any(TOPOLOGIES, random);
    double interval = any(INTERVALS, random);
    return new Trial(
        subject,
        seed,
        nodes,
        clients,
        rate,
        seconds,
        latency,
        distribution,
        topology,
        interval,
        drawFaults(subject, random));
  }

  private Map<Fault, String> drawFaults(Subject subject, RandomGenerator random) {
    Map<Fault, String> drawn = new EnumMap<>(Fault.class);
    double chance = any(CHANCES, random);
    for (Fault fault : Fault.values()) {
      // Drawn whether wanted or not, so that one fault less leaves the others as they are.
      boolean present = random.nextDouble() < chance;
      String strength = fault.draw(random);
      if (present && faults.contains(fault) && subject.stands().contains(fault)) {
        drawn.put(fault, strength);
      }
    }
    return drawn;
  }

  private static <T> T any(List<T> some, RandomGenerator random) {
    return some.get(random.nextInt(some.size()));
  }
}
