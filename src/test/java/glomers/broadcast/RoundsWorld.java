package glomers.broadcast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import glomers.node.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/** A cluster of {@link Rounds} in a world of discrete events: the pure core needs no more. */
final class RoundsWorld {
  static final long MS = 1_000_000;

  private final Tuning tuning;
  private final Random random;
  private final double latencyMs;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<JsonNode, Long> addedAt = new LinkedHashMap<>();
  private final Map<JsonNode, Long> everywhereAt = new LinkedHashMap<>();
  private final Map<JsonNode, Integer> holders = new LinkedHashMap<>();
  private final long[] wakeAt;
  private final long[] startedAt;
  private long order;
  private int nextValue;
  final List<String> ids;
  final Rounds[] nodes;
  final List<Set<JsonNode>> values = new ArrayList<>();
  long now;
  long messages;
  long bytes;
  long largest;
  double loss;
  double duplicate;
  double jitterMs = 1;
  final List<String> trace = new ArrayList<>();
  private long tracedFrom;
  BiPredicate<Integer, Integer> cut = (from, to) -> false;
  BiConsumer<Integer, Integer> onSend = (from, to) -> {};

  private record Event(long at, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  RoundsWorld(Tuning tuning, int size, double latencyMs, long seed) {
    this(tuning, size, latencyMs, seed, 50);
  }

  /** A world in which everything happens to the millisecond. */
  static RoundsWorld exact(Tuning tuning, int size, double latencyMs) {
    RoundsWorld world = new RoundsWorld(tuning, size, latencyMs, 0, 1);
    world.jitterMs = 0;
    return world;
  }

  private RoundsWorld(Tuning tuning, int size, double latencyMs, long seed, int startsWithinMs) {
    this.tuning = tuning;
    this.latencyMs = latencyMs;
    this.random = new Random(seed);
    this.ids = IntStream.range(0, size).mapToObj(i -> "n" + i).toList();
    this.nodes = new Rounds[size];
    this.wakeAt = new long[size];
    this.startedAt = new long[size];
    for (int i = 0; i < size; i++) {
      values.add(new LinkedHashSet<>());
      long start = random.nextInt(startsWithinMs) * MS; // nodes do not wake up all at once
      int node = i;
      startedAt[i] = start;
      nodes[i] = rounds(i, 1_000 + i);
      at(start, () -> step(node));
    }
  }

  private Rounds rounds(int node, long incarnation) {
    String self = ids.get(node);
    return new Rounds(tuning, self, self + "/" + incarnation, incarnation, ids);
  }

  /** A node's own clock. */
  private long clock(int node) {
    return now - startedAt[node];
  }

  /** Forgets a node's memory, as a crash does, and starts it anew. */
  void restart(int node) {
    restart(node, 5_000 + node + now / MS);
  }

  /** The same with an incarnation of one's choice. */
  void restart(int node, long incarnation) {
    startedAt[node] = now;
    nodes[node] = rounds(node, incarnation);
    for (JsonNode value : values.get(node)) {
      holders.merge(value, -1, Integer::sum);
      everywhereAt.remove(value);
    }
    values.get(node).clear();
    nodes[node].introduce(0);
    step(node);
  }

  void at(long time, Runnable action) {
    events.add(new Event(Math.max(now, time), order++, action));
  }

  void add(int node) {
    add(node, IntNode.valueOf(nextValue++));
  }

  void add(int node, JsonNode value) {
    addedAt.put(value, now);
    values.get(node).add(value);
    holds(value);
    nodes[node].add(value, clock(node));
    step(node);
  }

  /** Broadcasts at random nodes, {@code perSecond} on average, evenly staggered. */
  void load(double perSecond, double seconds) {
    double time = now;
    double end = now + seconds * 1e9;
    while (time < end) {
      time += random.nextDouble() * 2 / perSecond * 1e9;
      at((long) time, () -> add(random.nextInt(nodes.length)));
    }
  }

  void run(double seconds) {
    long end = now + (long) (seconds * 1e9);
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event event = events.poll();
      now = event.at();
      event.action().run();
    }
    now = end;
  }

  private void step(int node) {
    Rounds.Step step = nodes[node].step(clock(node));
    for (Rounds.Outgoing message : step.messages()) {
      send(node, ids.indexOf(message.dest()), message.share());
    }
    wakeAt[node] = step.wakeAt();
    if (step.wakeAt() != Share.NEVER) {
      if (step.wakeAt() <= clock(node)) {
        throw new AssertionError("a hot loop: " + ids.get(node) + " wants to be woken at once");
      }
      long due = step.wakeAt();
      at(
          startedAt[node] + due + (long) (random.nextDouble() * Math.min(jitterMs, 1) * MS),
          () -> {
            if (wakeAt[node] == due) {
              step(node);
            }
          });
    }
  }

  private void send(int from, int to, Share share) {
    messages++;
    trace.add("%5d n%d > n%d %s".formatted((now - tracedFrom) / MS, from, to, inWords(share)));
    onSend.accept(from, to);
    Message message = new Message(ids.get(from), ids.get(to), share.toBody());
    long size = message.body().toString().length();
    bytes += size;
    largest = Math.max(largest, size);
    int copies = random.nextDouble() < duplicate ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (random.nextDouble() < loss) {
        continue;
      }
      double delay = latencyMs + random.nextDouble() * jitterMs;
      at(now + (long) (delay * MS), () -> deliver(from, to, message));
    }
  }

  private static String inWords(Share share) {
    List<String> values = new ArrayList<>();
    share.load().items().forEach(item -> item.path("values").forEach(v -> values.add(v.asText())));
    String kind = share.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return kind
        + switch (values.size()) {
          case 0 -> "";
          case 1, 2, 3 -> " of " + String.join(", ", values);
          default -> " of " + values.size() + " values";
        };
  }

  /** What is sent from now on, and when after now, in ms. */
  void traceFromNow() {
    tracedFrom = now;
    trace.clear();
  }

  private void deliver(int from, int to, Message message) {
    if (cut.test(from, to)) {
      return;
    }
    for (JsonNode value : nodes[to].receive(ids.get(from), Share.of(message), clock(to))) {
      if (values.get(to).add(value)) {
        holds(value);
      }
    }
    step(to);
  }

  private void holds(JsonNode value) {
    if (holders.merge(value, 1, Integer::sum) == nodes.length) {
      everywhereAt.put(value, now);
    }
  }

  int added() {
    return addedAt.size();
  }

  /** The values that some node lacks. */
  List<JsonNode> missing() {
    return addedAt.keySet().stream().filter(value -> !everywhereAt.containsKey(value)).toList();
  }

  /** Which nodes lack some value, whether it is everywhere else or not. */
  List<String> wanting() {
    return ids.stream()
        .filter(id -> !values.get(ids.indexOf(id)).containsAll(addedAt.keySet()))
        .toList();
  }

  /** When the last value got everywhere. */
  long completeAt() {
    return everywhereAt.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** From a value's broadcast until it was everywhere, in ms, sorted. */
  long[] latencies() {
    return everywhereAt.entrySet().stream()
        .mapToLong(e -> (e.getValue() - addedAt.get(e.getKey())) / MS)
        .sorted()
        .toArray();
  }

  static String summary(long[] sorted) {
    int n = sorted.length;
    return "median "
        + sorted[n / 2]
        + " p95 "
        + sorted[n * 95 / 100]
        + " max "
        + sorted[n - 1]
        + " of "
        + n
        + " "
        + Arrays.toString(Arrays.copyOfRange(sorted, Math.max(0, n - 5), n));
  }
}
