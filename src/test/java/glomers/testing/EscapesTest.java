package glomers.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.broadcast.Broadcast;
import glomers.counter.CrdtCounter;
import glomers.echo.Echo;
import glomers.kafka.OwnedLog;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.txn.Transactions;
import glomers.uniqueids.UniqueIds;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EscapesTest {
  private static void reply(Node node, Message request) {
    node.reply(request, Body.of("echo_ok").set("echo", request.field("echo")));
  }

  static final class OwnThread {
    OwnThread(Node node) {
      node.handle("echo", request -> new Thread(() -> reply(node, request)).start());
    }
  }

  static final class OwnExecutor {
    OwnExecutor(Node node) {
      var pool = Executors.newSingleThreadExecutor();
      node.handle("echo", request -> pool.execute(() -> reply(node, request)));
    }
  }

  static final class Sleeping {
    Sleeping(Node node) {
      node.handle(
          "echo",
          request -> {
            Thread.sleep(100);
            reply(node, request);
          });
    }
  }

  static final class ReadingTheClock {
    ReadingTheClock(Node node) {
      node.handle(
          "echo",
          request -> node.reply(request, Body.of("echo_ok").put("at", Instant.now().toString())));
    }
  }

  static final class OwnChance {
    private final Random random = new Random();

    OwnChance(Node node) {
      node.handle(
          "echo", request -> node.reply(request, Body.of("echo_ok").put("x", random.nextInt())));
    }
  }

  static final class Uuids {
    Uuids(Node node) {
      Supplier<UUID> next = UUID::randomUUID;
      node.handle(
          "echo", request -> node.reply(request, Body.of("echo_ok").put("id", "" + next.get())));
    }
  }

  static final class Parallel {
    Parallel(Node node) {
      node.handle(
          "echo",
          request ->
              node.reply(
                  request,
                  Body.of("echo_ok").put("n", node.ids().parallelStream().distinct().count())));
    }
  }

  static final class OnDisk {
    OnDisk(Node node) {
      node.handle("echo", request -> Files.writeString(Path.of("/dev/null"), "" + request));
    }
  }

  static final class OnTheNetwork {
    OnTheNetwork(Node node) {
      node.handle("echo", request -> ask());
    }

    private static void ask() throws IOException {
      new Socket("localhost", 1).close();
    }
  }

  static final class WaitingInAQueue {
    private final LinkedBlockingQueue<Message> queue = new LinkedBlockingQueue<>();

    WaitingInAQueue(Node node) {
      node.handle("echo", queue::add);
      node.background("answers", () -> answer(node));
    }

    private void answer(Node node) {
      try {
        reply(node, queue.take());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static final class Printing {
    Printing(Node node) {
      node.handle("echo", request -> System.out.println(request));
    }
  }

  static final class SharedCounter {
    private static long count;

    SharedCounter(Node node) {
      node.handle("echo", request -> node.reply(request, Body.of("echo_ok").put("count", ++count)));
    }
  }

  static final class SharedMap {
    private static final Map<String, Message> SEEN = new HashMap<>();

    SharedMap(Node node) {
      node.handle("echo", request -> SEEN.put(request.src(), request));
    }
  }

  static final class SharedArray {
    private static final long[] COUNTS = new long[1];

    SharedArray(Node node) {
      node.handle("echo", request -> COUNTS[0]++);
    }
  }

  static final class HeldByAField {
    private static final Map<String, Message> ALL = new HashMap<>();
    private final Map<String, Message> held = ALL;

    HeldByAField(Node node) {
      node.handle("echo", request -> held.put(request.src(), request));
    }
  }

  static final class Captured {
    private static final List<Message> CAUGHT = new ArrayList<>();

    Captured(Node node) {
      List<Message> local = CAUGHT;
      node.handle("echo", request -> local.add(request));
    }
  }

  static final class PassedOn {
    private static final Set<String> PASSED = new HashSet<>();

    PassedOn(Node node) {
      node.handle("echo", request -> keep(request, given()));
    }

    private static Set<String> given() {
      return PASSED;
    }

    private static void keep(Message request, Set<String> where) {
      where.remove(request.src());
    }
  }

  static final class PartOfIt {
    private static final Map<String, List<Message>> LISTS = new HashMap<>(Map.of("a", List.of()));

    PartOfIt(Node node) {
      node.handle("echo", request -> LISTS.get("a").addFirst(request));
    }
  }

  static final class OneForAll {
    private static final Tally TALLY = new Tally();

    OneForAll(Node node) {
      node.handle("echo", request -> TALLY.count());
    }

    private static final class Tally {
      private long soMany;

      void count() {
        soMany++;
      }
    }
  }

  static final class Bound {
    private static final Set<Message> BOUND = new HashSet<>();

    Bound(Node node) {
      node.handle("echo", BOUND::remove);
    }
  }

  /** What escapes is not in the node's own class, but in one that it makes. */
  static final class ByAnother {
    ByAnother(Node node) {
      node.handle("echo", new Slow(node)::handle);
    }

    private static final class Slow {
      private final Node node;

      Slow(Node node) {
        this.node = node;
      }

      void handle(Message request) throws InterruptedException {
        Thread.sleep(1);
        reply(node, request);
      }
    }
  }

  private static Arguments escape(NodeMaker maker, String where, String what) {
    return Arguments.of(maker, where, what);
  }

  static Stream<Arguments> escapes() {
    return Stream.of(
        escape(OwnThread::new, "OwnThread.OwnThread", "new Thread; use node.background"),
        escape(
            OwnExecutor::new,
            "OwnExecutor.OwnExecutor",
            "Executors.newSingleThreadExecutor; use node.background"),
        escape(Sleeping::new, "Sleeping.Sleeping", "Thread.sleep; use node.sleep"),
        escape(
            ReadingTheClock::new,
            "ReadingTheClock.ReadingTheClock",
            "Instant.now; use node.host().nanoTime()"),
        escape(OwnChance::new, "OwnChance.OwnChance", "new Random; use node.host().random()"),
        escape(Uuids::new, "Uuids.Uuids", "UUID.randomUUID; use node.id(), node.incarnation()"),
        escape(Parallel::new, "Parallel.Parallel", "parallelStream; use a plain stream"),
        escape(OnDisk::new, "OnDisk.OnDisk", "Files.writeString; use memory"),
        escape(OnTheNetwork::new, "OnTheNetwork.ask", "new Socket; use memory, or a service"),
        escape(
            WaitingInAQueue::new,
            "WaitingInAQueue.answer",
            "LinkedBlockingQueue.take; use node.sleep(…), or node.await"),
        escape(Printing::new, "Printing.Printing", "System.out; use node.host().log()"),
        escape(SharedCounter::new, "SharedCounter.SharedCounter", "SharedCounter.count, which all"),
        escape(SharedMap::new, "SharedMap.SharedMap", "SharedMap.SEEN, which all nodes"),
        escape(SharedArray::new, "SharedArray.SharedArray", "SharedArray.COUNTS, which"),
        escape(HeldByAField::new, "HeldByAField.HeldByAField", "HeldByAField.ALL, which"),
        escape(Captured::new, "Captured.Captured", "Captured.CAUGHT, which"),
        escape(PassedOn::new, "PassedOn.keep", "PassedOn.PASSED, which"),
        escape(PartOfIt::new, "PartOfIt.PartOfIt", "PartOfIt.LISTS, which"),
        escape(OneForAll::new, "OneForAll.Tally.count", "OneForAll.TALLY, which"),
        escape(Bound::new, "Bound.Bound", "Bound.BOUND, which"),
        escape(ByAnother::new, "ByAnother.Slow.handle", "Thread.sleep; use node.sleep"));
  }

  @ParameterizedTest
  @MethodSource("escapes")
  void anEscapeIsToldWithItsLineAndWhatToUseInsteadBeforeAnythingIsRun(
      NodeMaker maker, String where, String what) {
    String text =
        assertThrows(
                AssertionError.class,
                () -> Trials.of("echo", maker).nodes(1).seeds(1).mustBeValid())
            .getMessage();
    assertTrue(text.contains("EscapesTest." + where + " (EscapesTest.java:"), text);
    assertTrue(text.contains(what), text);
    assertEquals(lineOf(what), lineIn(text, what), text);
  }

  /** The line of this very file that the message must name, by a word that stands only there. */
  private static int lineOf(String what) {
    Map<String, String> words =
        Map.ofEntries(
            Map.entry("new Thread;", "new Thread(() ->"),
            Map.entry("Executors.", "= Executors.newSingle"),
            Map.entry("Thread.sleep; use node.sleep", "Thread.sleep("),
            Map.entry("Instant.now", "Instant.now()."),
            Map.entry("new Random", "= new Random()"),
            Map.entry("UUID.", "= UUID::"),
            Map.entry("parallelStream", "ids().parallelStream()"),
            Map.entry("Files.", "request -> Files."),
            Map.entry("new Socket", "new Socket(\""),
            Map.entry("LinkedBlockingQueue.take", "queue.take()"),
            Map.entry("System.out", "System.out.println("),
            Map.entry("SharedCounter.count", "++count"),
            Map.entry("SharedMap.SEEN", "SEEN.put("),
            Map.entry("SharedArray.COUNTS", "COUNTS[0]++"),
            Map.entry("HeldByAField.ALL", "held.put("),
            Map.entry("Captured.CAUGHT", "local.add("),
            Map.entry("PassedOn.PASSED", "where.remove("),
            Map.entry("PartOfIt.LISTS", ".addFirst("),
            Map.entry("OneForAll.TALLY", "soMany++"),
            Map.entry("Bound.BOUND", "BOUND::remove"));
    String word =
        words.entrySet().stream()
            .filter(entry -> what.startsWith(entry.getKey()))
            .findFirst()
            .orElseThrow()
            .getValue();
    List<String> lines = source();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(word)) {
        return i + 1;
      }
    }
    throw new AssertionError("no line with " + word);
  }

  private static List<String> source() {
    try {
      return Files.readAllLines(Path.of("src/test/java/glomers/testing/EscapesTest.java"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int lineIn(String text, String what) {
    String line = text.lines().filter(each -> each.contains(what)).findFirst().orElseThrow();
    String number = line.replaceFirst(".*EscapesTest.java:(\\d+)\\).*", "$1");
    int found = Integer.parseInt(number);
    // The same thing in two nodes of this file: the one is as good as the other.
    return line.contains("ByAnother") ? lineOf(what) : found;
  }

  /** Everything in here looks like an escape, and is none. */
  static final class Innocent {
    private static final Map<String, Integer> TABLE = table();
    private static final int[] WEIGHTS = {3, 1, 2};
    private static final BigInteger ONE = BigInteger.ONE;
    private static final Map<String, Integer> FILLED = new HashMap<>();

    static {
      fill(FILLED);
    }

    private final AtomicLong count = new AtomicLong();
    private final List<Integer> copy = new ArrayList<>(TABLE.values());
    private final Set<Integer> seen = Collections.synchronizedSet(new HashSet<>());

    Innocent(Node node) {
      node.handle("echo", request -> answer(node, request));
    }

    private static void fill(Map<String, Integer> map) {
      map.put("b", 2);
      FILLED.put("c", 3);
    }

    private int[] heavier(boolean much) {
      int[] own = WEIGHTS.clone();
      int[] other = new int[WEIGHTS.length];
      for (int i = 0; i < own.length; i++) {
        own[i] += 1;
        other[i] = much ? WEIGHTS[i] : own[i];
      }
      copy.add(ONE.add(BigInteger.TWO).intValue());
      return much ? own : other;
    }

    private static Map<String, Integer> table() {
      Map<String, Integer> table = new HashMap<>();
      table.put("a", 1);
      return table;
    }

    private void answer(Node node, Message request) {
      List<Integer> some = new ArrayList<>(List.of(3, 1, 2));
      Collections.sort(some);
      some.add(heavier(some.size() > FILLED.size())[0]);
      seen.add(TABLE.getOrDefault("a", 0));
      node.host().sleep(java.time.Duration.ofMillis(1));
      if (Thread.currentThread().isInterrupted() || count.incrementAndGet() < 0) {
        throw new IllegalStateException();
      }
      reply(node, request);
    }
  }

  @Test
  void ourOwnNodesEscapeNowhere() {
    for (NodeMaker maker :
        List.<NodeMaker>of(
            Echo::new,
            UniqueIds::new,
            Broadcast::new,
            CrdtCounter::new,
            OwnedLog::new,
            node -> new Transactions(node, glomers.txn.Merge.named("multi-value")))) {
      assertEquals(List.of(), Escapes.of(maker, Set.of()));
    }
  }

  @Test
  void whatIsKnownToDoNoHarmCanBeAllowed() {
    assertEquals(List.of(), Escapes.of(Sleeping::new, Set.of("EscapesTest.Sleeping")));
    assertEquals(List.of(), Escapes.of(SharedMap::new, Set.of("EscapesTest.SharedMap.SharedMap")));
    assertEquals(1, Escapes.of(Sleeping::new, Set.of("EscapesTest.SharedMap")).size());
  }

  @Test
  void aLambdaIsFollowedIntoWhatItCalls() {
    assertEquals(1, Escapes.of(node -> new Sleeping(node), Set.of()).size());
    assertEquals(1, Escapes.of(EscapesTest::sleeping, Set.of()).size());
  }

  private static void sleeping(Node node) {
    new Sleeping(node);
  }

  @Test
  void aTestAroundTheNodeMayDoWhatItLikes() throws InterruptedException {
    Thread.sleep(1);
    Trials.of("echo", node -> node.handle("echo", request -> reply(node, request)))
        .nodes(1)
        .seeds(2)
        .mustBeValid();
  }

  @Test
  void aNodeWhoseRunsDoNotRepeatIsFoundOutByItsFailure() {
    String text =
        assertThrows(
                AssertionError.class,
                () ->
                    Trials.of("echo", Wrong::new)
                        .allowing("EscapesTest.Wrong")
                        .nodes(1)
                        .seeds(1)
                        .mustBeValid())
            .getMessage();
    assertTrue(text.contains("This run is another one when it is repeated"), text);
  }

  static final class Wrong {
    Wrong(Node node) {
      node.handle(
          "echo",
          request -> node.reply(request, Body.of("echo_ok").put("echo", "" + UUID.randomUUID())));
    }
  }

  @Test
  void nothingIsSaidOfWhatOnlyLooksLikeAnEscape() {
    List<String> found = Escapes.of(Innocent::new, Set.of());
    assertEquals(List.of(), found);
  }
}
