package glomers.workbench.checker.txn;

import glomers.workbench.history.HistoryBuilder;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Long histories, as Maelstrom's generator makes them. */
final class LongHistory {
  private static final int WORKERS = 10;

  private LongHistory() {}

  /** Ten workers, each bound to one of the stores; a transaction is applied as its reply leaves. */
  static List<Operation> of(DataType type, int stores, int txns) {
    var random = new Random(3);
    var generator = new Generator(random, type);
    var state = new ArrayList<Map<Object, Object>>();
    for (int i = 0; i < stores; i++) {
      state.add(new HashMap<>());
    }
    var history = new HistoryBuilder();
    var open = new HashMap<Integer, List<Object>>();
    int begun = 0;
    while (begun < txns || !open.isEmpty()) {
      int worker = random.nextInt(WORKERS);
      List<Object> request = open.remove(worker);
      if (request != null) {
        history.ok(worker, applied(request, state.get(worker % stores)));
      } else if (begun < txns) {
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
      } else if (parts.get(0).equals(Keyword.of("append"))) {
        var longer = new ArrayList<Object>((List<?>) store.getOrDefault(parts.get(1), List.of()));
        longer.add(parts.get(2));
        store.put(parts.get(1), List.copyOf(longer));
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
    private final Keyword write;
    private final long[] pool = new long[10];
    private final int[] writes = new int[10];
    private long highest = 9;

    Generator(Random random, DataType type) {
      this.random = random;
      this.write = Keyword.of(type == DataType.LIST ? "append" : "w");
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
          steps.add(List.of(write, pool[at], (long) ++writes[at]));
        } else {
          steps.add(Arrays.asList(Keyword.of("r"), pool[at], null));
        }
      }
      return steps;
    }
  }
}
