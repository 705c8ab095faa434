package glomers.workbench.nemesis;

import glomers.workbench.history.Keyword;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/**
 * Sets clocks wrong and right again: wall clocks jump ahead or back, and the clocks of a node that
 * was hit, timers included, go up to 5 % too fast or too slow.
 */
final class SkewNemesis implements Nemesis {
  private static final Keyword SKEW = Keyword.of("skew-clock");
  private static final Keyword RESET = Keyword.of("reset-clock");
  private static final double MOST_DRIFT = 0.05;

  private final Victims victims;
  private final List<String> nodes;
  private final Duration most;
  private final RandomGenerator random;
  private final Witness witness;
  private final List<NodeWindow> windows = new CopyOnWriteArrayList<>();
  private volatile Optional<Skewed> current = Optional.empty();

  private record Skewed(List<String> nodes, long from) {}

  /**
   * A nemesis that has done nothing yet.
   *
   * @param most by how much a wall clock is off at most
   */
  SkewNemesis(
      Victims victims, List<String> nodes, Duration most, RandomGenerator random, Witness witness) {
    this.victims = victims;
    this.nodes = List.copyOf(nodes);
    this.most = most;
    this.random = random;
    this.witness = witness;
  }

  @Override
  public void step() {
    if (current.isPresent()) {
      heal();
      return;
    }
    List<String> chosen = Choice.some(nodes, random);
    current = Optional.of(new Skewed(chosen, witness.note(SKEW, chosen)));
    Map<Object, Object> done = new LinkedHashMap<>();
    for (String node : chosen) {
      long millis = (long) ((2 * random.nextDouble() - 1) * most.toMillis());
      double rate = 1 + (2 * random.nextDouble() - 1) * MOST_DRIFT;
      victims.setClock(node, Duration.ofMillis(millis), rate);
      Map<Object, Object> clock = new LinkedHashMap<>();
      clock.put(Keyword.of("ahead-ms"), millis);
      clock.put(Keyword.of("rate"), rate);
      done.put(node, clock);
    }
    witness.note(SKEW, done);
  }

  @Override
  public void heal() {
    if (current.isEmpty()) {
      return;
    }
    Skewed skewed = current.get();
    witness.note(RESET, skewed.nodes());
    skewed.nodes().forEach(node -> victims.setClock(node, Duration.ZERO, 1));
    long to = witness.note(RESET, PauseNemesis.all(skewed.nodes(), "reset"));
    current = Optional.empty();
    windows.add(new NodeWindow(NemesisKind.SKEW, skewed.nodes(), skewed.from(), to, ""));
  }

  @Override
  public Optional<String> current() {
    return current.map(skewed -> "clocks of " + String.join(", ", skewed.nodes()) + " skewed");
  }

  /** The times in which clocks were wrong that are over. */
  List<NodeWindow> windows() {
    return List.copyOf(windows);
  }
}
