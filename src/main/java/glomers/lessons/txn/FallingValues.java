package glomers.lessons.txn;

import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.checker.txn.ConsistencyModel;
import glomers.workbench.checker.txn.RegisterTxnChecker;
import glomers.workbench.client.Client;
import glomers.workbench.history.Keyword;
import glomers.workbench.workload.Generator;
import glomers.workbench.workload.Invocation;
import glomers.workbench.workload.Parameters;
import glomers.workbench.workload.Session;
import glomers.workbench.workload.Workload;
import glomers.workbench.workload.Workloads;
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

  private final Workload growing;
  private final Parameters parameters;
  private final Map<Long, Long> stocks = new HashMap<>(); // the generator's alone

  FallingValues(Parameters parameters) {
    this.growing = Workloads.create("txn-rw-register", parameters).orElseThrow();
    this.parameters = parameters;
  }

  @Override
  public String name() {
    return growing.name() + " with falling values";
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
    return growing.open(client, node);
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
