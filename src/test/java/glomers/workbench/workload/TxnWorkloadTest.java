package glomers.workbench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import glomers.txn.Merge;
import glomers.txn.Transactions;
import glomers.workbench.SimulatedRun;
import glomers.workbench.SimulatedRun.Ran;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What transactions are asked for, and how right and wrong stores fare. */
class TxnWorkloadTest {
  private static final Keyword WRITE = Keyword.of("w");

  private static void reply(Node node, Message request, ArrayNode completed) {
    node.reply(request, Body.of("txn_ok").set("txn", completed));
  }

  private static void keepAlone(Node node) {
    Registers registers = new Registers();
    node.handle("txn", request -> reply(node, request, registers.execute(request.array("txn"))));
  }

  @Test
  void transactionsHaveOneToFourStepsHalfOfThemWrites() {
    Ran ran = SimulatedRun.of("txn-rw-register", TxnWorkloadTest::keepAlone).rate(200).go(1);
    Set<Integer> lengths = new TreeSet<>();
    double steps = 0;
    double writes = 0;
    for (Operation invocation : ran.entries("txn", Type.INVOKE)) {
      List<?> txn = (List<?>) invocation.value();
      lengths.add(txn.size());
      for (Object step : txn) {
        steps++;
        writes += ((List<?>) step).getFirst().equals(WRITE) ? 1 : 0;
      }
    }
    assertEquals(Set.of(1, 2, 3, 4), lengths);
    assertEquals(0.5, writes / steps, 0.05);
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
  }

  @Test
  void everyWriteIsAValueOfItsOwn() {
    Ran ran = SimulatedRun.of("txn-rw-register", TxnWorkloadTest::keepAlone).rate(200).go(1);
    Set<Object> written = new HashSet<>();
    for (Operation invocation : ran.entries("txn", Type.INVOKE)) {
      for (Object step : (List<?>) invocation.value()) {
        if (((List<?>) step).getFirst().equals(WRITE)) {
          assertTrue(written.add(step), () -> Edn.print(step) + " is written twice");
        }
      }
    }
    assertTrue(written.size() > 1_000, "writes: " + written.size());
  }

  @Test
  void historiesHoldTransactionsAsMaelstromWritesThem() {
    Ran ran = SimulatedRun.of("txn-rw-register", TxnWorkloadTest::keepAlone).go(1);
    String invocation = Edn.print(ran.entries("txn", Type.INVOKE).getFirst().value());
    assertTrue(invocation.matches("\\[(\\[:(r \\d+ nil|w \\d+ \\d+)\\] ?)+\\]"), invocation);
    String completion = Edn.print(ran.entries("txn", Type.OK).getLast().value());
    assertTrue(completion.matches("\\[(\\[:(r \\d+ (nil|\\d+)|w \\d+ \\d+)\\] ?)+\\]"), completion);
  }

  @Test
  void aConflictIsAFailureAndAWorkerKeepsItsClient() {
    Ran ran =
        SimulatedRun.of(
                "txn-rw-register",
                node ->
                    node.handle(
                        "txn",
                        request -> {
                          if (request.integer("msg_id") % 2 == 0) {
                            throw new RpcException(30, "conflict");
                          }
                          node.host().sleep(Duration.ofSeconds(5)); // the client gives up
                        }))
            .go(1);
    assertEquals(
        List.of(Keyword.of("txn-conflict"), "conflict"),
        ran.entries("txn", Type.FAIL).getFirst().extra().get(Operation.ERROR));
    assertFalse(ran.entries("txn", Type.INFO).isEmpty(), ran::account);
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({
    "last-writer-wins, 1",
    "last-writer-wins, 2",
    "multi-value, 1",
    "multi-value, 2",
    "max-value, 1",
    "max-value, 2"
  })
  void replicatedStoresAreReadCommittedAndAgreeUnderAllFaults(String merge, long seed) {
    Ran ran =
        SimulatedRun.of("txn-rw-register", node -> new Transactions(node, Merge.named(merge)))
            .nodes(2)
            .workersPerNode(2)
            .partitions()
            .lossAndDuplication(0.1)
            .models("read-committed")
            .go(seed);
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
    assertTrue(ran.account().contains("all nodes held the same"), ran::account);
  }

  @Test
  void aModelOfWhichNothingIsCheckedIsNotDecidedAndTheVerdictSaysWhy() {
    Ran ran =
        SimulatedRun.of("txn-rw-register", TxnWorkloadTest::keepAlone).models("linearizable").go(1);
    assertEquals(Validity.UNKNOWN, ran.results().validity(), ran::account);
    assertTrue(ran.account().contains("linearizable: not checked"), ran::account);
    assertTrue(
        ran.account().contains("linearizable is not checked for transactions"), ran::account);
  }

  @Test
  void aModelThatIsJudgedAsAWeakerOneIsNamedWithThat() {
    Ran ran = SimulatedRun.of("txn-rw-register", TxnWorkloadTest::keepAlone).models("prefix").go(1);
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
    assertTrue(
        ran.account().contains("prefix: nothing that causal-cerone forbids was found"),
        ran::account);
  }

  @Test
  void replicasThatNeverTalkAreFoundOutByReadingThemAtTheEnd() {
    Ran ran =
        SimulatedRun.of("txn-rw-register", TxnWorkloadTest::keepAlone)
            .nodes(2)
            .models("read-committed")
            .go(1);
    assertTrue(ran.results().failed("workload", "converged"), ran::account);
    assertEquals(Validity.INVALID, ran.results().validity(), ran::account);
    assertTrue(ran.account().contains("the nodes still differ in"), ran::account);
  }

  @Test
  void aCircleOfTransactionsIsShownWithAnExampleAndItsNodes() {
    Ran ran =
        SimulatedRun.of("txn-rw-register", TxnWorkloadTest::keepAlone)
            .nodes(2)
            .models("strict-serializable")
            .go(1);
    List<String> circles =
        ran.words().stream().filter(line -> line.strip().startsWith("G-single-item")).toList();
    assertFalse(circles.isEmpty(), ran::account);
    for (String line : circles) {
      assertTrue(line.contains("; for example {:steps ("), line);
      assertTrue(line.matches(".*, by n\\d at [\\d.]+ s \\(process \\d+\\), n\\d at .*"), line);
    }
  }

  @Test
  void maelstromDoesNotNoticeThatReplicasNeverTalk() {
    Ran ran =
        SimulatedRun.of("txn-rw-register", TxnWorkloadTest::keepAlone)
            .nodes(2)
            .models("read-committed")
            .compat()
            .go(1);
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
    assertTrue(ran.took().compareTo(Duration.ofSeconds(12)) < 0, "it ends at the time limit");
  }

  @Test
  void readingAtTheEndIsNeitherInTheHistoryNorCounted() {
    Ran ran =
        SimulatedRun.of(
                "txn-rw-register",
                node -> {
                  Registers registers = new Registers();
                  node.handle(
                      "txn",
                      request -> {
                        node.peers().forEach(peer -> node.send(peer, Body.of("hello")));
                        reply(node, request, registers.execute(request.array("txn")));
                      });
                  node.handle("hello", message -> {});
                })
            .nodes(2)
            .go(1);
    int operations = ran.entries("txn", Type.INVOKE).size();
    assertEquals(operations, ran.results().count("net", "servers", "send-count"), ran::account);
    // A request and its reply for each operation, and for each node's init.
    assertEquals(2 * operations + 4, ran.results().count("net", "clients", "send-count"));
  }

  @Test
  void replicasThatNeedAFewSecondsToAgreeGetThem() {
    Ran ran =
        SimulatedRun.of(
                "txn-rw-register",
                node -> {
                  Registers registers = new Registers();
                  node.handle(
                      "txn",
                      request -> {
                        ArrayNode txn = request.array("txn");
                        reply(node, request, registers.execute(txn));
                        node.host().sleep(Duration.ofSeconds(4)); // so the nodes seem to be quiet
                        node.peers().forEach(peer -> node.send(peer, apply(registers)));
                      });
                  node.handle("apply", message -> merge(registers, message.array("values")));
                })
            .nodes(2)
            .rate(20)
            .seconds(5)
            .go(1);
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
    assertTrue(ran.took().compareTo(Duration.ofSeconds(9)) > 0, "took " + ran.took());
  }

  private static ObjectNode apply(Registers registers) {
    ObjectNode body = Body.of("apply");
    ArrayNode values = body.putArray("values");
    registers.values.forEach((key, value) -> values.addArray().add(key).add(value));
    return body;
  }

  /** The larger value of each register stays, so that both nodes come to hold the same. */
  private static void merge(Registers registers, ArrayNode values) {
    for (JsonNode pair : values) {
      JsonNode mine = registers.values.get(pair.get(0));
      if (mine == null || mine.asLong() < pair.get(1).asLong()) {
        registers.values.put(pair.get(0), pair.get(1));
      }
    }
  }

  @Test
  void aNodeThatCannotBeReadAtTheEndLeavesTheVerdictOpen() {
    Ran ran =
        SimulatedRun.of(
                "txn-rw-register",
                node -> {
                  Registers registers = new Registers();
                  long start = node.host().nanoTime();
                  node.handle(
                      "txn",
                      request -> {
                        if (node.host().nanoTime() - start > 10_100_000_000L) {
                          throw new RpcException(11, "closed for today");
                        }
                        reply(node, request, registers.execute(request.array("txn")));
                      });
                })
            .go(1);
    assertEquals(Validity.UNKNOWN, ran.results().validity(), ran::account);
    assertTrue(ran.account().contains("n0 could not be read: closed for today"), ran::account);
  }

  @Test
  void aTransactionThatFailsAfterItsWritesIsAnAbortedRead() {
    Ran ran =
        SimulatedRun.of(
                "txn-rw-register",
                node -> {
                  Registers registers = new Registers();
                  node.handle(
                      "txn",
                      request -> {
                        ArrayNode completed = registers.execute(request.array("txn"));
                        if (request.integer("msg_id") % 3 == 0) {
                          throw new RpcException(30, "on second thoughts");
                        }
                        reply(node, request, completed);
                      });
                })
            .models("read-committed")
            .go(1);
    assertEquals(Validity.INVALID, ran.results().validity(), ran::account);
    assertTrue(ran.account().contains("G1a: a read saw what a transaction wrote"), ran::account);
  }

  @Test
  void stepsThatInterleaveWithOthersAreCircularOrIntermediateReads() {
    Ran ran =
        SimulatedRun.of(
                "txn-rw-register",
                node -> {
                  Registers registers = new Registers();
                  node.handle(
                      "txn",
                      request -> {
                        ArrayNode completed = request.array("txn").arrayNode();
                        for (JsonNode step : request.array("txn")) {
                          completed.addAll(registers.execute(completed.arrayNode().add(step)));
                          node.host().sleep(Duration.ofMillis(2));
                        }
                        reply(node, request, completed);
                      });
                })
            .workersPerNode(10)
            .rate(1_000)
            .models("read-committed")
            .go(1);
    assertEquals(Validity.INVALID, ran.results().validity(), ran::account);
    assertTrue(ran.account().contains("G1"), ran::account);
  }

  @Test
  void aReplyThatLeavesStepsOutDoesNotAnswerTheRequest() {
    Ran ran =
        SimulatedRun.of(
                "txn-rw-register",
                node -> {
                  Registers registers = new Registers();
                  node.handle(
                      "txn",
                      request -> {
                        ArrayNode completed = registers.execute(request.array("txn"));
                        completed.remove(3);
                        reply(node, request, completed);
                      });
                })
            .go(1);
    assertEquals(Validity.INVALID, ran.results().validity(), ran::account);
    assertTrue(ran.account().contains("malformed-replies"), ran::account);
  }

  @Test
  void anUnknownModelLeavesTheVerdictOpen() {
    Ran ran =
        SimulatedRun.of("txn-rw-register", TxnWorkloadTest::keepAlone)
            .models("read-commited")
            .compat()
            .go(1);
    assertEquals(Validity.UNKNOWN, ran.results().validity(), ran::account);
    assertTrue(ran.account().contains("read-commited"), ran::account);
  }
}
