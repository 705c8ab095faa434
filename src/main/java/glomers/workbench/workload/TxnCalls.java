package glomers.workbench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.workbench.client.Client;
import glomers.workbench.client.Rpc;
import glomers.workbench.client.Shape;
import glomers.workbench.history.Json;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * Transactions as clients make them: up to so many steps, each a read or a write of a key from a
 * pool. What a write does is up to the workload.
 */
final class TxnCalls {
  private static final Keyword TXN = Keyword.of("txn");
  private static final Keyword READ = Keyword.of("r");

  private final Keyword write;
  private final Rpc rpc;

  /**
   * Transactions whose writes go by this name.
   *
   * @param found what a read may find
   */
  TxnCalls(String write, Shape found) {
    this.write = Keyword.of(write);
    Shape step =
        Shape.either(
            Shape.tuple(Shape.exactly("r"), Shape.any(), found),
            Shape.tuple(Shape.exactly(write), Shape.any(), Shape.any()));
    this.rpc = Rpc.of("txn").replying("txn", Shape.arrayOf(step));
  }

  /**
   * Transactions with steps drawn at random.
   *
   * @param written is told each key that is to be written
   */
  Generator operations(Parameters parameters, LongConsumer written) {
    RandomGenerator random = parameters.random();
    KeyPool keys = new KeyPool(random, parameters.keyCount(), parameters.maxWritesPerKey());
    return caller -> Optional.of(next(random, keys, parameters.maxTxnLength(), written));
  }

  private Invocation next(RandomGenerator random, KeyPool keys, int most, LongConsumer written) {
    List<Object> steps = new ArrayList<>();
    for (int left = 1 + random.nextInt(most); left > 0; left--) {
      if (random.nextBoolean()) {
        steps.add(Arrays.asList(READ, keys.key(), null));
      } else {
        KeyPool.NextWrite next = keys.write();
        written.accept(next.key());
        steps.add(List.of(write, next.key(), next.value()));
      }
    }
    return Invocation.of(TXN, steps);
  }

  Session session(Client client, String node) {
    return invocation -> Completion.ok(execute(client, node, (List<?>) invocation.value()));
  }

  /** Reads these keys in one transaction. */
  List<Object> read(Client client, String node, List<Long> keys) {
    List<Object> reads = new ArrayList<>();
    keys.forEach(key -> reads.add(Arrays.asList(READ, key, null)));
    return execute(client, node, reads);
  }

  /** Sends a transaction as histories have it, and returns it as it was completed. */
  private List<Object> execute(Client client, String node, List<?> txn) {
    ObjectNode request = Body.of("txn");
    ArrayNode steps = request.putArray("txn");
    for (Object step : txn) {
      steps.add(Json.fromPlain(step));
    }
    List<Object> completed = new ArrayList<>();
    for (JsonNode step : client.call(node, rpc, request).get("txn")) {
      completed.add(
          Arrays.asList(
              Keyword.of(step.get(0).textValue()),
              Json.toPlain(step.get(1)),
              Json.toPlain(step.get(2))));
    }
    return completed;
  }
}
