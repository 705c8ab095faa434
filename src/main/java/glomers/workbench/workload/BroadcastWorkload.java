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

/** Values given to one node must come to be read on all of them. */
final class BroadcastWorkload implements Workload {
  private static final Keyword BROADCAST = Keyword.of("broadcast");
  private static final Keyword READ = Keyword.of("read");
  private static final Rpc TOPOLOGY_RPC = Rpc.of("topology");
  private static final Rpc BROADCAST_RPC = Rpc.of("broadcast");
  private static final Rpc READ_RPC =
      Rpc.of("read").replying("messages", Shape.arrayOf(Shape.any()));

  private final Parameters parameters;
  private final AtomicLong nextValue = new AtomicLong();

  BroadcastWorkload(Parameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public String name() {
    return "broadcast";
  }

  @Override
  public void prepare(String node, Client client) {
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
                ? Invocation.of(BROADCAST, nextValue.getAndIncrement())
                : Invocation.of(READ, null));
  }

  @Override
  public Optional<Generator> finalOperations() {
    return Optional.of(new OncePerWorker(Invocation.of(READ, null).atTheEnd()));
  }

  @Override
  public Session open(Client client, String node) {
    return invocation -> {
      if (invocation.f().equals(BROADCAST)) {
        client.call(
            node, BROADCAST_RPC, Body.of("broadcast").put("message", (long) invocation.value()));
        return Completion.ok(invocation.value());
      }
      Object messages = Json.toPlain(client.call(node, READ_RPC, Body.of("read")).get("messages"));
      return Completion.ok(messages == null ? List.of() : messages);
    };
  }

  @Override
  public Set<Keyword> idempotent() {
    return Set.of(READ);
  }

  @Override
  public List<String> inWords(Results results) {
    List<String> words =
        new ArrayList<>(SetInWords.of(results, Naming.of(parameters), "values", "broadcast"));
    if (parameters.nodes().size() == 25 && parameters.latencyMillis() == 100) {
      words.add(BroadcastLimits.CHALLENGE_3D.inWords(results));
      words.add(BroadcastLimits.CHALLENGE_3E.inWords(results));
    }
    return words;
  }

  @Override
  public Checker checker() {
    return parameters.compat()
        ? SetFull.compat(BROADCAST)
        : SetFull.strict(BROADCAST).withCrashCost(parameters.crashCost(true));
  }
}
