package glomers.workbench.checker.kafka;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Histories of a log in memory that is right, or wrong in one thing: concurrent processes send,
 * poll, assign and crash as the workload does, some operations end in an error or without an
 * answer, and effects of those may come late. At the end all processes read everything again.
 */
final class LogExecution {

  /** What is wrong with the log. */
  enum Fault {
    NONE,
    LOST_WRITE("lost-write"),
    DUPLICATE("duplicate"),
    INCONSISTENT_OFFSETS("inconsistent-offsets"),
    POLL_SKIP("poll-skip", "int-poll-skip"),
    NONMONOTONIC_POLL("nonmonotonic-poll"),
    NONMONOTONIC_SEND("nonmonotonic-send"),
    UNSEEN("unseen"),
    ABORTED_READ("G1a"),
    NEGATIVE_OFFSET("malformed-replies"),
    NEVER_SENT("never-sent"),
    WRONG_START("wrong-start");

    /** Either of these says it. */
    final List<String> names;

    Fault(String... names) {
      this.names = List.of(names);
    }
  }

  private static final Keyword SEND = Keyword.of("send");
  private static final Keyword POLL = Keyword.of("poll");
  private static final int KEYS = 3;
  private static final int WORKERS = 4;

  private final Random random;
  private final Fault fault;
  private final boolean linearizableCommits;
  private final LogHistory history = new LogHistory();
  private final List<Worker> workers = new ArrayList<>();
  private final List<Runnable> late = new ArrayList<>();
  private final Map<String, TreeMap<Long, Object>> logs = new LinkedHashMap<>();
  private final Map<String, List<Long>> committed = new HashMap<>();
  private final Map<String, Long> nextMessage = new HashMap<>();

  /** Of each key the last offset that polls show; later ones stay hidden. */
  private final Map<String, Long> hidden = new HashMap<>();

  /** What may have been appended without anybody knowing. */
  private final Set<Object> unanswered = new HashSet<>();

  /** Of each key the last offset at which a message was lost. */
  private final Map<String, Long> lost = new HashMap<>();

  private boolean planted;

  private final class Worker {
    private int process;
    private final Map<String, Long> positions = new LinkedHashMap<>();
    private final Map<String, Long> lastSent = new HashMap<>();
    private final Set<String> polled = new HashSet<>();
    private Runnable effect;
    private Runnable end;

    /** Whether the answer to its poll is wrong. */
    private boolean wrong;

    private Worker(int number) {
      process = number;
    }

    private void replace() {
      process += WORKERS;
      positions.clear();
      lastSent.clear();
      polled.clear();
    }
  }

  private LogExecution(long seed, Fault fault, boolean linearizableCommits) {
    this.random = new Random(seed);
    this.fault = fault;
    this.linearizableCommits = linearizableCommits;
    for (int i = 0; i < WORKERS; i++) {
      workers.add(new Worker(i));
    }
    for (int i = 0; i < KEYS; i++) {
      logs.put("k" + i, new TreeMap<>());
    }
  }

  /** A run and whether the fault showed in it. */
  record Run(List<Operation> history, boolean planted) {}

  static Run run(long seed, Fault fault, boolean linearizableCommits) {
    var execution = new LogExecution(seed, fault, linearizableCommits);
    int steps = 150 + execution.random.nextInt(250);
    for (int i = 0; i < steps; i++) {
      execution.step();
    }
    execution.finish();
    return new Run(execution.history.history(), execution.planted);
  }

  private void step() {
    if (!late.isEmpty() && random.nextInt(8) == 0) {
      late.remove(random.nextInt(late.size())).run();
    }
    Worker worker = workers.get(random.nextInt(WORKERS));
    if (worker.effect != null) {
      Runnable effect = worker.effect;
      worker.effect = null;
      effect.run();
    } else if (worker.end != null) {
      Runnable end = worker.end;
      worker.end = null;
      end.run();
    } else {
      begin(worker);
    }
  }

  private void begin(Worker worker) {
    int choice = random.nextInt(20);
    if (choice < 9) {
      send(worker, key());
    } else if (choice < 17) {
      poll(worker, false);
    } else if (choice < 19) {
      var keys = new ArrayList<String>();
      logs.keySet()
          .forEach(key -> {
            if (random.nextBoolean()) {
              keys.add(key);
            }
          });
      assign(worker, keys.isEmpty() ? List.of(key()) : keys, random.nextInt(6) == 0);
    } else {
      history.begin(worker.process, "crash", null).end(worker.process, Type.INFO, null, Map.of());
      worker.replace();
    }
  }

  private String key() {
    return "k" + random.nextInt(KEYS);
  }

  private void send(Worker worker, String key) {
    Object message = nextMessage.merge(key, 1L, Long::sum);
    int process = worker.process;
    history.beginSend(process, key, message);
    int luck = random.nextInt(20);
    if (luck == 0) {
      Object value = List.of(Arrays.asList(SEND, key, message));
      if (fault == Fault.ABORTED_READ) {
        append(worker, key, message);
        planted = true;
      }
      worker.end = () -> history.end(process, Type.FAIL, value, Map.of());
    } else if (luck <= 2) {
      if (random.nextInt(3) > 0) {
        // A request that is on its way for longer than its client waits
        late.add(() -> append(null, key, message));
      }
      worker.end =
          () -> {
            history.sendEnded(Type.INFO, process, key, message);
            worker.replace();
          };
    } else {
      worker.effect =
          () -> {
            long offset = append(worker, key, message);
            worker.end = () -> history.sent(process, key, message, offset);
          };
    }
  }

  private boolean now() {
    return random.nextInt(6) == 0;
  }

  private long append(Worker by, String key, Object message) {
    TreeMap<Long, Object> log = logs.get(key);
    long first = fault == Fault.NEGATIVE_OFFSET ? -3 : random.nextInt(3);
    long offset = log.isEmpty() ? first : log.lastKey() + 1 + random.nextInt(3);
    planted |= offset < 0;
    if (fault == Fault.LOST_WRITE && by != null && !log.isEmpty() && now()) {
      lost.merge(key, offset, Math::max);
      return offset;
    }
    if (lost.containsKey(key) && offset <= lost.get(key)) {
      offset = lost.get(key) + 1;
    }
    planted |= lost.containsKey(key);
    if (fault == Fault.DUPLICATE && now()) {
      planted = true;
      log.put(offset + 1, message);
    }
    if (by == null) {
      unanswered.add(List.of(key, message));
    }
    if (fault == Fault.INCONSISTENT_OFFSETS
        && by != null
        && !log.isEmpty()
        && !unanswered.contains(List.of(key, log.lastEntry().getValue()))
        && now()) {
      planted = true;
      log.put(log.lastKey(), message);
      return log.lastKey();
    }
    if (fault == Fault.NONMONOTONIC_SEND && by != null && by.lastSent.containsKey(key) && now()) {
      long gap = by.lastSent.get(key) - 1;
      if (gap >= 0 && !log.containsKey(gap)) {
        planted = true;
        log.put(gap, message);
        return gap;
      }
    }
    log.put(offset, message);
    if (by != null) {
      by.lastSent.put(key, offset);
    }
    return offset;
  }

  private void poll(Worker worker, boolean everything) {
    int process = worker.process;
    var from = new LinkedHashMap<>(worker.positions);
    history.beginPoll(process);
    worker.wrong = false;
    worker.effect =
        () -> {
          var reply = new LinkedHashMap<Object, Object>();
          var highest = new HashMap<String, Long>();
          from.forEach((key, position) -> {
            List<Object> pairs = read(worker, key, position, everything);
            if (!pairs.isEmpty() || random.nextBoolean()) {
              reply.put(key, pairs);
            }
            pairs.forEach(
                pair -> highest.merge(key, (Long) ((List<?>) pair).getFirst(), Math::max));
          });
          int luck = everything ? 9 : random.nextInt(20);
          Object asked = List.of(List.of(POLL));
          if (luck == 0) {
            worker.end = () -> history.end(process, Type.FAIL, asked, Map.of());
          } else if (luck == 1) {
            worker.end =
                () -> {
                  history.end(process, Type.INFO, asked, Map.of());
                  worker.replace();
                };
          } else {
            worker.end =
                () -> {
                  planted |= worker.wrong;
                  highest.forEach((key, offset) -> {
                    commit(key, offset);
                    worker.positions.put(key, offset + 1);
                    worker.polled.add(key);
                  });
                  Map<Keyword, Object> extra =
                      highest.isEmpty()
                          ? Map.of()
                          : Map.of(KafkaChecker.COMMITTED, Map.copyOf(highest));
                  history.end(process, Type.OK, List.of(List.of(POLL, reply)), extra);
                };
          }
        };
  }

  private void commit(String key, long offset) {
    var commits = committed.computeIfAbsent(key, any -> new ArrayList<>());
    if (commits.isEmpty() || commits.getLast() < offset) {
      commits.add(offset);
    }
  }

  /** What is there from this offset on, as far as this node has heard, and as much as it likes. */
  private List<Object> read(Worker worker, String key, long from, boolean everything) {
    var pairs = new ArrayList<Object>();
    long start = from;
    boolean polledBefore = worker.polled.contains(key);
    if (fault == Fault.NONMONOTONIC_POLL && polledBefore && now()) {
      Long before = logs.get(key).lowerKey(from);
      start = before == null ? from : before;
    }
    long end = hidden.getOrDefault(key, Long.MAX_VALUE);
    logs.get(key)
        .tailMap(start, true)
        .forEach((offset, message) -> {
          if (offset <= end) {
            pairs.add(Arrays.asList(offset, message));
          }
        });
    int most = everything ? pairs.size() : random.nextInt(pairs.size() + 1);
    pairs.subList(most, pairs.size()).clear();
    worker.wrong |= start != from && !pairs.isEmpty();
    if (fault == Fault.POLL_SKIP && polledBefore && pairs.size() > 1 && now()) {
      pairs.remove(random.nextInt(pairs.size() - 1));
      worker.wrong = true;
    }
    if (fault == Fault.WRONG_START && !polledBefore && pairs.size() > 1 && now()) {
      pairs.removeFirst();
      worker.wrong = true;
    }
    if (fault == Fault.NEVER_SENT && !pairs.isEmpty() && now()) {
      pairs.set(0, Arrays.asList(((List<?>) pairs.getFirst()).getFirst(), "garbage"));
      worker.wrong = true;
    }
    return pairs;
  }

  private void assign(Worker worker, List<String> keys, boolean seek) {
    int process = worker.process;
    Map<Keyword, Object> asked = seek ? Map.of(Keyword.of("seek-to-beginning?"), true) : Map.of();
    history.begin(process, "assign", keys, asked);
    worker.effect =
        () -> {
          var shown = new HashMap<String, Long>();
          for (String key : keys) {
            List<Long> commits = committed.getOrDefault(key, List.of());
            if (!commits.isEmpty()) {
              shown.put(
                  key,
                  linearizableCommits
                      ? commits.getLast()
                      : commits.get(random.nextInt(commits.size())));
            }
          }
          if (random.nextInt(20) == 0 && !seek) {
            worker.end = () -> history.end(process, Type.FAIL, keys, Map.of());
            return;
          }
          worker.end =
              () -> {
                var positions = new LinkedHashMap<String, Long>();
                for (String key : keys) {
                  long start = shown.getOrDefault(key, 0L);
                  positions.put(key, seek ? 0 : worker.positions.getOrDefault(key, start));
                }
                worker.positions.clear();
                worker.positions.putAll(positions);
                worker.polled.retainAll(seek ? List.of() : keys);
                history.end(
                    process,
                    Type.OK,
                    keys,
                    seek ? asked : Map.of(KafkaChecker.COMMITTED, Map.copyOf(shown)));
              };
        };
  }

  private void finish() {
    for (Worker worker : workers) {
      settle(worker);
    }
    late.forEach(effect -> {
      if (random.nextBoolean()) {
        effect.run();
      }
    });
    if (fault == Fault.UNSEEN) {
      Worker sender = workers.getFirst();
      logs.forEach((key, log) -> hidden.put(key, log.isEmpty() ? -1 : log.lastKey()));
      send(sender, key());
      settle(sender);
      planted = history.history().getLast().type() == Type.OK;
    }
    for (Worker worker : workers) {
      history.begin(worker.process, "crash", null).end(worker.process, Type.INFO, null, Map.of());
      worker.replace();
      assign(worker, List.copyOf(logs.keySet()), true);
    }
    workers.forEach(this::settle);
    for (Worker worker : workers) {
      poll(worker, true);
    }
    workers.forEach(this::settle);
  }

  private static void run(Runnable effect) {
    if (effect != null) {
      effect.run();
    }
  }

  private void settle(Worker worker) {
    Runnable effect = worker.effect;
    worker.effect = null;
    run(effect);
    Runnable end = worker.end;
    worker.end = null;
    run(end);
  }
}
