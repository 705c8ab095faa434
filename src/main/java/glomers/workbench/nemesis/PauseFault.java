package glomers.workbench.nemesis;

import glomers.workbench.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Stops nodes where they stand, and lets them go on later: as a long garbage collection does, or a
 * machine that moves. What such a node believed to be true may not be any more.
 */
final class PauseFault implements NodeFault {
  private final Network network;
  private final Victims victims;
  private final Set<String> down;
  private long arrivalsBefore;

  /** Spares the nodes that are {@code down}. */
  PauseFault(Network network, Victims victims, Set<String> down) {
    this.network = network;
    this.victims = victims;
    this.down = down;
  }

  @Override
  public Fault kind() {
    return Fault.PAUSE;
  }

  @Override
  public List<String> choose(List<String> nodes, RandomGenerator random) {
    List<String> chosen = new ArrayList<>(NodeFault.some(nodes, random));
    chosen.removeIf(down::contains);
    return chosen;
  }

  @Override
  public Map<Object, Object> begin(List<String> chosen, RandomGenerator random) {
    arrivalsBefore = arrivals(chosen);
    chosen.forEach(victims::pause);
    return NodeFault.all(chosen, "paused");
  }

  @Override
  public String futility(List<String> paused) {
    return arrivals(paused) > arrivalsBefore ? "" : "nobody sent anything to whom it stopped";
  }

  @Override
  public Map<Object, Object> end(List<String> paused) {
    paused.forEach(victims::resume);
    return NodeFault.all(paused, "resumed");
  }

  private long arrivals(List<String> of) {
    return of.stream().mapToLong(network::arrivals).sum();
  }
}
