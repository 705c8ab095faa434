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
 * Cuts the cluster into parts and mends it again, in turn. One task drives it; what it has done may
 * be asked from any.
 */
public final class PartitionNemesis implements Nemesis {
  private static final Keyword START = Fault.PARTITION.inHistory().beginning();
  private static final Keyword STOP = Fault.PARTITION.inHistory().ending();
  private static final Keyword ISOLATED = Keyword.of("isolated");
  private static final Keyword HEALED = Keyword.of("network-healed");

  private final Network network;
  private final List<String> nodes;
  private final List<PartitionShape> shapes;
  private final List<String> services;
  private final RandomGenerator random;
  private final Witness witness;
  private final List<CutWindow> windows = new CopyOnWriteArrayList<>();
  private volatile Optional<Cut> current = Optional.empty();

  private record Cut(PartitionShape shape, long from, int links, long droppedBefore) {}

  /**
   * A nemesis that has done nothing yet. If it is given services, it cuts those off, too: in each
   * partition, each service is put beside a node drawn at random, and cut off as that node is.
   *
   * @param shapes the shapes to choose from
   * @param services the names of the services to which that happens
   */
  public PartitionNemesis(
      Network network,
      List<String> nodes,
      List<PartitionShape> shapes,
      List<String> services,
      RandomGenerator random,
      Witness witness) {
    this.network = network;
    this.nodes = new ArrayList<>(nodes);
    this.shapes = List.copyOf(shapes);
    this.services = List.copyOf(services);
    this.random = random;
    this.witness = witness;
  }

  /** Cuts if nothing is cut, else mends. */
  @Override
  public void step() {
    if (current.isPresent()) {
      heal();
    } else {
      cut();
    }
  }

  private void cut() {
    PartitionShape shape = shapes.get(random.nextInt(shapes.size()));
    long from = witness.note(START, Keyword.of(shape.label()));
    Map<String, Set<String>> refused = new LinkedHashMap<>(shape.draw(nodes, random));
    services.forEach(
        service -> putBeside(nodes.get(random.nextInt(nodes.size())), service, refused));
    long droppedBefore = network.dropped(Drop.PARTITION);
    network.cut(refused);
    witness.note(START, List.of(ISOLATED, plain(refused)));
    int links = refused.values().stream().mapToInt(Set::size).sum();
    current = Optional.of(new Cut(shape, from, links, droppedBefore));
  }

  /** Cuts the service off from whom {@code node} is cut off from, in each direction. */
  private void putBeside(String node, String service, Map<String, Set<String>> refused) {
    for (String other : nodes) {
      if (refused.getOrDefault(other, Set.of()).contains(node)) {
        Set<String> more = new LinkedHashSet<>(refused.get(other));
        more.add(service);
        refused.put(other, more);
      }
    }
    Set<String> unheard = new LinkedHashSet<>(refused.getOrDefault(node, Set.of()));
    unheard.retainAll(nodes);
    refused.put(service, unheard);
  }

  /** Mends what is cut. Does nothing if nothing is. */
  @Override
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

  /** What is cut at this moment, for a person. */
  @Override
  public Optional<String> current() {
    return current.map(cut -> Fault.PARTITION.inHistory().now().formatted(cut.shape().label()));
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
