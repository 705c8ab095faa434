package glomers.workbench.checker.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.history.HistoryBuilder;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Twenty thousand transactions, as Maelstrom's generator makes them, are judged in seconds. */
class LongRunsTest {
  private static final int TXNS = 20_000;
  private static final int WORKERS = 10;

  @Test
  void onOneStore() {
    Verdict verdict = check(run(1), ConsistencyModel.STRICT_SERIALIZABLE, "one store");
    assertEquals(Validity.VALID, verdict.validity(), () -> verdict.details().keySet().toString());
  }

  @Test
  void onTwoStoresThatDoNotKnowOfEachOther() {
    var history = run(2);
    Verdict strict = check(history, ConsistencyModel.STRICT_SERIALIZABLE, "two stores");
    assertEquals(Validity.INVALID, strict.validity());
    assertEquals(
        Validity.VALID, check(history, ConsistencyModel.READ_COMMITTED, "two stores").validity());
  }

  @Test
  void onAStoreThatServesOldVersionsSoThatNearlyAllTransactionsAreInOneKnot() {
    var random = new Random(5);
    var versions = new HashMap<Object, List<Object>>();
    var history =
        run(1).stream()
            .map(
                entry -> entry.type() == Operation.Type.OK ? stale(entry, versions, random) : entry)
            .toList();
    Verdict verdict = check(history, ConsistencyModel.STRICT_SERIALIZABLE, "old versions");
    assertEquals(Validity.INVALID, verdict.validity());
    assertNull(verdict.details().get(Keyword.of("undecided")), "every kind was decided");
  }

  /** Every fifth read sees any version of its key up to then. */
  private static Operation stale(
      Operation entry, Map<Object, List<Object>> versions, Random random) {
    var steps = new ArrayList<Object>();
    for (Object step : (List<?>) entry.value()) {
      var parts = new ArrayList<Object>((List<?>) step);
      var known = versions.computeIfAbsent(parts.get(1), any -> new ArrayList<>());
      if (parts.get(0).equals(Keyword.of("w"))) {
        known.add(parts.get(2));
      } else if (random.nextInt(5) == 0) {
        int at = random.nextInt(known.size() + 1);
        parts.set(2, at == 0 ? null : known.get(at - 1));
      }
      steps.add(parts);
    }
    return new Operation(
        entry.index(), entry.time(), entry.type(), entry.process(), entry.f(), steps, Map.of());
  }

  private static Verdict check(List<Operation> history, ConsistencyModel model, String what) {
    long began = System.nanoTime();
    Verdict verdict = new RegisterTxnChecker(Set.of(model), false).check(history);
    System.out.printf(
        "Transaction checker, %s, %s: %,d transactions in %,d ms%n",
        what, model.label(), history.size() / 2, (System.nanoTime() - began) / 1_000_000);
    return verdict;
  }

  /** Ten workers, each bound to one of the stores; a transaction is applied as its reply leaves. */
  private static List<Operation> run(int stores) {
    var random = new Random(3);
    var generator = new Generator(random);
    var state = new ArrayList<Map<Object, Object>>();
    for (int i = 0; i < stores; i++) {
      state.add(new HashMap<>());
    }
    var history = new HistoryBuilder();
    var open = new HashMap<Integer, List<Object>>();
    int begun = 0;
    while (begun < TXNS || !open.isEmpty()) {
      int worker = random.nextInt(WORKERS);
      List<Object> request = open.remove(worker);
      if (request != null) {
        history.ok(worker, applied(request, state.get(worker % stores)));
      } else if (begun < TXNS) {
        begun++;
        open.put(worker, generator.next());
        history.invoke(worker, "txn", open.get(worker));
      }
    }
    return history.history();
  }

  private static List<Object> applied(List<Object> request, Map<Object, Object> store) {
    var reply = new ArrayList<Object>();
    for (Object step : request) {
      List<?> parts = (List<?>) step;
      if (parts.get(0).equals(Keyword.of("w"))) {
        store.put(parts.get(1), parts.get(2));
        reply.add(parts);
      } else {
        reply.add(Arrays.asList(parts.get(0), parts.get(1), store.get(parts.get(1))));
      }
    }
    return reply;
  }

  /** Up to four steps, ten keys of growing weight, sixteen writes for each. */
  private static final class Generator {
    private final Random random;
    private final long[] pool = new long[10];
    private final int[] writes = new int[10];
    private long highest = 9;

    Generator(Random random) {
      this.random = random;
      Arrays.setAll(pool, i -> i);
    }

    List<Object> next() {
      var steps = new ArrayList<Object>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = 31 - Integer.numberOfLeadingZeros(1 + random.nextInt((1 << 10) - 1));
        if (random.nextBoolean()) {
          if (writes[at] == 16) {
            writes[at] = 0;
            pool[at] = ++highest;
          }
          steps.add(List.of(Keyword.of("w"), pool[at], (long) ++writes[at]));
        } else {
          steps.add(Arrays.asList(Keyword.of("r"), pool[at], null));
        }
      }
      return steps;
    }
  }
}
