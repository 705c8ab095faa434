package glomers.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.Node;
import glomers.simulation.Cluster;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.checker.kafka.KafkaChecker;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A cluster of log nodes and clients like Maelstrom's in simulated time: they send, poll, commit,
 * assign themselves keys and crash, at last they read all there is, and what they saw is judged.
 */
final class LogRun {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Keyword SEND = Keyword.of("send");
  private static final Keyword POLL = Keyword.of("poll");

  private final Cluster cluster;
  private final TestLinKv kv = new TestLinKv();
  private final List<Operation> history = new ArrayList<>();
  private final Map<String, Long> nextMessage = new TreeMap<>();
  private final Map<String, Long> highest = new TreeMap<>();
  private final int workers;
  private boolean over;

  /** A run of {@code workers} clients on {@code nodes} nodes. */
  LogRun(long seed, int nodes, int workers, Consumer<Node> challenge) {
    this.cluster = new Cluster(seed, nodes, challenge);
    this.workers = workers;
    cluster.network().serve("lin-kv", kv);
  }

  Cluster cluster() {
    return cluster;
  }

  TestLinKv kv() {
    return kv;
  }

  List<Operation> history() {
    return history;
  }

  /** How many operations ended so. */
  long count(Keyword f, Type type) {
    return history.stream().filter(op -> op.f().equals(f) && op.type() == type).count();
  }

  /** Messages with no client at either end, for each operation. */
  double messagesPerOperation() {
    long operations = history.stream().filter(op -> op.type() == Type.INVOKE).count();
    return (double) cluster.network().sentBetweenServers() / operations;
  }

  /**
   * Lets the clients work while {@code faults} runs, mends the network, waits for 10 s, reads
   * everything and judges. All nodes must run again when {@code faults} ends.
   */
  void run(Runnable faults) {
    cluster.run(() -> {
      List<Runnable> all = new ArrayList<>();
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        Client client = new Client(i, cluster.names().get(i % cluster.names().size()));
        clients.add(client);
        all.add(client::work);
      }
      all.add(() -> {
        faults.run();
        over = true;
      });
      cluster.together(all);
      cluster.network().heal();
      cluster.sleep(Duration.ofSeconds(10));
      cluster.together(clients.stream().<Runnable>map(client -> client::readAll).toList());
    });
    Verdict verdict = new KafkaChecker(false).check(history);
    assertEquals(
        Validity.VALID,
        verdict.validity(),
        () -> "seed " + cluster.simulation().seed() + ": " + verdict);
    assertTrue(count(SEND, Type.OK) > 0, "no send was acknowledged");
  }

  /** One client: a logical process, a node, and positions in the logs. */
  private final class Client {
    private final String node;
    private final RandomGenerator random;
    private int process;
    private String underWay;
    private Map<String, Long> positions = new LinkedHashMap<>();

    Client(int process, String node) {
      this.process = process;
      this.node = node;
      this.random = cluster.clients().random();
    }

    void work() {
      while (!over) {
        cluster.sleep(Duration.ofNanos(random.nextLong(8_000_000)));
        int choice = random.nextInt(64);
        if (choice < 2) {
          assign(List.of(key()), false);
        } else if (choice == 2) {
          assign(new ArrayList<>(nextMessage.keySet()), false);
        } else if (choice == 3 && random.nextInt(8) == 0) {
          invoke("crash", null);
          crash();
        } else if (choice % 2 == 0) {
          send(key());
        } else {
          poll();
        }
      }
    }

    /** Few keys at a time, the last of them the hottest. */
    private String key() {
      int newest = nextMessage.values().stream().mapToInt(Math::toIntExact).sum() / 80;
      int age = Math.min(4, Long.numberOfTrailingZeros(random.nextLong()));
      return Integer.toString(Math.max(0, newest - age));
    }

    void readAll() {
      invoke("crash", null);
      crash();
      assign(new ArrayList<>(nextMessage.keySet()), true);
      long end = cluster.simulation().now().plusSeconds(10).toNanos();
      while (cluster.simulation().now().toNanos() < end && !hasReadAll()) {
        poll();
        cluster.sleep(Duration.ofMillis(200));
      }
    }

    private boolean hasReadAll() {
      return highest.entrySet().stream()
          .allMatch(each -> positions.getOrDefault(each.getKey(), 0L) > each.getValue());
    }

    private void send(String key) {
      long message = nextMessage.merge(key, 1L, Long::sum);
      List<?> value = List.of(Arrays.asList(SEND, key, message));
      invoke("send", value);
      request(Body.of("send").put("key", key).put("msg", message), value)
          .ifPresent(reply -> {
            long offset = reply.integer("offset");
            highest.merge(key, offset, Math::max);
            end(Type.OK, List.of(List.of(SEND, key, List.of(offset, message))), Map.of());
          });
    }

    private void poll() {
      List<?> value = List.of(List.of(POLL));
      invoke("poll", value);
      ObjectNode body = Body.of("poll");
      positions.forEach(body.putObject("offsets")::put);
      Optional<Message> reply = request(body, value);
      if (reply.isEmpty()) {
        return;
      }
      Map<Object, Object> polled = new LinkedHashMap<>();
      Map<String, Long> last = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> each : reply.get().object("msgs").properties()) {
        List<Object> pairs = new ArrayList<>();
        for (JsonNode pair : each.getValue()) {
          pairs.add(List.of(pair.get(0).asLong(), pair.get(1).asLong()));
          last.merge(each.getKey(), pair.get(0).asLong(), Math::max);
        }
        polled.put(each.getKey(), pairs);
      }
      if (!last.isEmpty()) {
        ObjectNode commit = Body.of("commit_offsets");
        last.forEach(commit.putObject("offsets")::put);
        if (request(commit, value).isEmpty()) {
          return;
        }
        last.forEach((key, offset) -> {
          positions.put(key, offset + 1);
          highest.merge(key, offset, Math::max);
        });
      }
      end(
          Type.OK,
          List.of(List.of(POLL, polled)),
          last.isEmpty() ? Map.of() : Map.of(KafkaChecker.COMMITTED, last));
    }

    private void assign(List<String> keys, boolean fromBeginning) {
      Map<String, Long> committed = new LinkedHashMap<>();
      add(
          Type.INVOKE,
          "assign",
          keys,
          fromBeginning ? Map.of(Keyword.of("seek-to-beginning?"), true) : Map.of());
      if (!fromBeginning) {
        ObjectNode body = Body.of("list_committed_offsets");
        keys.forEach(body.putArray("keys")::add);
        Optional<Message> reply = cluster.request(node, body, TIMEOUT);
        if (reply.isEmpty() || reply.get().type().equals("error")) {
          end(Type.FAIL, keys, Map.of());
          return;
        }
        for (Map.Entry<String, JsonNode> each : reply.get().object("offsets").properties()) {
          committed.put(each.getKey(), each.getValue().asLong());
        }
      }
      Map<String, Long> assigned = new LinkedHashMap<>();
      for (String key : keys) {
        long start = positions.getOrDefault(key, committed.getOrDefault(key, 0L));
        assigned.put(key, fromBeginning ? 0 : start);
      }
      positions = assigned;
      end(Type.OK, keys, fromBeginning ? Map.of() : Map.of(KafkaChecker.COMMITTED, committed));
    }

    /** The reply if all is well; else the operation has ended. */
    private Optional<Message> request(ObjectNode body, Object value) {
      Optional<Message> reply = cluster.request(node, body, TIMEOUT);
      if (reply.isPresent() && !reply.get().type().equals("error")) {
        return reply;
      }
      boolean poll = body.path("type").asText().equals("poll");
      if (poll || reply.map(error -> definite(error.integer("code"))).orElse(false)) {
        end(Type.FAIL, value, Map.of());
      } else {
        String error = reply.map(each -> each.text("text")).orElse("no reply");
        end(Type.INFO, value, Map.of(Operation.ERROR, error));
        process += workers;
        positions = new LinkedHashMap<>();
      }
      return Optional.empty();
    }

    private void crash() {
      end(Type.INFO, null, Map.of());
      process += workers;
      positions = new LinkedHashMap<>();
    }

    private void invoke(String f, Object value) {
      add(Type.INVOKE, f, value, Map.of());
    }

    private void end(Type type, Object value, Map<Keyword, Object> extra) {
      add(type, underWay, value, extra);
    }

    private void add(Type type, String f, Object value, Map<Keyword, Object> extra) {
      underWay = f;
      long time = cluster.simulation().now().toNanos();
      history.add(new Operation(history.size(), time, type, process, Keyword.of(f), value, extra));
    }
  }

  private static boolean definite(long code) {
    return ErrorCode.of((int) code).map(ErrorCode::definite).orElse(false);
  }
}
