package glomers.workbench.nemesis;

import glomers.workbench.history.Keyword;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Sets clocks wrong and right again: wall clocks jump ahead or back, and the clocks of a node that
 * was hit, timers included, go up to 5 % too fast or too slow.
 *
 * @param most by how much a wall clock is off at most
 */
record SkewFault(Victims victims, Duration most) implements NodeFault {
  private static final double MOST_DRIFT = 0.05;

  @Override
  public Fault kind() {
    return Fault.SKEW;
  }

  @Override
  public List<String> choose(List<String> nodes, RandomGenerator random) {
    return NodeFault.some(nodes, random);
  }

  @Override
  public Map<Object, Object> begin(List<String> chosen, RandomGenerator random) {
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
    return done;
  }

  @Override
  public Map<Object, Object> end(List<String> skewed) {
    skewed.forEach(node -> victims.setClock(node, Duration.ZERO, 1));
    return NodeFault.all(skewed, "reset");
  }
}
