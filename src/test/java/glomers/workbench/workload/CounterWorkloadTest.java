package glomers.workbench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import glomers.counter.CasCounter;
import glomers.counter.CrdtCounter;
import glomers.node.Body;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import glomers.workbench.SimulatedRun;
import glomers.workbench.SimulatedRun.Ran;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counters are asked, and how right and wrong ones fare. */
class CounterWorkloadTest {

  private static void answer(Node node, AtomicLong total) {
    node.handle(
        "add",
        request -> {
          total.addAndGet(request.integer("delta"));
          node.reply(request, Body.of("add_ok"));
        });
    node.handle("read", request -> read(node, request, total.get()));
  }

  private static void read(Node node, Message request, long value) {
    node.reply(request, Body.of("read_ok").put("value", value));
  }

  private static void countAlone(Node node) {
    answer(node, new AtomicLong());
  }

  @Test
  void aGrowingCounterIsReadTwiceAsOftenAsAddedToAndNeverTakenDown() {
    Ran ran = SimulatedRun.of("g-counter", CounterWorkloadTest::countAlone).rate(300).go(1);
    List<Long> deltas =
        ran.entries("add", Type.OK).stream().map(entry -> (Long) entry.value()).toList();
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L), deltas.stream().distinct().sorted().toList());
    double reads = ran.entries("read", Type.OK).size();
    assertEquals(2, reads / deltas.size(), 0.3);
  }

  @Test
  void theOtherCounterGoesUpAndDown() {
    Ran ran = SimulatedRun.of("pn-counter", CounterWorkloadTest::countAlone).rate(300).go(1);
    List<Long> deltas =
        ran.entries("add", Type.OK).stream().map(entry -> (Long) entry.value()).toList();
    assertEquals(-5, deltas.stream().mapToLong(delta -> delta).min().orElseThrow());
    assertEquals(4, deltas.stream().mapToLong(delta -> delta).max().orElseThrow());
    double reads = ran.entries("read", Type.OK).size();
    assertEquals(1, reads / deltas.size(), 0.15);
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
  }

  @Test
  void everyWorkerReadsOnceMoreAfterTheQuietTime() {
    Ran ran =
        SimulatedRun.of("g-counter", CrdtCounter::new)
            .nodes(3)
            .workersPerNode(2)
            .partitions()
            .go(1);
    List<Operation> finals =
        ran.entries("read", Type.OK).stream().filter(Operation::isFinal).toList();
    assertEquals(6, finals.size());
    assertTrue(finals.getFirst().time() >= 20_000_000_000L, () -> "" + finals.getFirst());
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
  }

  @Test
  void errorsAreNotInterpretedNotEvenDefiniteOnes() {
    Ran ran =
        SimulatedRun.of(
                "g-counter",
                node -> {
                  node.handle(
                      "add",
                      request -> {
                        throw new RpcException(11, "not now");
                      });
                  node.handle("read", request -> read(node, request, 7));
                })
            .seconds(2)
            .go(1);
    Operation first = ran.entries("add", Type.INFO).getFirst();
    assertEquals("indeterminate: not now", first.extra().get(Operation.ERROR));
    assertTrue(first.extra().containsKey(Operation.EXCEPTION));
    assertEquals(List.of(), ran.entries("add", Type.FAIL));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theCasCounterIsExactAndFreshUnderAllFaults(long seed) {
    Ran ran =
        SimulatedRun.of("g-counter", CasCounter::new)
            .nodes(3)
            .partitions()
            .lossAndDuplication(0.1)
            .requiringRecency()
            .go(seed);
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theCrdtCounterIsExactUnderAllFaultsThoughNotFresh(long seed) {
    Ran ran =
        SimulatedRun.of("pn-counter", CrdtCounter::new)
            .nodes(3)
            .partitions()
            .lossAndDuplication(0.1)
            .go(seed);
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
    assertTrue(ran.results().count("workload", "recency", "outside-count") > 0, ran::account);
  }

  @Test
  void nodesThatCountAloneDisagree() {
    Ran ran = SimulatedRun.of("g-counter", CounterWorkloadTest::countAlone).nodes(3).go(1);
    assertEquals(Validity.INVALID, ran.results().validity(), ran::account);
    assertTrue(ran.account().contains("adds were lost, or counted twice"), ran::account);
  }

  @Test
  void readingAndThenWritingLosesAddsWhereTwoNodesDoItAtOnce() {
    Ran ran =
        SimulatedRun.of(
                "g-counter",
                node -> {
                  Kv kv = Kv.linearizable(node);
                  node.handle(
                      "add",
                      request -> {
                        long total = kv.read("total").orElse(IntNode.valueOf(0)).asLong();
                        kv.write("total", LongNode.valueOf(total + request.integer("delta")));
                        node.reply(request, Body.of("add_ok"));
                      });
                  node.handle(
                      "read",
                      request ->
                          read(
                              node, request, kv.read("total").orElse(IntNode.valueOf(0)).asLong()));
                })
            .nodes(3)
            .rate(200)
            .go(1);
    assertEquals(Validity.INVALID, ran.results().validity(), ran::account);
  }

  @Test
  void swappingAgainAfterALostReplyCountsTwice() {
    Ran ran =
        SimulatedRun.of(
                "g-counter",
                node -> {
                  Kv kv = Kv.linearizable(node);
                  node.handle(
                      "add",
                      request -> {
                        // The loop of the blog's first lesson, without a way to know one's own
                        // effect.
                        kv.update(
                            "total",
                            IntNode.valueOf(0),
                            total -> LongNode.valueOf(total.asLong() + request.integer("delta")));
                        node.reply(request, Body.of("add_ok"));
                      });
                  node.handle(
                      "read",
                      request ->
                          read(
                              node, request, kv.read("total").orElse(IntNode.valueOf(0)).asLong()));
                })
            .nodes(3)
            .lossAndDuplication(0.1)
            .go(1);
    assertEquals(Validity.INVALID, ran.results().validity(), ran::account);
  }

  @Test
  void aNodeThatShowsAnEarlierTotalAtTheEndIsStaleAndLostNothing() {
    AtomicLong total = new AtomicLong();
    Ran ran =
        SimulatedRun.of(
                "g-counter",
                node -> {
                  AtomicLong reads = new AtomicLong();
                  AtomicLong shown = new AtomicLong();
                  node.handle(
                      "add",
                      request -> {
                        total.addAndGet(request.integer("delta"));
                        node.reply(request, Body.of("add_ok"));
                      });
                  node.handle(
                      "read",
                      request -> {
                        if (!node.id().equals("n1") || reads.incrementAndGet() < 50) {
                          shown.set(total.get());
                        }
                        read(node, request, shown.get());
                      });
                })
            .nodes(3)
            .go(1);
    assertEquals(Validity.INVALID, ran.results().validity(), ran::account);
    List<String> words =
        ran.words().stream().filter(line -> line.contains("a last read is stale: ")).toList();
    assertEquals(1, words.size(), ran::account);
    assertTrue(
        words
            .getFirst()
            .matches(
                "  a last read is stale: \\d+ is the total of \\d\\.\\d s, and later reads showed all"
                    + " that had been added by then"),
        words.getFirst());
    assertTrue(ran.account().contains("seq-kv may answer a read"), ran::account);
    assertFalse(ran.account().contains("adds were lost"), ran::account);
  }

  @Test
  void seqKvServesThePastToWhoOnlyReads() {
    Ran ran =
        SimulatedRun.of(
                "g-counter",
                node -> {
                  Kv kv = Kv.sequential(node);
                  node.handle(
                      "add",
                      request -> {
                        kv.update(
                            "total",
                            IntNode.valueOf(0),
                            total -> LongNode.valueOf(total.asLong() + request.integer("delta")));
                        node.reply(request, Body.of("add_ok"));
                      });
                  node.handle(
                      "read",
                      request ->
                          read(
                              node, request, kv.read("total").orElse(IntNode.valueOf(0)).asLong()));
                })
            .nodes(3)
            .rate(100)
            .go(2);
    assertEquals(Validity.INVALID, ran.results().validity(), ran::account);
    assertTrue(ran.account().contains("stale"), ran::account);
  }
}
