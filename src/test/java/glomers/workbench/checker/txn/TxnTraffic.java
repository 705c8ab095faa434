package glomers.workbench.checker.txn;

import glomers.workbench.history.HistoryBuilder;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Histories of processes that ask a store for transactions at the same time. Each transaction is
 * executed at one moment between its invocation and its completion, or later if its outcome is
 * unknown; some fail, and some of unknown outcome never happen.
 */
final class TxnTraffic {
  private static final Keyword R = Keyword.of("r");
  private static final Keyword W = Keyword.of("w");
  private static final Keyword APPEND = Keyword.of("append");
  private static final int PROCESSES = 5;

  /** What a store promises, and nothing more. */
  enum Level {
    /** One copy, one transaction after the other. */
    STRICT,
    /** The same, but what only reads may see an older state, if its process saw none later. */
    SESSIONS,
    /** The same, but what only reads may see any older state. */
    SERIAL,
    /** Reads of the state at the beginning; of two that write the same key one fails. */
    STRONG_SNAPSHOTS,
    /** The same, of any state since the process's last transaction. */
    SESSION_SNAPSHOTS,
    /** The same, of any state. */
    SNAPSHOTS,
    /** Replicas that tell each other all they know; of two writes the later by clock stays. */
    CAUSAL,
    /** Replicas that tell each other single transactions. */
    ATOMIC,
    /** Replicas that tell each other single writes. */
    COMMITTED
  }

  /** A history to be written step by step, by one process or another. */
  private static final class Worker {
    private int process;
    private List<Object> request;
    private List<Object> reply;
    private int outcome;
    private int began;
    private boolean executed;
  }

  private final Random random;
  private final DataType type;
  private final Level level;
  private final HistoryBuilder history = new HistoryBuilder();
  private final List<Worker> workers = new ArrayList<>();
  private final List<Runnable> late = new ArrayList<>();
  private final Map<Object, Long> written = new HashMap<>();
  private final Map<Integer, Integer> seen = new HashMap<>();

  /** All committed writes in order, for stores with one order. */
  private final List<Map<Object, Object>> log = new ArrayList<>();

  private final List<Replica> replicas = List.of(new Replica(), new Replica(), new Replica());

  private TxnTraffic(Random random, DataType type, Level level) {
    this.random = random;
    this.type = type;
    this.level = level;
    for (int i = 0; i < PROCESSES; i++) {
      var worker = new Worker();
      worker.process = i;
      workers.add(worker);
    }
  }

  /** So many transactions on three keys at a time, each of which is replaced after eight writes. */
  static List<Operation> next(Random random, Level level, int txns) {
    return next(random, level, txns, List.of());
  }

  /**
   * The same, with another history's entries among them, in their order. Their processes have to be
   * others.
   */
  static List<Operation> next(Random random, Level level, int txns, List<Operation> planted) {
    return next(random, DataType.REGISTER, level, txns, planted);
  }

  static List<Operation> next(
      Random random, DataType type, Level level, int txns, List<Operation> planted) {
    return new TxnTraffic(random, type, level).run(txns, new ArrayList<>(planted));
  }

  /**
   * The same on lists. Even the weak stores append in one order then, since otherwise reads would
   * contradict each other; but they show the beginnings of lists.
   */
  static List<Operation> lists(Random random, Level level, int txns) {
    return next(random, DataType.LIST, level, txns, List.of());
  }

  private List<Operation> run(int txns, List<Operation> planted) {
    int begun = 0;
    int gap = planted.isEmpty() ? 1 : Math.max(1, 3 * txns / planted.size());
    while (begun < txns
        || workers.stream().anyMatch(worker -> worker.request != null)
        || !planted.isEmpty()) {
      if (!planted.isEmpty() && random.nextInt(gap) == 0) {
        plant(planted.removeFirst());
      }
      if (!late.isEmpty() && random.nextInt(8) == 0) {
        late.removeFirst().run();
      }
      Worker worker = workers.get(random.nextInt(PROCESSES));
      if (worker.request == null) {
        if (begun < txns) {
          begun++;
          begin(worker);
        }
      } else if (!worker.executed) {
        execute(worker);
      } else {
        complete(worker);
      }
      replicas.forEach(this::gossip);
    }
    return history.history();
  }

  private void plant(Operation entry) {
    switch (entry.type()) {
      case INVOKE -> history.invoke(entry.process(), "txn", entry.value());
      case OK -> history.ok(entry.process(), entry.value());
      case FAIL -> history.fail(entry.process());
      case INFO -> history.info(entry.process());
    }
  }

  private void begin(Worker worker) {
    worker.request = request();
    worker.executed = false;
    worker.outcome = random.nextInt(24);
    worker.began = log.size();
    history.invoke(worker.process, "txn", worker.request);
  }

  private List<Object> request() {
    var steps = new ArrayList<Object>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int place = random.nextInt(3);
      if (random.nextBoolean()) {
        steps.add(Arrays.asList(R, key(place), null));
      } else {
        Object key = key(place);
        steps.add(
            List.of(type == DataType.LIST ? APPEND : W, key, written.merge(key, 1L, Long::sum)));
      }
    }
    return steps;
  }

  private Object key(int place) {
    long key = place;
    while (written.getOrDefault(key, 0L) == 8) {
      key += 3;
    }
    return key;
  }

  private void execute(Worker worker) {
    worker.executed = true;
    if (worker.outcome == 0 || worker.outcome == 1) {
      worker.reply = null; // it fails, or is lost
    } else if (worker.outcome == 2) {
      var request = worker.request;
      int process = worker.process;
      int began = worker.began;
      late.add(() -> apply(process, began, request));
    } else {
      worker.reply = apply(worker.process, worker.began, worker.request);
    }
  }

  private void complete(Worker worker) {
    if (worker.outcome == 0 || worker.outcome > 3 && worker.reply == null) {
      history.fail(worker.process);
    } else if (worker.outcome <= 3) {
      history.info(worker.process);
      worker.process += PROCESSES;
    } else {
      history.ok(worker.process, worker.reply);
    }
    worker.request = null;
  }

  /** The reply, or null if it cannot be. */
  private List<Object> apply(int process, int began, List<Object> request) {
    if (level.compareTo(Level.CAUSAL) >= 0 && type == DataType.LIST) {
      return weakly(request);
    }
    if (level.compareTo(Level.CAUSAL) >= 0) {
      return replicas.get(random.nextInt(replicas.size())).apply(request);
    }
    int from = snapshot(process, began, request);
    var state = new HashMap<Object, Object>();
    log.subList(0, from).forEach(entry -> entry.forEach((key, value) -> put(state, key, value)));
    var writes = new LinkedHashMap<Object, Object>();
    var reply = on(state, request, writes);
    for (Map<Object, Object> since : log.subList(from, log.size())) {
      if (since.keySet().stream().anyMatch(writes::containsKey)) {
        return null;
      }
    }
    if (!writes.isEmpty()) {
      log.add(writes);
    }
    seen.merge(process, writes.isEmpty() ? from : log.size(), Math::max);
    return reply;
  }

  /** How much of the log it sees. */
  private int snapshot(int process, int began, List<Object> request) {
    boolean reads = request.stream().allMatch(step -> ((List<?>) step).get(0).equals(R));
    int least =
        switch (level) {
          case STRICT -> log.size();
          case SESSIONS -> reads ? seen.getOrDefault(process, 0) : log.size();
          case SERIAL -> reads ? 0 : log.size();
          case STRONG_SNAPSHOTS -> began;
          case SESSION_SNAPSHOTS -> seen.getOrDefault(process, 0);
          default -> 0;
        };
    // Near the end, or nearly all transactions that write would fail.
    return Math.max(least, log.size() - random.nextInt(4));
  }

  private void put(Map<Object, Object> state, Object key, Object value) {
    if (type == DataType.REGISTER) {
      state.put(key, value);
    } else {
      var longer = new ArrayList<Object>((List<?>) state.getOrDefault(key, List.of()));
      longer.addAll((List<?>) value);
      state.put(key, longer);
    }
  }

  /** How much of the log each transaction had seen, itself included. */
  private final List<BitSet> pasts = new ArrayList<>();

  /** Sees of each key what was written up to some point, so far as the level lets these differ. */
  private List<Object> weakly(List<Object> request) {
    var ends = new HashMap<Object, Integer>();
    var appended = new HashSet<Object>();
    for (Object step : request) {
      var parts = (List<?>) step;
      if (parts.get(0).equals(APPEND)) {
        appended.add(parts.get(1));
      } else if (appended.contains(parts.get(1))) {
        ends.put(parts.get(1), log.size()); // it shows where its own value will be
      } else {
        ends.putIfAbsent(parts.get(1), Math.max(0, log.size() - random.nextInt(6)));
      }
    }
    var seen = new BitSet();
    for (int before = -1; before < seen.cardinality(); ) {
      before = seen.cardinality();
      ends.forEach((key, end) -> see(key, end, seen));
      if (level != Level.COMMITTED) {
        seen.stream()
            .forEach(at ->
                log.get(at)
                    .keySet()
                    .forEach(
                        key -> ends.computeIfPresent(key, (any, end) -> Math.max(end, at + 1))));
      }
      ends.forEach((key, end) -> see(key, end, seen));
    }
    var state = new HashMap<Object, Object>();
    for (int at = 0; at < log.size(); at++) {
      int place = at;
      log.get(at)
          .forEach((key, value) -> {
            if (place < ends.getOrDefault(key, log.size())) {
              put(state, key, value);
            }
          });
    }
    var writes = new LinkedHashMap<Object, Object>();
    var reply = on(state, request, writes);
    if (!writes.isEmpty()) {
      seen.set(log.size());
      pasts.add(seen);
      log.add(writes);
    }
    return reply;
  }

  private void see(Object key, int end, BitSet seen) {
    for (int at = 0; at < end; at++) {
      if (log.get(at).containsKey(key)) {
        if (level == Level.CAUSAL) {
          seen.or(pasts.get(at));
        } else {
          seen.set(at);
        }
      }
    }
  }

  private List<Object> on(
      Map<Object, Object> state, List<Object> request, Map<Object, Object> writes) {
    var reply = new ArrayList<Object>();
    for (Object step : request) {
      var parts = (List<?>) step;
      if (parts.get(0).equals(W)) {
        state.put(parts.get(1), parts.get(2));
        writes.put(parts.get(1), parts.get(2));
        reply.add(parts);
      } else if (parts.get(0).equals(APPEND)) {
        put(state, parts.get(1), List.of(parts.get(2)));
        put(writes, parts.get(1), List.of(parts.get(2)));
        reply.add(parts);
      } else {
        reply.add(Arrays.asList(R, parts.get(1), state.get(parts.get(1))));
      }
    }
    return reply;
  }

  /** A write as replicas tell it; the same clock for all writes of a transaction. */
  private record Write(long clock, Object key, Object value) {}

  private final class Replica {
    private final Set<Write> known = new HashSet<>();

    Map<Object, Object> state() {
      var latest = new HashMap<Object, Write>();
      for (Write write : known) {
        latest.merge(write.key(), write, (a, b) -> a.clock() > b.clock() ? a : b);
      }
      var state = new HashMap<Object, Object>();
      latest.forEach((key, write) -> state.put(key, write.value()));
      return state;
    }

    List<Object> apply(List<Object> request) {
      var writes = new LinkedHashMap<Object, Object>();
      var reply = on(state(), request, writes);
      long clock = known.stream().mapToLong(Write::clock).max().orElse(0) / 3 * 3 + 3;
      long unique = clock + replicas.indexOf(this);
      writes.forEach((key, value) -> known.add(new Write(unique, key, value)));
      return reply;
    }
  }

  /** A replica asks another for news. */
  private void gossip(Replica replica) {
    if (level.compareTo(Level.CAUSAL) < 0 || random.nextInt(4) > 0) {
      return;
    }
    Replica other = replicas.get(random.nextInt(replicas.size()));
    var news = new ArrayList<>(other.known);
    news.removeAll(replica.known);
    if (news.isEmpty()) {
      return;
    }
    Write any = news.get(random.nextInt(news.size()));
    switch (level) {
      case CAUSAL -> replica.known.addAll(news);
      case ATOMIC ->
          news.stream().filter(write -> write.clock() == any.clock()).forEach(replica.known::add);
      default -> replica.known.add(any);
    }
  }
}
