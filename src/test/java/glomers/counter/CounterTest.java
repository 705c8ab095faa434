package glomers.counter;

import static glomers.workbench.nemesis.Fault.PARTITION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Limits;
import glomers.node.Message;
import glomers.node.World;
import glomers.testing.Trials;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The node n1; the test is its clients and seq-kv. */
class CounterTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final List<String> asked = new ArrayList<>(); // of seq-kv, without the values written
  private final List<String> written = new ArrayList<>();
  private BigInteger total; // null before the first swap
  private int quicker; // how many swaps come too late, since another node has just added 100
  private boolean silent; // whether swaps are made and not answered

  private World node(long seed) {
    World world = new World(Limits.DEFAULT, seed);
    new Counter(world.node());
    world.serve(this::seqKv);
    return world;
  }

  private ObjectNode seqKv(Message request) {
    String key = request.body().path("key").asText();
    switch (request.type()) {
      case "write" -> {
        asked.add("write " + key);
        written.add(request.body().path("value").asText());
        return Body.of("write_ok");
      }
      case "read" -> {
        asked.add("read " + key);
        return total == null
            ? Body.error(20, "no such key")
            : Body.of("read_ok").put("value", total);
      }
      default -> {
        BigInteger from = request.body().path("from").bigIntegerValue();
        BigInteger to = request.body().path("to").bigIntegerValue();
        asked.add("cas " + key + " " + from + ">" + to);
        return swap(from, to);
      }
    }
  }

  private ObjectNode swap(BigInteger from, BigInteger to) {
    if (quicker > 0) {
      quicker--;
      total = (total == null ? BigInteger.ZERO : total).add(BigInteger.valueOf(100));
    }
    if (total != null && !total.equals(from)) {
      return Body.error(22, "another value is there");
    }
    total = to;
    return silent ? null : Body.of("cas_ok");
  }

  private static void add(World world, long delta) {
    world.deliver("c1", "{'type':'add','msg_id':2,'delta':" + delta + "}");
  }

  private static void read(World world) {
    world.deliver("c1", "{'type':'read','msg_id':3}");
  }

  private static List<String> answers(World world) {
    return world.lines().stream().filter(line -> line.startsWith("n1>c1")).toList();
  }

  private List<String> swaps() {
    return asked.stream().filter(request -> request.startsWith("cas")).toList();
  }

  @Test
  void anAddReadsTheNewestTotalAndSwapsIt() {
    World world = node(1);
    total = BigInteger.TEN;
    world.runInitialised(() -> {
      add(world, 5);
      world.sleep(LONG);
      assertEquals(List.of("write total/n1", "read total", "cas total 10>15"), asked);
      assertEquals(List.of("n1>c1 {'type':'add_ok','in_reply_to':2}"), answers(world));
    });
  }

  @Test
  void theFirstAddFindsNoTotalAndMakesIt() {
    World world = node(1);
    world.runInitialised(() -> {
      add(world, 5);
      world.sleep(LONG);
      assertEquals(List.of("cas total 0>5"), swaps());
      assertEquals(List.of("n1>c1 {'type':'add_ok','in_reply_to':2}"), answers(world));
    });
  }

  @Test
  void aReadWritesAKeyOfItsOwnFirst() {
    World world = node(1);
    total = BigInteger.TEN;
    world.runInitialised(() -> {
      read(world);
      world.sleep(LONG);
      assertEquals(List.of("write total/n1", "read total"), asked);
      assertEquals(List.of("n1>c1 {'type':'read_ok','value':10,'in_reply_to':3}"), answers(world));
    });
  }

  @Test
  void whatItWritesToItsOwnKeyIsNeverWrittenTwice() {
    World world = node(1);
    world.runInitialised(() -> {
      for (int i = 0; i < 10; i++) {
        add(world, 1);
        read(world);
        world.sleep(LONG);
      }
      assertEquals(20, written.size());
      assertEquals(20, new HashSet<>(written).size(), written::toString);
    });
  }

  @Test
  void whatARestartedNodeWritesToItsOwnKeyDiffersFromWhatItWroteBefore() {
    List<String> before = firstReads(1);
    List<String> after = firstReads(2);
    assertTrue(Collections.disjoint(before, after), before + " and " + after);
  }

  private List<String> firstReads(long seed) {
    World world = node(seed);
    written.clear();
    world.runInitialised(() -> {
      read(world);
      read(world);
      world.sleep(LONG);
    });
    assertEquals(2, written.size());
    return List.copyOf(written);
  }

  @Test
  void aRefusedSwapIsTriedAgainWithTheNewestTotal() {
    World world = node(1);
    total = BigInteger.TEN;
    quicker = 2;
    world.runInitialised(() -> {
      add(world, 5);
      world.sleep(LONG);
      assertEquals(List.of("cas total 10>15", "cas total 110>115", "cas total 210>215"), swaps());
      assertEquals(List.of("n1>c1 {'type':'add_ok','in_reply_to':2}"), answers(world));
    });
  }

  @Test
  void whoIsAlwaysTooLatePausesAndSaysInTheEndThatItHasFailed() {
    World world = node(1);
    quicker = Integer.MAX_VALUE;
    world.runInitialised(() -> {
      add(world, 5);
      world.sleep(LONG);
      int swaps = swaps().size();
      assertTrue(swaps > 30 && swaps < 300, "swaps until the deadline: " + swaps);
      assertEquals(1, answers(world).size());
      assertTrue(answers(world).get(0).contains("'code':0"), answers(world)::toString);
    });
  }

  @Test
  void aSwapWithoutAnAnswerIsNotRepeatedAndTheClientIsToldThatNobodyKnows() {
    World world = node(1);
    silent = true;
    world.runInitialised(() -> {
      add(world, 5);
      world.sleep(LONG);
      assertEquals(List.of("cas total 0>5"), swaps());
      assertEquals(1, answers(world).size());
      assertTrue(answers(world).get(0).contains("'code':0"), answers(world)::toString);
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE})
  void aTotalThatNoLongHoldsIsExact(long delta) {
    World world = node(1);
    world.runInitialised(() -> {
      add(world, delta);
      world.sleep(LONG);
      add(world, delta);
      world.sleep(LONG);
      read(world);
      world.sleep(LONG);
      BigInteger twice = BigInteger.valueOf(delta).shiftLeft(1);
      assertEquals(
          "n1>c1 {'type':'read_ok','value':" + twice + ",'in_reply_to':3}", answers(world).get(2));
    });
  }

  @Test
  void anAddOfNoWholeNumberIsRefusedBeforeSeqKvIsAsked() {
    World world = node(1);
    world.runInitialised(() -> {
      for (String delta : List.of("'1'", "1.5", "null", "99999999999999999999")) {
        world.deliver("c1", "{'type':'add','msg_id':2,'delta':" + delta + "}");
      }
      world.sleep(LONG);
      assertEquals(4, answers(world).size());
      answers(world).forEach(line -> assertTrue(line.contains("'code':12"), line));
      assertEquals(List.of(), asked);
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"g-counter", "pn-counter"})
  void readsShowTheNewestTotalInPartitions(String workload) {
    for (long seed = 1; seed <= 5; seed++) {
      inPartitions(workload).rate(100).run(seed).mustBeValid();
    }
  }

  @Test
  void whereSeqKvIsCutOffNoAddIsCountedTwice() {
    for (long seed = 1; seed <= 5; seed++) {
      inPartitions("g-counter").rate(50).partitionServices().run(seed).mustBeValid();
    }
  }

  private static Trials inPartitions(String workload) {
    return Trials.of(workload, Counter::new)
        .nodes(3)
        .seconds(10)
        .faults(PARTITION)
        .interval(2)
        .freshReads();
  }
}
