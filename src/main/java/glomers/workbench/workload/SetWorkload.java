package glomers.workbench.workload;

import glomers.node.Body;
import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.SetFull;
import glomers.workbench.client.Client;
import glomers.workbench.client.Rpc;
import glomers.workbench.client.Shape;
import glomers.workbench.history.Json;
import glomers.workbench.history.Keyword;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Elements added to one node's set must come to be in all nodes' sets. */
final class SetWorkload implements Workload {
  private static final Keyword ADD = Keyword.of("add");
  private static final Keyword READ = Keyword.of("read");
  private static final Rpc ADD_RPC = Rpc.of("add");
  private static final Rpc READ_RPC = Rpc.of("read").replying("value", Shape.arrayOf(Shape.any()));

  private final Parameters parameters;
  private final AtomicLong nextElement = new AtomicLong();

  SetWorkload(Parameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public String name() {
    return "g-set";
  }

  @Override
  public Generator operations() {
    RandomGenerator random = parameters.random();
    return caller ->
        Optional.of(
            random.nextBoolean()
                ? Invocation.of(ADD, nextElement.getAndIncrement())
                : Invocation.of(READ, null));
  }

  @Override
  public Optional<Generator> finalOperations() {
    Invocation read = Invocation.of(READ, null);
    // Maelstrom does not mark them here; the strict rules need to know which reads are the last.
    return Optional.of(new OncePerWorker(parameters.compat() ? read : read.atTheEnd()));
  }

  @Override
  public Session open(Client client, String node) {
    return invocation -> {
      if (invocation.f().equals(ADD)) {
        client.call(node, ADD_RPC, Body.of("add").put("element", (long) invocation.value()));
        return Completion.ok(invocation.value());
      }
      Object elements = Json.toPlain(client.call(node, READ_RPC, Body.of("read")).get("value"));
      return Completion.ok(elements == null ? List.of() : elements);
    };
  }

  @Override
  public boolean interpretsErrors() {
    return false;
  }

  @Override
  public List<String> inWords(Results results) {
    return SetInWords.of(results, Naming.of(parameters), "elements", "added");
  }

  @Override
  public Checker checker() {
    return parameters.compat()
        ? SetFull.compat(ADD)
        : SetFull.strict(ADD).withCrashCost(parameters.crashCost(true));
  }
}
