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

/** Histories of two to four transactions on two keys whose reads are drawn by lot. */
final class TinyHistories {
  private static final Keyword R = Keyword.of("r");
  private static final Keyword W = Keyword.of("w");
  private static final Keyword APPEND = Keyword.of("append");

  private record Txn(List<Object> request, int outcome) {}

  private final Random random;
  private final Map<Object, Long> written = new HashMap<>();

  /** In which order a list shows its values: mostly that of the requests. */
  private final Map<Object, List<Long>> lists = new HashMap<>();

  private final DataType type;

  private TinyHistories(Random random, DataType type) {
    this.random = random;
    this.type = type;
  }

  static List<Operation> next(Random random, DataType type) {
    return new TinyHistories(random, type).make();
  }

  private List<Operation> make() {
    var waiting = new ArrayList<List<Txn>>();
    int processes = 1 + random.nextInt(4);
    for (int i = 0; i < processes; i++) {
      waiting.add(new ArrayList<>());
    }
    for (int i = 2 + random.nextInt(3); i > 0; i--) {
      waiting.get(random.nextInt(processes)).add(new Txn(request(), random.nextInt(14)));
    }
    var history = new HistoryBuilder();
    var open = new HashMap<Integer, Txn>();
    var number = new int[processes]; // a process that does not know how it ended gets a new one
    Arrays.setAll(number, i -> i);
    while (waiting.stream().anyMatch(list -> !list.isEmpty()) || !open.isEmpty()) {
      int worker = random.nextInt(processes);
      Txn txn = open.remove(worker);
      if (txn == null) {
        if (!waiting.get(worker).isEmpty()) {
          open.put(worker, waiting.get(worker).removeFirst());
          history.invoke(number[worker], "txn", open.get(worker).request());
        }
      } else if (txn.outcome() == 0) {
        history.fail(number[worker]);
      } else if (txn.outcome() == 1) {
        history.info(number[worker]);
        number[worker] += processes;
      } else {
        history.ok(number[worker], reply(txn.request()));
      }
    }
    return history.history();
  }

  private List<Object> request() {
    var steps = new ArrayList<Object>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      String key = random.nextBoolean() ? "x" : "y";
      steps.add(
          random.nextBoolean()
              ? Arrays.asList(R, key, null)
              : Arrays.asList(write(), key, write(key)));
    }
    return steps;
  }

  private long write(String key) {
    long value = written.merge(key, 1L, Long::sum);
    if (type == DataType.LIST) {
      var list = lists.computeIfAbsent(key, any -> new ArrayList<>());
      int behind = random.nextInt(4) == 0 ? random.nextInt(3) : 0;
      list.add(Math.max(0, list.size() - behind), value);
    }
    return value;
  }

  /** Each read sees any version, or none. */
  private List<Object> reply(List<Object> request) {
    var steps = new ArrayList<Object>();
    for (Object step : request) {
      var parts = (List<?>) step;
      long value = random.nextInt(written.getOrDefault(parts.get(1), 0L).intValue() + 1);
      steps.add(
          parts.get(0).equals(write())
              ? parts
              : Arrays.asList(R, parts.get(1), value == 0 ? null : shown(parts.get(1), value)));
    }
    return steps;
  }

  /** Mostly all values up to this, in their order. */
  private Object shown(Object key, long value) {
    if (type == DataType.REGISTER) {
      return value;
    }
    var list = lists.get(key);
    int at = list.indexOf(value);
    return List.copyOf(list.subList(random.nextInt(12) == 0 ? at : 0, at + 1));
  }

  private Keyword write() {
    return type == DataType.REGISTER ? W : APPEND;
  }
}
