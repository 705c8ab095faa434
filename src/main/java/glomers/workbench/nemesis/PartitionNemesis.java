package glomers.workbench.nemesis;

import glomers.workbench.history.Keyword;
import glomers.workbench.network.Drop;
import glomers.workbench.network.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/**
 * Cuts the cluster into parts and mends it again, in turn, at random intervals; the first cut comes
 * at once. One task drives it; what it has done may be asked from any.
 */
public final class PartitionNemesis {
  private static final Keyword START = Keyword.of("start-partition");
  private static final Keyword STOP = Keyword.of("stop-partition");
  private static final Keyword ISOLATED = Keyword.of("isolated");
  private static final Keyword HEALED = Keyword.of("network-healed");

  private final Network network;
  private final List<String> nodes;
  private final RandomGenerator random;
  private final Witness witness;
  private final List<CutWindow> windows = new CopyOnWriteArrayList<>();
  private volatile Optional<Cut> current = Optional.empty();

  private record Cut(PartitionShape shape, long from, int links, long droppedBefore) {}

  /**
   * A nemesis that has done nothing yet.
   *
   * @param random decides shapes, and nothing else draws from it
   */
  public PartitionNemesis(
      Network network, List<String> nodes, RandomGenerator random, Witness witness) {
    this.network = network;
    this.nodes = new ArrayList<>(nodes);
    this.random = random;
    this.witness = witness;
  }

  /** Cuts if nothing is cut, else mends. */
  public void step() {
    if (current.isPresent()) {
      heal();
    } else {
      cut();
    }
  }

  private void cut() {
    PartitionShape[] shapes = PartitionShape.values();
    PartitionShape shape = shapes[random.nextInt(shapes.length)];
    long from = witness.note(START, Keyword.of(shape.label()));
    Map<String, Set<String>> refused = shape.draw(nodes, random);
    long droppedBefore = network.dropped(Drop.PARTITION);
    network.cut(refused);
    witness.note(START, List.of(ISOLATED, plain(refused)));
    int links = refused.values().stream().mapToInt(Set::size).sum();
    current = Optional.of(new Cut(shape, from, links, droppedBefore));
  }

  /** Mends what is cut. Does nothing if nothing is. */
  public void heal() {
    if (current.isEmpty()) {
      return;
    }
    Cut cut = current.get();
    witness.note(STOP, null);
    network.heal();
    long to = witness.note(STOP, HEALED);
    current = Optional.empty();
    long dropped = network.dropped(Drop.PARTITION) - cut.droppedBefore();
    windows.add(new CutWindow(cut.shape(), cut.from(), to, cut.links(), dropped));
  }

  /** The partition of this moment, for a person. */
  public Optional<String> current() {
    return current.map(cut -> cut.shape().label());
  }

  /** The partitions that are over. */
  public List<CutWindow> windows() {
    return List.copyOf(windows);
  }

  private static Map<Object, Object> plain(Map<String, Set<String>> refused) {
    Map<Object, Object> plain = new LinkedHashMap<>();
    refused.forEach((node, sources) -> plain.put(node, new LinkedHashSet<>(sources)));
    return plain;
  }
}
