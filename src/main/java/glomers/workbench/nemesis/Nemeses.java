package glomers.workbench.nemesis;

import glomers.node.Host;
import glomers.node.Mailbox;
import glomers.node.Promise;
import glomers.workbench.network.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * All that is done to a cluster during one run: a nemesis for each kind of fault, and a task for
 * each nemesis. Each draws from streams of its own, so that none changes what the others do.
 */
public final class Nemeses {
  private final Host host;
  private final Faults faults;
  private final Function<String, RandomGenerator> chance;
  private final PartitionNemesis partitions;
  private final List<NodeNemesis> ofNodes = new ArrayList<>();
  private final Map<Fault, Nemesis> active = new EnumMap<>(Fault.class);

  /** The first exception of a nemesis; the others come to their end all the same. */
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

  /**
   * Nemeses that have done nothing yet.
   *
   * @param services the names of the services, which partitions may cut off
   * @param chance the stream of random numbers for a purpose
   */
  public Nemeses(
      Host host,
      Faults faults,
      Network network,
      Victims victims,
      List<String> nodes,
      List<String> services,
      Function<String, RandomGenerator> chance,
      Witness witness) {
    this.host = host;
    this.faults = faults;
    this.chance = chance;
    Set<String> down = ConcurrentHashMap.newKeySet();
    this.partitions =
        new PartitionNemesis(
            network,
            nodes,
            faults.shapes(),
            faults.servicesToo() ? services : List.of(),
            chance.apply("partitions"),
            witness);
    for (Fault kind : faults.kinds()) {
      switch (kind) {
        case PARTITION -> active.put(kind, partitions);
        case PAUSE -> add(new PauseFault(network, victims, down), nodes, "pauses", witness);
        case CRASH -> add(new CrashFault(network, victims, down), nodes, "crashes", witness);
        case SKEW -> add(new SkewFault(victims, faults.skew()), nodes, "skews", witness);
        case MEMBERSHIP -> add(new MembershipFault(victims), nodes, "members", witness);
        case LOSS, DUPLICATE, REORDER, SLOW ->
            throw new IllegalArgumentException(
                "the network does " + kind.label() + ", not a nemesis");
      }
    }
  }

  private void add(NodeFault fault, List<String> nodes, String purpose, Witness witness) {
    NodeNemesis nemesis = new NodeNemesis(fault, nodes, chance.apply(purpose), witness);
    ofNodes.add(nemesis);
    active.put(fault.kind(), nemesis);
  }

  /**
   * Lets each nemesis do and undo its fault until the time is up or the run is halted. What is done
   * then stays so until {@link #heal}.
   *
   * @param deadline on the host's monotonic clock
   * @param halt kept when the run is to end early
   * @return gets an item from each nemesis that has come to rest
   */
  public Mailbox<Fault> start(long deadline, Promise<?> halt) {
    Mailbox<Fault> resting = host.mailbox(Fault.values().length);
    active.forEach((kind, nemesis) -> {
      boolean partition = kind == Fault.PARTITION;
      RandomGenerator gaps = chance.apply(partition ? "nemesis" : kind.label() + " gaps");
      // The first cut comes at once, as Maelstrom's does; everything else finds nodes at work.
      long first = partition ? 0 : gap(gaps);
      host.start(
          kind.label(),
          () -> {
            try {
              attempt(() -> drive(nemesis, gaps, first, deadline, halt));
            } finally {
              resting.offer(kind);
            }
          });
    });
    return resting;
  }

  private void attempt(Runnable deed) {
    try {
      deed.run();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  /** How many nemeses there are. */
  public int count() {
    return active.size();
  }

  private void drive(
      Nemesis nemesis, RandomGenerator gaps, long first, long deadline, Promise<?> halt) {
    long gap = first;
    // A difference, since a very long gap would take the sum beyond what a long holds.
    while (gap < deadline - host.nanoTime() && halt.await(Duration.ofNanos(gap)).isEmpty()) {
      nemesis.step();
      gap = gap(gaps);
    }
  }

  private long gap(RandomGenerator gaps) {
    return (long) (gaps.nextDouble() * 2 * faults.interval().toNanos());
  }

  /**
   * Undoes all that is done: the network is whole, and every node is there. What cannot be undone
   * is left for {@link #failure} to tell.
   */
  public void heal() {
    active.values().forEach(nemesis -> attempt(nemesis::heal));
  }

  /** What kept a nemesis from doing or undoing its fault first, if anything did. */
  public Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure.get());
  }

  /** What is done at this moment, for a person. */
  public Optional<String> current() {
    String now =
        active.values().stream()
            .flatMap(nemesis -> nemesis.current().stream())
            .collect(Collectors.joining("; "));
    return now.isEmpty() ? Optional.empty() : Optional.of(now);
  }

  /** The partitions that are over. */
  public List<CutWindow> partitions() {
    return partitions.windows();
  }

  /** What was done to nodes and is over, in the order in which it began. */
  public List<NodeWindow> nodeFaults() {
    return ofNodes.stream()
        .flatMap(nemesis -> nemesis.windows().stream())
        .sorted(Comparator.comparingLong(NodeWindow::from))
        .toList();
  }
}
