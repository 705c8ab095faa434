package glomers.workbench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.txn.ConsistencyModel;
import glomers.workbench.checker.txn.RegisterTxnChecker;
import glomers.workbench.client.Client;
import glomers.workbench.client.Rpc;
import glomers.workbench.client.Shape;
import glomers.workbench.history.Json;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Transactions that read and write registers. */
final class TxnWorkload implements Workload {
  private static final Keyword TXN = Keyword.of("txn");
  private static final Keyword READ = Keyword.of("r");
  private static final Keyword WRITE = Keyword.of("w");
  private static final Shape STEP =
      Shape.either(
          Shape.tuple(Shape.exactly("r"), Shape.any(), Shape.any()),
          Shape.tuple(Shape.exactly("w"), Shape.any(), Shape.any()));
  private static final Rpc RPC = Rpc.of("txn").replying("txn", Shape.arrayOf(STEP));

  private final Parameters parameters;
  private final RegisterStates states;

  TxnWorkload(Parameters parameters) {
    this.parameters = parameters;
    this.states = new RegisterStates(this::read);
  }

  @Override
  public String name() {
    return "txn-rw-register";
  }

  @Override
  public Generator operations() {
    RandomGenerator random = parameters.random();
    KeyPool keys = new KeyPool(random, parameters.keyCount(), parameters.maxWritesPerKey());
    return caller -> Optional.of(next(random, keys));
  }

  private Invocation next(RandomGenerator random, KeyPool keys) {
    List<Object> steps = new ArrayList<>();
    for (int left = 1 + random.nextInt(parameters.maxTxnLength()); left > 0; left--) {
      if (random.nextBoolean()) {
        steps.add(Arrays.asList(READ, keys.key(), null));
      } else {
        KeyPool.NextWrite write = keys.write();
        states.noteKey(write.key());
        steps.add(List.of(WRITE, write.key(), write.value()));
      }
    }
    return Invocation.of(TXN, steps);
  }

  @Override
  public Session open(Client client, String node) {
    return invocation -> Completion.ok(execute(client, node, (List<?>) invocation.value()));
  }

  /** Sends a transaction as histories have it, and returns it as it was completed. */
  private static List<Object> execute(Client client, String node, List<?> txn) {
    ObjectNode request = Body.of("txn");
    ArrayNode steps = request.putArray("txn");
    for (Object step : txn) {
      steps.add(Json.fromPlain(step));
    }
    List<Object> completed = new ArrayList<>();
    for (JsonNode step : client.call(node, RPC, request).get("txn")) {
      completed.add(
          Arrays.asList(
              Keyword.of(step.get(0).textValue()),
              Json.toPlain(step.get(1)),
              Json.toPlain(step.get(2))));
    }
    return completed;
  }

  private List<Object> read(Client client, String node, List<Long> keys) {
    List<Object> reads = new ArrayList<>();
    keys.forEach(key -> reads.add(Arrays.asList(READ, key, null)));
    return execute(client, node, reads);
  }

  @Override
  public boolean reusesClients() {
    return true;
  }

  @Override
  public Optional<Inspection> inspection() {
    return parameters.compat() ? Optional.empty() : Optional.of(states);
  }

  @Override
  public List<String> inWords(Results results) {
    return TxnInWords.of(
        results, Naming.of(parameters), parameters.consistencyModels(), parameters.compat());
  }

  @Override
  public Checker checker() {
    Checker maelstroms = history -> checker(true).check(history);
    return parameters.compat()
        ? history -> states.judge(checker(true), history)
        : Checker.stricter(history -> states.judge(checker(false), history), maelstroms);
  }

  private RegisterTxnChecker checker(boolean compat) {
    List<ConsistencyModel> models = new ArrayList<>();
    for (String name : parameters.consistencyModels()) {
      models.add(
          ConsistencyModel.named(name)
              .orElseThrow(
                  () -> new IllegalArgumentException("there is no consistency model " + name)));
    }
    return new RegisterTxnChecker(models, compat).withCrashCost(parameters.crashCost(true));
  }
}
