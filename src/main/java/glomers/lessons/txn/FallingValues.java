package glomers.lessons.txn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.checker.txn.ConsistencyModel;
import glomers.workbench.checker.txn.RegisterTxnChecker;
import glomers.workbench.client.Client;
import glomers.workbench.client.Rpc;
import glomers.workbench.client.Shape;
import glomers.workbench.history.Json;
import glomers.workbench.history.Keyword;
import glomers.workbench.workload.Completion;
import glomers.workbench.workload.Generator;
import glomers.workbench.workload.Invocation;
import glomers.workbench.workload.Parameters;
import glomers.workbench.workload.Session;
import glomers.workbench.workload.Workload;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Transactions of one read or one write, as {@code txn-rw-register} has them, but for the values:
 * those of a key fall, like the stock of a shop. Maelstrom's always grow. Reads must be committed,
 * and clients must see their own writes.
 */
final class FallingValues implements Workload {
  private static final long STOCK = 1_000;
  private static final Keyword TXN = Keyword.of("txn");
  private static final Keyword READ = Keyword.of("r");
  private static final Keyword WRITE = Keyword.of("w");
  private static final Keyword UNSEEN = Keyword.of("unseen-own-writes");
  private static final Rpc RPC = Rpc.of("txn").replying("txn", Shape.arrayOf(Shape.any()));

  private final Parameters parameters;
  private final Map<Long, Long> stocks = new HashMap<>(); // the generator's alone

  FallingValues(Parameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public String name() {
    return "txn-rw-register with falling values";
  }

  @Override
  public Generator operations() {
    RandomGenerator random = parameters.random();
    return caller -> {
      long key = random.nextInt(parameters.keyCount());
      List<Object> step =
          random.nextBoolean()
              ? Arrays.asList(READ, key, null)
              : List.of(WRITE, key, stocks.merge(key, STOCK, (stock, any) -> stock - 1));
      return Optional.of(Invocation.of(TXN, List.of(step)));
    };
  }

  @Override
  public Session open(Client client, String node) {
    return invocation -> {
      ObjectNode request = Body.of("txn");
      List<?> step = (List<?>) ((List<?>) invocation.value()).getFirst();
      request.putArray("txn").add(Json.fromPlain(step));
      JsonNode done = client.call(node, RPC, request).path("txn").path(0);
      return Completion.ok(
          List.of(Arrays.asList(step.get(0), step.get(1), Json.toPlain(done.path(2)))));
    };
  }

  @Override
  public Checker checker() {
    var committed = new RegisterTxnChecker(List.of(ConsistencyModel.READ_COMMITTED), false);
    return history -> {
      Verdict verdict = committed.check(history);
      return verdict.details().containsKey(UNSEEN)
          ? new Verdict(Validity.INVALID, verdict.details())
          : verdict;
    };
  }
}
