package glomers.workbench.nemesis;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/**
 * Does a fault to nodes and undoes it, in turn. The history gets two entries each time: to whom,
 * and what came of it.
 */
final class NodeNemesis implements Nemesis {
  private final NodeFault fault;
  private final List<String> nodes;
  private final RandomGenerator random;
  private final Witness witness;
  private final List<NodeWindow> windows = new CopyOnWriteArrayList<>();
  private volatile Optional<Begun> current = Optional.empty();

  private record Begun(List<String> nodes, long from) {}

  NodeNemesis(NodeFault fault, List<String> nodes, RandomGenerator random, Witness witness) {
    this.fault = fault;
    this.nodes = List.copyOf(nodes);
    this.random = random;
    this.witness = witness;
  }

  @Override
  public void step() {
    if (current.isPresent()) {
      heal();
      return;
    }
    List<String> chosen = fault.choose(nodes, random);
    if (chosen.isEmpty()) {
      return;
    }
    // Kept before it is done, so that a fault that fails halfway is undone as well.
    current =
        Optional.of(new Begun(chosen, witness.note(fault.kind().inHistory().beginning(), chosen)));
    witness.note(fault.kind().inHistory().beginning(), fault.begin(chosen, random));
  }

  @Override
  public void heal() {
    if (current.isEmpty()) {
      return;
    }
    Begun begun = current.get();
    witness.note(fault.kind().inHistory().ending(), begun.nodes());
    String futility = fault.futility(begun.nodes());
    long to = witness.note(fault.kind().inHistory().ending(), fault.end(begun.nodes()));
    current = Optional.empty();
    windows.add(new NodeWindow(fault.kind(), begun.nodes(), begun.from(), to, futility));
  }

  @Override
  public Optional<String> current() {
    return current.map(
        begun -> fault.kind().inHistory().now().formatted(String.join(", ", begun.nodes())));
  }

  /** The faults that are over. */
  List<NodeWindow> windows() {
    return List.copyOf(windows);
  }
}
