package glomers.workbench.nemesis;

import glomers.workbench.history.Keyword;
import glomers.workbench.network.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/**
 * Stops nodes where they stand, and lets them go on later: as a long garbage collection does, or a
 * machine that moves. What such a node believed to be true may not be any more.
 */
final class PauseNemesis implements Nemesis {
  private static final Keyword PAUSE = Keyword.of("pause");
  private static final Keyword RESUME = Keyword.of("resume");

  private final Network network;
  private final Victims victims;
  private final List<String> nodes;
  private final Set<String> down;
  private final RandomGenerator random;
  private final Witness witness;
  private final List<NodeWindow> windows = new CopyOnWriteArrayList<>();
  private volatile Optional<Paused> current = Optional.empty();

  private record Paused(List<String> nodes, long from, long arrivals) {}

  /**
   * A nemesis that has done nothing yet.
   *
   * @param down the nodes that have crashed and are not back yet: they are spared
   */
  PauseNemesis(
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
  }

  @Override
  public void step() {
    if (current.isPresent()) {
      heal();
      return;
    }
    List<String> chosen = new ArrayList<>(Choice.some(nodes, random));
    chosen.removeIf(down::contains);
    if (chosen.isEmpty()) {
      return;
    }
    long from = witness.note(PAUSE, chosen);
    current = Optional.of(new Paused(chosen, from, arrivals(chosen)));
    chosen.forEach(victims::pause);
    witness.note(PAUSE, all(chosen, "paused"));
  }

  @Override
  public void heal() {
    if (current.isEmpty()) {
      return;
    }
    Paused paused = current.get();
    witness.note(RESUME, paused.nodes());
    boolean missed = arrivals(paused.nodes()) > paused.arrivals();
    paused.nodes().forEach(victims::resume);
    long to = witness.note(RESUME, all(paused.nodes(), "resumed"));
    current = Optional.empty();
    windows.add(
        new NodeWindow(
            NemesisKind.PAUSE,
            paused.nodes(),
            paused.from(),
            to,
            missed ? "" : "nobody sent anything to whom it stopped"));
  }

  private long arrivals(List<String> of) {
    return of.stream().mapToLong(network::arrivals).sum();
  }

  static Map<Object, Object> all(List<String> nodes, String how) {
    Map<Object, Object> map = new LinkedHashMap<>();
    nodes.forEach(node -> map.put(node, Keyword.of(how)));
    return map;
  }

  @Override
  public Optional<String> current() {
    return current.map(paused -> String.join(", ", paused.nodes()) + " paused");
  }

  /** The pauses that are over. */
  List<NodeWindow> windows() {
    return List.copyOf(windows);
  }
}
