package glomers.workbench.workload;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.SetFull;
import glomers.workbench.client.Client;
import glomers.workbench.client.Rpc;
import glomers.workbench.client.Shape;
import glomers.workbench.history.Json;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Elements given to one node must come to be read on all of them. Broadcast is a set, too, with
 * messages of other names and a topology.
 */
final class SetWorkload implements Workload {
  private static final Keyword READ = Keyword.of("read");
  private static final Rpc TOPOLOGY_RPC = Rpc.of("topology");

  private final Parameters parameters;
  private final boolean broadcast;
  private final Keyword add;
  private final AtomicLong nextElement = new AtomicLong();

  private SetWorkload(Parameters parameters, boolean broadcast) {
    this.parameters = parameters;
    this.broadcast = broadcast;
    this.add = Keyword.of(broadcast ? "broadcast" : "add");
  }

  /** Elements that are added to a set. */
  static SetWorkload growOnly(Parameters parameters) {
    return new SetWorkload(parameters, false);
  }

  /** Values that are broadcast. */
  static SetWorkload broadcast(Parameters parameters) {
    return new SetWorkload(parameters, true);
  }

  @Override
  public String name() {
    return broadcast ? "broadcast" : "g-set";
  }

  @Override
  public void prepare(String node, Client client) {
    if (!broadcast) {
      return;
    }
    ObjectNode request = Body.of("topology");
    ObjectNode neighbours = request.putObject("topology");
    parameters
        .topology()
        .neighbours(parameters.nodes())
        .forEach((name, near) -> {
          ArrayNode names = neighbours.putArray(name);
          near.forEach(names::add);
        });
    client.call(node, TOPOLOGY_RPC, request);
  }

  @Override
  public Generator operations() {
    RandomGenerator random = parameters.random();
    return caller ->
        Optional.of(
            random.nextBoolean()
                ? Invocation.of(add, nextElement.getAndIncrement())
                : Invocation.of(READ, null));
  }

  @Override
  public Optional<Generator> finalOperations() {
    Invocation read = Invocation.of(READ, null);
    // Maelstrom does not mark those of g-set; the strict rules need to know which are the last.
    boolean marked = broadcast || !parameters.compat();
    return Optional.of(new OncePerWorker(marked ? read.atTheEnd() : read));
  }

  @Override
  public Session open(Client client, String node) {
    Rpc addRpc = Rpc.of(add.name());
    String element = broadcast ? "message" : "element";
    String all = broadcast ? "messages" : "value";
    Rpc readRpc = Rpc.of("read").replying(all, Shape.arrayOf(Shape.any()));
    return invocation -> {
      if (invocation.f().equals(add)) {
        client.call(node, addRpc, Body.of(add.name()).put(element, (long) invocation.value()));
        return Completion.ok(invocation.value());
      }
      Object elements = Json.toPlain(client.call(node, readRpc, Body.of("read")).get(all));
      return Completion.ok(elements == null ? List.of() : elements);
    };
  }

  @Override
  public Set<Keyword> idempotent() {
    return broadcast ? Set.of(READ) : Set.of();
  }

  @Override
  public boolean interpretsErrors() {
    return broadcast;
  }

  @Override
  public List<String> inWords(Results results) {
    Naming naming = Naming.of(parameters);
    if (!broadcast) {
      return SetInWords.of(results, naming, "elements", "added");
    }
    List<String> words = new ArrayList<>(SetInWords.of(results, naming, "values", "broadcast"));
    if (parameters.nodes().size() == 25 && parameters.latencyMillis() == 100) {
      words.add(BroadcastLimits.CHALLENGE_3D.inWords(results));
      words.add(BroadcastLimits.CHALLENGE_3E.inWords(results));
    }
    return words;
  }

  @Override
  public Checker checker() {
    return parameters.compat()
        ? SetFull.compat(add)
        : SetFull.strict(add).withCrashCost(parameters.crashCost(true));
  }
}
