package glomers.workbench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import glomers.workbench.SimulatedRun;
import glomers.workbench.SimulatedRun.Ran;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a store of registers is asked for, and how right and wrong ones fare. */
class LinKvWorkloadTest {

  /** One store, of which a read shows what was there so many writes ago. */
  private static final class Store {
    private final Map<JsonNode, List<JsonNode>> values = new HashMap<>();
    private final int behind;
    private int forgetting = Integer.MAX_VALUE;
    private int reads;

    Store(int behind) {
      this.behind = behind;
    }

    /** Says of each so-manieth read that there is no such key. */
    Store forgettingEvery(int count) {
      forgetting = count;
      return this;
    }

    void serve(Node node) {
      node.handle("read", request -> read(node, request));
      node.handle(
          "write",
          request -> {
            values
                .computeIfAbsent(request.value("key"), any -> new ArrayList<>())
                .add(request.value("value"));
            node.reply(request, Body.of("write_ok"));
          });
      node.handle("cas", request -> cas(node, request));
    }

    private List<JsonNode> written(Message request) {
      List<JsonNode> written = values.get(request.value("key"));
      if (written == null) {
        throw new RpcException(ErrorCode.KEY_DOES_NOT_EXIST, "no such key");
      }
      return written;
    }

    private void read(Node node, Message request) {
      if (++reads % forgetting == 0) {
        throw new RpcException(ErrorCode.KEY_DOES_NOT_EXIST, "no such key");
      }
      List<JsonNode> written = written(request);
      JsonNode shown = written.get(Math.max(0, written.size() - 1 - behind));
      node.reply(request, Body.of("read_ok").set("value", shown));
    }

    private void cas(Node node, Message request) {
      List<JsonNode> written = written(request);
      if (!written.getLast().equals(request.value("from"))) {
        throw new RpcException(ErrorCode.PRECONDITION_FAILED, "not so");
      }
      written.add(request.value("to"));
      node.reply(request, Body.of("cas_ok"));
    }
  }

  private static SimulatedRun run(int behind) {
    return SimulatedRun.of("lin-kv", new Store(behind)::serve).workersPerNode(2).rate(100);
  }

  @Test
  void halfOfTheWorkersReadAndTheOthersSwapTwiceAsOftenAsTheyWrite() {
    Ran ran = run(0).go(1);
    for (String f : List.of("read", "write", "cas")) {
      Set<Integer> workers = new TreeSet<>();
      ran.entries(f, Type.INVOKE).forEach(entry -> workers.add(entry.process() % 2));
      assertEquals(f.equals("read") ? Set.of(0) : Set.of(1), workers, f);
    }
    double writes = ran.entries("write", Type.INVOKE).size();
    double swaps = ran.entries("cas", Type.INVOKE).size();
    assertEquals(2, swaps / writes, 0.4);
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
    assertTrue(ran.account().contains("linearizable: for each of 1 registers"), ran::account);
  }

  @Test
  void historiesHoldKeysAndValuesAsMaelstromWritesThem() {
    Ran ran = run(0).go(1);
    assertEquals("[0 nil]", Edn.print(ran.entries("read", Type.INVOKE).getFirst().value()));
    assertTrue(Edn.print(ran.entries("read", Type.OK).getLast().value()).matches("\\[0 [0-4]\\]"));
    assertTrue(Edn.print(ran.entries("write", Type.OK).getLast().value()).matches("\\[0 [0-4]\\]"));
    assertTrue(
        Edn.print(ran.entries("cas", Type.OK).getLast().value())
            .matches("\\[0 \\[[0-4] [0-4]\\]\\]"));
    assertEquals(
        List.of(Keyword.of("precondition-failed"), "not so"),
        ran.entries("cas", Type.FAIL).getLast().extra().get(Operation.ERROR));
  }

  @Test
  void aStaleReadIsFoundAndTheFewOperationsThatShowItAreNamed() {
    Ran ran = run(1).go(1);
    assertEquals(Validity.INVALID, ran.results().validity(), ran::account);
    assertTrue(ran.account().contains("not linearizable: 1 of 1 registers"), ran::account);
    assertTrue(ran.account().contains("no order has all of these: "), ran::account);
  }

  @Test
  void aReadThatFindsNoKeyAfterAWriteIsStaleButNotToMaelstrom() {
    SimulatedRun forgetful =
        SimulatedRun.of("lin-kv", node -> new Store(0).forgettingEvery(5).serve(node))
            .workersPerNode(2)
            .rate(100);
    Ran strict = forgetful.go(1);
    assertEquals(Validity.INVALID, strict.results().validity(), strict::account);
    assertTrue(strict.account().contains("stricter-than-maelstrom"), strict::account);
    Ran compat = forgetful.compat().go(1);
    assertEquals(Validity.VALID, compat.results().validity(), compat::account);
  }

  @Test
  void aReadWithoutAnswerFailedAndAWriteIsOpenAndAKeyIsGivenUpAfterTwentyProcesses() {
    Ran ran =
        SimulatedRun.of(
                "lin-kv",
                node -> {
                  for (String type : List.of("read", "write", "cas")) {
                    node.handle(type, request -> node.host().sleep(Duration.ofSeconds(2)));
                  }
                })
            .workersPerNode(4)
            .rate(100)
            .seconds(30)
            .go(1);
    assertTrue(ran.entries("read", Type.INFO).isEmpty(), ran::account);
    assertFalse(ran.entries("write", Type.INFO).isEmpty(), ran::account);
    Map<Object, Set<Integer>> processes = new HashMap<>();
    for (Operation entry : ran.outcome().history()) {
      processes
          .computeIfAbsent(((List<?>) entry.value()).getFirst(), key -> new TreeSet<>())
          .add(entry.process());
    }
    assertTrue(processes.size() > 2, processes::toString);
    processes.forEach((key, those) -> assertTrue(those.size() <= 21, () -> key + ": " + those));
    assertEquals(Keyword.of("unknown"), ran.results().find("workload", "valid?").orElseThrow());
  }
}
