package glomers.workbench.nemesis;

import glomers.workbench.history.Keyword;
import glomers.workbench.network.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/** Kills a node, and starts it again later with nothing but its name. One node at a time. */
final class CrashNemesis implements Nemesis {
  private static final Keyword CRASH = Keyword.of("crash");
  private static final Keyword RESTART = Keyword.of("restart");

  private final Network network;
  private final Victims victims;
  private final List<String> nodes;
  private final Set<String> down;
  private final RandomGenerator random;
  private final Witness witness;
  private final Map<String, Long> arrivalsAtStart = new ConcurrentHashMap<>();
  private final List<NodeWindow> windows = new CopyOnWriteArrayList<>();
  private volatile Optional<Crash> current = Optional.empty();

  private record Crash(String node, long from, boolean hadLived) {}

  /**
   * A nemesis that has done nothing yet.
   *
   * @param down where it says who has crashed and is not back yet
   */
  CrashNemesis(
      Network network,
      Victims victims,
      List<String> nodes,
      Set<String> down,
      RandomGenerator random,
      Witness witness) {
    this.network = network;
    this.victims = victims;
    this.nodes = List.copyOf(nodes);
    this.down = down;
    this.random = random;
    this.witness = witness;
    nodes.forEach(node -> arrivalsAtStart.put(node, network.arrivals(node)));
  }

  @Override
  public void step() {
    if (current.isPresent()) {
      heal();
      return;
    }
    String node = nodes.get(random.nextInt(nodes.size()));
    down.add(node);
    long from = witness.note(CRASH, List.of(node));
    boolean hadLived = network.arrivals(node) > arrivalsAtStart.get(node);
    current = Optional.of(new Crash(node, from, hadLived));
    victims.crash(node);
    witness.note(CRASH, PauseNemesis.all(List.of(node), "crashed"));
  }

  @Override
  public void heal() {
    if (current.isEmpty()) {
      return;
    }
    Crash crash = current.get();
    List<String> node = List.of(crash.node());
    witness.note(RESTART, node);
    String failure = victims.restart(crash.node());
    Map<Object, Object> outcome = new LinkedHashMap<>(PauseNemesis.all(node, "restarted"));
    if (!failure.isEmpty()) {
      outcome.put(crash.node(), failure);
    }
    long to = witness.note(RESTART, outcome);
    arrivalsAtStart.put(crash.node(), network.arrivals(crash.node()));
    down.remove(crash.node());
    current = Optional.empty();
    windows.add(
        new NodeWindow(
            NemesisKind.CRASH,
            node,
            crash.from(),
            to,
            crash.hadLived() ? "" : "it had heard nothing yet that it could forget"));
  }

  @Override
  public Optional<String> current() {
    return current.map(crash -> crash.node() + " crashed");
  }

  /** The crashes that are over. */
  List<NodeWindow> windows() {
    return List.copyOf(windows);
  }
}
