package glomers.workbench.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.linearizable.LinearizableChecker;
import glomers.workbench.client.Client;
import glomers.workbench.client.Rpc;
import glomers.workbench.client.Shape;
import glomers.workbench.history.Json;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A store of registers that are read, written, and compared and swapped. */
final class LinKvWorkload implements Workload {
  private static final Keyword READ = Keyword.of("read");
  private static final Keyword WRITE = Keyword.of("write");
  private static final Keyword CAS = Keyword.of("cas");
  private static final Rpc READ_RPC = Rpc.of("read").replying("value", Shape.any());
  private static final Rpc WRITE_RPC = Rpc.of("write");
  private static final Rpc CAS_RPC = Rpc.of("cas");

  /** Maelstrom waits for ten times the latency between nodes, and at least for a second. */
  private static final long LEAST_TIMEOUT_MILLIS = 1_000;

  /** So few values that swaps find what they expect now and then. */
  private static final int VALUES = 5;

  private final Parameters parameters;
  private final KeyGroups groups;
  private final Duration timeout;

  LinKvWorkload(Parameters parameters) {
    this.parameters = parameters;
    this.groups =
        new KeyGroups(parameters.nodes().size(), parameters.concurrency(), parameters.compat());
    this.timeout =
        Duration.ofMillis(Math.max(LEAST_TIMEOUT_MILLIS, 10 * parameters.latencyMillis()));
  }

  @Override
  public String name() {
    return "lin-kv";
  }

  @Override
  public Generator operations() {
    RandomGenerator random = parameters.random();
    return caller -> Optional.of(next(random, caller));
  }

  private Invocation next(RandomGenerator random, Caller caller) {
    long key = groups.key(caller.worker());
    if (groups.onlyReads(caller.worker())) {
      return Invocation.of(READ, Arrays.asList(key, null));
    }
    return random.nextInt(3) == 0
        ? Invocation.of(WRITE, List.of(key, value(random)))
        : Invocation.of(CAS, List.of(key, List.of(value(random), value(random))));
  }

  private static long value(RandomGenerator random) {
    return random.nextInt(VALUES);
  }

  @Override
  public Session open(Client client, String node) {
    return invocation -> {
      List<?> pair = (List<?>) invocation.value();
      ObjectNode request =
          Body.of(invocation.f().name()).set("key", Json.fromPlain(pair.getFirst()));
      if (invocation.f().equals(READ)) {
        ObjectNode reply = client.call(node, READ_RPC, request, timeout);
        return Completion.ok(Arrays.asList(pair.getFirst(), Json.toPlain(reply.get("value"))));
      }
      if (invocation.f().equals(WRITE)) {
        request.set("value", Json.fromPlain(pair.getLast()));
        client.call(node, WRITE_RPC, request, timeout);
      } else {
        List<?> swap = (List<?>) pair.getLast();
        request.set("from", Json.fromPlain(swap.getFirst()));
        request.set("to", Json.fromPlain(swap.getLast()));
        client.call(node, CAS_RPC, request, timeout);
      }
      return Completion.ok(pair);
    };
  }

  @Override
  public Set<Keyword> idempotent() {
    return Set.of(READ);
  }

  @Override
  public boolean reusesClients() {
    return true;
  }

  @Override
  public void completed(Caller caller, Invocation invocation, Completion completion) {
    if (completion.type() == Type.INFO) {
      groups.crashed(caller.worker());
    }
  }

  @Override
  public List<String> inWords(Results results) {
    return LinKvInWords.of(results, Naming.of(parameters));
  }

  @Override
  public Checker checker() {
    return new LinearizableChecker(parameters.compat());
  }
}
