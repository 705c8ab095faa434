package glomers.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Json;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RealHost;
import glomers.node.Transport;
import glomers.node.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All logs among clients that truly run at the same time: what a simulation, which lets one task
 * run at a time, cannot see. No faults, and no time is measured.
 */
@Timeout(60)
class LogOnRealThreadsTest {
  private static final List<String> NODES = List.of("n1", "n2");
  private static final List<String> KEYS = List.of("a", "b", "c");
  private static final int CLIENTS = 8;
  private static final int ROUNDS = 60;
  private static final Message END = new Message("", "", Body.of("end"));

  private final Map<String, BlockingQueue<Message>> inboxes = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<Message>> requests = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private final TestLinKv kv = new TestLinKv();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** What a send was told. */
  private record Acknowledged(String key, long offset, long message) {}

  private final class Wire implements Transport {
    private final BlockingQueue<Message> inbox;

    Wire(String name) {
      inbox = inboxes.computeIfAbsent(name, any -> new LinkedBlockingQueue<>());
    }

    @Override
    public Optional<Message> receive() {
      try {
        Message next = inbox.take();
        return next == END ? Optional.empty() : Optional.of(next);
      } catch (InterruptedException e) {
        return Optional.empty();
      }
    }

    @Override
    public void send(Message message) {
      deliver(message);
    }
  }

  private void deliver(Message message) {
    if (message.dest().equals("lin-kv")) {
      ObjectNode reply;
      synchronized (kv) {
        reply = kv.apply(message);
      }
      deliver(World.replyTo(message, reply));
    } else if (inboxes.containsKey(message.dest())) {
      inboxes.get(message.dest()).add(message);
    } else {
      message.inReplyTo().ifPresent(id -> requests.remove(id).complete(message));
    }
  }

  private Message ask(String node, ObjectNode body) throws Exception {
    long id = lastId.incrementAndGet();
    CompletableFuture<Message> reply = new CompletableFuture<>();
    requests.put(id, reply);
    deliver(new Message("c1", node, body.put("msg_id", id)));
    Message answer = reply.get(20, TimeUnit.SECONDS);
    assertTrue(!answer.type().equals("error"), () -> "" + answer);
    return answer;
  }

  private void start(Consumer<Node> challenge) throws Exception {
    for (String name : NODES) {
      Node node = new Node(new Wire(name), new RealHost(name));
      challenge.accept(node);
      threads.submit(node::run);
    }
    for (String name : NODES) {
      ask(name, Json.object("{'type':'init','node_id':'" + name + "','node_ids':['n1','n2']}"));
    }
  }

  @AfterEach
  void endTheNodes() {
    inboxes.values().forEach(inbox -> inbox.add(END));
    threads.shutdown();
  }

  private List<Acknowledged> workAsClient(int number) throws Exception {
    List<Acknowledged> sent = new ArrayList<>();
    Map<String, Long> positions = new TreeMap<>();
    String node = NODES.get(number % NODES.size());
    for (int i = 0; i < ROUNDS; i++) {
      String key = KEYS.get((number + i) % KEYS.size());
      long message = number * 1_000_000L + i;
      Message ok = ask(node, Body.of("send").put("key", key).put("msg", message));
      sent.add(new Acknowledged(key, ok.integer("offset"), message));
      poll(node, positions);
      if (i % 4 == 0) {
        ObjectNode commit = Body.of("commit_offsets");
        positions.forEach(commit.putObject("offsets")::put);
        ask(node, commit);
        ObjectNode list = Body.of("list_committed_offsets");
        KEYS.forEach(list.putArray("keys")::add);
        ObjectNode committed = ask(node, list).object("offsets");
        positions.forEach((each, position) ->
            assertTrue(committed.path(each).asLong() >= position, "a commit has gone back"));
      }
    }
    return sent;
  }

  /** Reads on from these positions, and looks for holes. */
  private Map<String, List<Long>> poll(String node, Map<String, Long> positions) throws Exception {
    ObjectNode poll = Body.of("poll");
    KEYS.forEach(key -> poll.withObject("/offsets").put(key, positions.getOrDefault(key, 0L)));
    Map<String, List<Long>> messages = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : ask(node, poll).object("msgs").properties()) {
      for (JsonNode pair : each.getValue()) {
        long expected = positions.getOrDefault(each.getKey(), 0L);
        assertEquals(expected, pair.get(0).asLong(), "a poll has skipped an offset");
        positions.put(each.getKey(), expected + 1);
        messages.computeIfAbsent(each.getKey(), any -> new ArrayList<>()).add(pair.get(1).asLong());
      }
    }
    return messages;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "cas", "owned"})
  void whatClientsDoAtTheSameTimeIsNeitherLostNorDoubledNorOvertaken(String log) throws Exception {
    start(
        switch (log) {
          case "plain" -> Log::new;
          case "cas" -> CasLog::new;
          default -> OwnedLog::new;
        });
    List<Callable<List<Acknowledged>>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      clients.add(() -> workAsClient(number));
    }
    List<Acknowledged> sent = new ArrayList<>();
    for (Future<List<Acknowledged>> each : threads.invokeAll(clients)) {
      sent.addAll(each.get());
    }
    Map<String, Map<Long, Long>> expected = new TreeMap<>();
    for (Acknowledged each : sent) {
      Long other =
          expected
              .computeIfAbsent(each.key(), any -> new TreeMap<>())
              .put(each.offset(), each.message());
      assertEquals(null, other, "two messages have the offset of " + each);
    }
    for (String node : NODES) {
      Map<String, Long> positions = new TreeMap<>();
      Map<String, List<Long>> read = new TreeMap<>();
      while (positions.values().stream().mapToLong(Long::longValue).sum() < sent.size()) {
        // A poll may lag behind, but not for ever.
        poll(node, positions)
            .forEach(
                (key, more) -> read.computeIfAbsent(key, any -> new ArrayList<>()).addAll(more));
      }
      expected.forEach((key, messages) ->
          assertEquals(List.copyOf(messages.values()), read.get(key), node + " reads " + key));
    }
  }
}
