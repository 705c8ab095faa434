package glomers.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Feeds a node with {@link Mutator mutated} lines, a good request after every twentieth, and plays
 * the services and the other nodes meanwhile. As a program it starts the node as Maelstrom does and
 * says how many good requests were answered, and what memory that took:
 *
 * <p>{@code Garbage <maelstrom/bin> <lines> <seed> <challenge> [options]}
 */
final class Garbage {
  /** What a node is, and what can be said to it. */
  record Kind(String words, List<String> good, List<String> others) {}

  private static final String GOSSIP =
      "{'src':'n2','dest':'n1','body':{'type':'gossip','msg_id':3,'incarnation':5,'items':[%s]}}";

  private static final List<String> OF_ALL =
      List.of(
          "{'src':'c8','dest':'n1','body':{'type':'init','msg_id':2,'node_id':'n1',"
              + "'node_ids':['n1','n2','n3']}}",
          "{'src':'n2','dest':'n1','body':{'type':'gossip_ok','in_reply_to':7,'incarnation':5}}",
          "{'src':'lin-kv','dest':'n1','body':{'type':'read_ok','in_reply_to':7,'value':5}}",
          "{'src':'n2','dest':'n1','body':{'type':'error','in_reply_to':7,'code':11,'text':'x'}}");

  private static final String TXN = "{'type':'txn','txn':[['r',1,null],['w',2,12]]}";

  /** All rungs of all challenges. */
  static final List<Kind> KINDS =
      List.of(
          kind("echo", "{'type':'echo','echo':'hello 12'}"),
          kind("unique-ids", "{'type':'generate'}"),
          broadcast("broadcast", peer("{'type':'broadcast','msg_id':3,'message':12}")),
          kind("g-counter", "{'type':'add','delta':3}", "{'type':'read'}"),
          log("kafka"),
          with(
              kind("txn", TXN),
              peer("{'type':'sync','msg_id':3,'writes':[[1,5,3,'n2'],[2,6,3,'n2']]}")),
          broadcast("broadcast --rung robust", GOSSIP.formatted("12,13")),
          broadcast("broadcast --rung efficient", upload()),
          broadcast("broadcast --rung efficient:3e", batch()),
          kind("g-counter --rung robust", "{'type':'add','delta':3}", "{'type':'read'}"),
          kind("g-counter --rung robust:second-old", "{'type':'add','delta':3}", "{'type':'read'}"),
          counter("g-counter --rung efficient"),
          kind("pn-counter --rung robust", "{'type':'add','delta':-3}", "{'type':'read'}"),
          counter("pn-counter --rung efficient"),
          with(
              kind("g-set", "{'type':'add','element':12}"),
              GOSSIP.formatted("12,13"),
              client("{'type':'read'}")),
          log("kafka --rung plain"),
          log("kafka --rung robust"),
          log("kafka --rung efficient"),
          txn("txn --rung robust", "[[1770000000000,0,'n2/x'],5]"),
          txn("txn --rung robust:max-value", "5"),
          txn(
              "txn --rung robust:multi-value",
              "[{'n2/x':1},[['n2/x',1,[1770000000000,0,'n2/x'],5]]]"));

  private static final int GOOD_EVERY = 20;
  private static final int GOOD_AT_ONCE = 100;
  private static final int FROM_THE_BEGINNING = 64;

  /** The ids of good requests; those of mutated ones are mostly small. */
  private static final long FIRST_GOOD = 5_000_000_000L;

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(9);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Mutator mutator;
  private final SplittableRandom random;
  private final OutputStream toNode;
  private final Map<Long, Long> waiting = new ConcurrentHashMap<>();
  private final BlockingQueue<ObjectNode> answers = new LinkedBlockingQueue<>();
  private final Map<String, JsonNode> store = new HashMap<>();
  private final Map<String, Integer> answered = new TreeMap<>();
  private final List<Long> unanswered = new ArrayList<>();
  private final Map<String, Long> positions = new ConcurrentHashMap<>(); // by key of a log
  private volatile long known; // of the ledger's segments
  private long slowest;
  private int accepted;

  private Garbage(long seed, OutputStream toNode) {
    this.mutator = new Mutator(seed);
    this.random = new SplittableRandom(seed);
    this.toNode = new BufferedOutputStream(toNode, 1 << 16);
  }

  /**
   * What came of it.
   *
   * @param answered the good requests' answers by type, errors with their code
   * @param unanswered the good requests without an answer within 9 s
   * @param accepted how many of all requests were answered by something other than an error
   * @param slowest how long a good request took at most, in nanoseconds
   * @param stored how many values and ledger entries the services hold in the end
   * @param bytes how long those are as JSON
   */
  record Outcome(
      int good,
      Map<String, Integer> answered,
      List<Long> unanswered,
      int accepted,
      long slowest,
      long stored,
      long bytes) {}

  private static Kind kind(String words, String... bodies) {
    List<String> good = new ArrayList<>();
    for (String body : bodies) {
      good.add(client(body));
    }
    return new Kind(words, good, List.of());
  }

  private static Kind with(Kind kind, String... others) {
    return new Kind(kind.words(), kind.good(), List.of(others));
  }

  private static String peer(String body) {
    return "{'src':'n2','dest':'n1','body':" + body + "}";
  }

  private static String client(String body) {
    return "{'src':'c1','dest':'n1','body':" + body.replaceFirst("\\}$", ",'msg_id':1}") + "}";
  }

  private static Kind broadcast(String words, String internal) {
    return with(
        kind(words, "{'type':'broadcast','message':12}"),
        internal,
        client("{'type':'read'}"),
        client("{'type':'topology','topology':{'n1':['n2'],'n2':['n1','n3'],'n3':['n2']}}"));
  }

  private static String upload() {
    return internal("upload", "'stamp':7,'aim':8,'by':3,'way':5");
  }

  private static String batch() {
    return internal("batch", "'at':7,'next':9,'round':2,'margin':1,'stamp':6,'came':5");
  }

  private static String internal(String type, String times) {
    return "{'src':'n2','dest':'n1','body':{'type':'"
        + type
        + "','incarnation':5,'to':0,'have':{'n2/5':2},'items':{'n2/5':{'at':0,'values':[12,13]}},"
        + times
        + "}}";
  }

  private static Kind counter(String words) {
    return with(
        kind(words, "{'type':'add','delta':3}", "{'type':'read'}"),
        GOSSIP.formatted("{'origin':'n2/x','added':5,'taken':1}"));
  }

  private static Kind log(String words) {
    return with(
        kind(
            words,
            "{'type':'send','key':'k1','msg':12}",
            "{'type':'poll','offsets':{'k1':3,'k2':0}}",
            "{'type':'commit_offsets','offsets':{'k1':3,'k2':1}}",
            "{'type':'list_committed_offsets','keys':['k1','k2']}"),
        "{'src':'n2','dest':'n1','body':{'type':'append','msg_id':3,'known':1,"
            + "'entries':[{'from':'n2/x','no':1,'key':'k1','msg':5}]}}");
  }

  private static Kind txn(String words, String version) {
    return with(
        kind(words, TXN),
        GOSSIP.formatted("{'stamp':[1770000000000,0,'n2/x'],'writes':[[1," + version + "]]}"));
  }

  /** Runs {@code lines} lines past a node that reads {@code toNode} and writes {@code fromNode}. */
  static Outcome run(Kind kind, int lines, long seed, OutputStream toNode, InputStream fromNode) {
    Garbage garbage = new Garbage(seed, toNode);
    Thread reader = Thread.ofPlatform().daemon().start(() -> garbage.read(fromNode));
    try {
      int good = garbage.write(kind, lines);
      toNode.close();
      reader.join(20_000);
      synchronized (garbage) {
        return new Outcome(
            good,
            garbage.answered,
            garbage.unanswered,
            garbage.accepted,
            garbage.slowest,
            garbage.store.values().stream().mapToLong(Garbage::values).sum(),
            garbage.store.values().stream().mapToLong(value -> value.toString().length()).sum());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int values(JsonNode stored) {
    return stored.isArray() ? stored.size() : 1;
  }

  private int write(Kind kind, int lines) throws IOException, InterruptedException {
    List<ObjectNode> templates = new ArrayList<>();
    kind.good().forEach(line -> templates.add(object(line)));
    kind.good().forEach(line -> templates.add(object(line)));
    kind.others().forEach(line -> templates.add(object(line)));
    kind.others().forEach(line -> templates.add(object(line)));
    OF_ALL.forEach(line -> templates.add(object(line)));
    send(
        object(
            "{'src':'c0','dest':'n1','body':{'type':'init','msg_id':1,'node_id':'n1',"
                + "'node_ids':['n1','n2','n3']}}"));
    toNode.flush();
    int good = 0;
    for (int i = 0; i < lines; i++) {
      answerAll();
      ObjectNode template = templates.get(random.nextInt(templates.size()));
      toNode.write(mutator.mutated(varied(template)));
      toNode.write('\n');
      if (i % GOOD_EVERY == 0) {
        long id = FIRST_GOOD + good;
        ObjectNode request = varied(templates.get(good++ % kind.good().size()));
        ((ObjectNode) request.get("body")).put("msg_id", id);
        waiting.put(id, System.nanoTime());
        send(request.put("src", "good"));
        toNode.flush();
        awaitRoom(GOOD_AT_ONCE);
      }
    }
    awaitRoom(1);
    return good;
  }

  /** Until fewer good requests than {@code limit} wait for an answer. */
  private void awaitRoom(int limit) throws IOException, InterruptedException {
    while (waiting.size() >= limit) {
      toNode.flush();
      ObjectNode answer = answers.poll(20, TimeUnit.MILLISECONDS);
      if (answer != null) {
        send(answer);
      }
      answerAll();
      long now = System.nanoTime();
      waiting.forEach((id, since) -> {
        if (now - since > PATIENCE && waiting.remove(id) != null) {
          synchronized (this) {
            unanswered.add(id - FIRST_GOOD);
          }
        }
      });
    }
  }

  private void answerAll() throws IOException {
    for (ObjectNode answer = answers.poll(); answer != null; answer = answers.poll()) {
      send(answer);
      if (random.nextInt(10) == 0) {
        toNode.write(mutator.mutated(answer));
        toNode.write('\n');
      }
    }
  }

  private void send(ObjectNode message) throws IOException {
    toNode.write(message.toString().getBytes(StandardCharsets.UTF_8));
    toNode.write('\n');
  }

  /** A line of the same kind with other small numbers. */
  private ObjectNode varied(ObjectNode template) {
    ObjectNode message = template.deepCopy();
    if (message.get("body") instanceof ObjectNode body) {
      for (String name : List.of("message", "element", "msg", "echo")) {
        if (body.has(name)) {
          body.put(name, random.nextInt(1_000));
        }
      }
      if (body.has("msg_id")) {
        body.put("msg_id", random.nextInt(1 << 30));
      }
      if (random.nextInt(FROM_THE_BEGINNING) > 0) {
        goOn(body);
      }
    }
    return message;
  }

  /**
   * Mostly, nobody asks again for what he has got: else nearly all of the time would go into long
   * replies.
   */
  private void goOn(ObjectNode body) {
    if (body.has("known")) {
      body.put("known", known);
    }
    if (body.path("type").asText().equals("poll")) {
      ObjectNode offsets = (ObjectNode) body.get("offsets");
      positions.forEach(
          (key, next) -> offsets.replace(key, JSON.getNodeFactory().numberNode(next)));
    }
  }

  /** Notes what has been got. */
  private void note(ObjectNode body) {
    for (Map.Entry<String, JsonNode> each : body.path("msgs").properties()) {
      if (each.getKey().matches("k[12]")) {
        long next = each.getValue().path(each.getValue().size() - 1).path(0).asLong() + 1;
        positions.merge(each.getKey(), next, Math::max);
      }
    }
    JsonNode segments = body.path("segments");
    if (!segments.isEmpty()) {
      known = Math.max(known, body.path("at").asLong() + segments.size());
    }
  }

  private static ObjectNode object(String line) {
    try {
      return (ObjectNode) JSON.readTree(line.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(InputStream fromNode) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(fromNode, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        hear((ObjectNode) JSON.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void hear(ObjectNode message) {
    ObjectNode body = (ObjectNode) message.get("body");
    String dest = message.path("dest").asText();
    String type = body.path("type").asText();
    if (body.has("in_reply_to")) {
      note(body);
      Long since = waiting.remove(body.path("in_reply_to").asLong());
      synchronized (this) {
        accepted += type.equals("error") ? 0 : 1;
        if (since != null) {
          slowest = Math.max(slowest, System.nanoTime() - since);
          answered.merge(
              type.equals("error") ? "error " + body.path("code") : type, 1, Integer::sum);
        }
      }
    } else if (dest.endsWith("-kv")) {
      answers.add(reply(message, serve(body)));
    } else if (type.equals("gossip")) {
      answers.add(reply(message, object("{'type':'gossip_ok','incarnation':5}")));
    } else if (type.equals("append")) {
      answers.add(reply(message, object("{'type':'append_ok','at':0,'segments':[]}")));
    }
  }

  private ObjectNode serve(ObjectNode body) {
    String key = body.path("key").toString();
    JsonNode present = store.get(key);
    switch (body.path("type").asText()) {
      case "read" -> {
        return present == null
            ? object("{'type':'error','code':20,'text':'no such key'}")
            : object("{'type':'read_ok'}").set("value", present);
      }
      case "write" -> {
        store.put(key, body.get("value"));
        return object("{'type':'write_ok'}");
      }
      default -> {
        if (present == null
            ? body.path("create_if_not_exists").asBoolean()
            : present.equals(body.get("from"))) {
          store.put(key, body.get("to"));
          return object("{'type':'cas_ok'}");
        }
        return object(
            present == null
                ? "{'type':'error','code':20,'text':'no such key'}"
                : "{'type':'error','code':22,'text':'another value'}");
      }
    }
  }

  private static ObjectNode reply(ObjectNode message, ObjectNode body) {
    body.set("in_reply_to", message.get("body").path("msg_id"));
    return object("{'dest':'n1'}").put("src", message.path("dest").asText()).set("body", body);
  }

  /** See the class comment. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int lines = Integer.parseInt(args[1]);
    String words = String.join(" ", List.of(args).subList(3, args.length));
    Kind kind = KINDS.stream().filter(each -> each.words().equals(words)).findFirst().orElseThrow();
    List<String> command = new ArrayList<>(List.of(words.split(" ")));
    command.set(0, Path.of(args[0], command.get(0)).toString());
    Process node =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    long begin = System.nanoTime();
    int[] peak = new int[1];
    Thread.ofPlatform().daemon().start(() -> watch(node, peak));
    Outcome outcome =
        run(kind, lines, Long.parseLong(args[2]), node.getOutputStream(), node.getInputStream());
    boolean ended = node.waitFor(10, TimeUnit.SECONDS);
    System.out.printf(
        "%s: %d lines in %d s, peak %d MB, %d good, answered %s, unanswered %s, slowest %d ms,"
            + " accepted in all %d, the services hold %d values of %d kB, exit %s%n",
        words,
        lines,
        (System.nanoTime() - begin) / 1_000_000_000,
        peak[0],
        outcome.good(),
        outcome.answered(),
        outcome.unanswered(),
        outcome.slowest() / 1_000_000,
        outcome.accepted(),
        outcome.stored(),
        outcome.bytes() / 1_000,
        ended ? node.exitValue() : "none within 10 s");
    node.destroyForcibly();
  }

  /** Notes the most memory that the process has had, where the kernel says so. */
  private static void watch(Process node, int[] peak) {
    Path status = Path.of("/proc", Long.toString(node.pid()), "status");
    try {
      while (true) {
        for (String line : Files.readAllLines(status)) {
          if (line.startsWith("VmHWM:")) {
            peak[0] = Integer.parseInt(line.replaceAll("\\D", "")) / 1_024;
          }
        }
        Thread.sleep(100);
      }
    } catch (IOException | InterruptedException e) {
      // It has ended.
    }
  }
}
