package glomers.workbench.nemesis;

import glomers.workbench.network.Network;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Kills a node, and starts it again later with nothing but its name. One node at a time. */
final class CrashFault implements NodeFault {
  private final Network network;
  private final Victims victims;
  private final Set<String> down;
  private final Map<String, Long> arrivalsAtStart = new HashMap<>();
  private boolean hadLived;

  /** Keeps in {@code down} who has crashed and is not back yet. */
  CrashFault(Network network, Victims victims, Set<String> down) {
    this.network = network;
    this.victims = victims;
    this.down = down;
  }

  @Override
  public Fault kind() {
    return Fault.CRASH;
  }

  @Override
  public List<String> choose(List<String> nodes, RandomGenerator random) {
    return List.of(nodes.get(random.nextInt(nodes.size())));
  }

  @Override
  public Map<Object, Object> begin(List<String> chosen, RandomGenerator random) {
    String node = chosen.getFirst();
    down.add(node);
    hadLived = network.arrivals(node) > arrivalsAtStart.getOrDefault(node, 0L);
    victims.crash(node);
    return NodeFault.all(chosen, "crashed");
  }

  @Override
  public String futility(List<String> crashed) {
    return hadLived ? "" : "it had heard nothing yet that it could forget";
  }

  @Override
  public Map<Object, Object> end(List<String> crashed) {
    String node = crashed.getFirst();
    String failure = victims.restart(node);
    arrivalsAtStart.put(node, network.arrivals(node));
    down.remove(node);
    return failure.isEmpty() ? NodeFault.all(crashed, "restarted") : Map.of(node, failure);
  }
}
