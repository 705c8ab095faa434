package glomers.workbench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.gset.GrowOnlySet;
import glomers.node.Body;
import glomers.node.Node;
import glomers.workbench.SimulatedRun;
import glomers.workbench.SimulatedRun.Ran;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What grow-only sets are asked, and how right and wrong ones fare. */
class SetWorkloadTest {

  /** A set that does not know of other nodes. */
  private static void keepAlone(Node node) {
    List<JsonNode> elements = new ArrayList<>();
    node.handle(
        "add",
        request -> {
          elements.add(request.field("element"));
          node.reply(request, Body.of("add_ok"));
        });
    node.handle(
        "read",
        request -> {
          ObjectNode reply = Body.of("read_ok");
          reply.putArray("value").addAll(elements);
          node.reply(request, reply);
        });
  }

  @Test
  void elementsCountUpOverAllWorkers() {
    Ran ran = SimulatedRun.of("g-set", SetWorkloadTest::keepAlone).go(1);
    List<Object> added = ran.entries("add", Type.INVOKE).stream().map(Operation::value).toList();
    assertEquals(LongStream.range(0, added.size()).boxed().toList(), added);
    assertEquals(added.size(), ran.entries("read", Type.INVOKE).size(), 50);
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void aReplicatedSetKeepsEverythingUnderAllFaults(long seed) {
    Ran ran =
        SimulatedRun.of("g-set", GrowOnlySet::new)
            .nodes(5)
            .partitions()
            .lossAndDuplication(0.1)
            .go(seed);
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
    assertEquals(0, ran.results().count("workload", "lost-count"), ran::account);
  }

  @Test
  void setsThatKeepToThemselvesLoseElements() {
    Ran ran = SimulatedRun.of("g-set", SetWorkloadTest::keepAlone).nodes(3).go(1);
    assertEquals(Validity.INVALID, ran.results().validity(), ran::account);
    assertTrue(ran.account().contains("elements missing on some node at the end"), ran::account);
  }

  @Test
  void theLastReadsAreMarkedUnlessItIsToBeAsMaelstromDoes() {
    Ran strict = SimulatedRun.of("g-set", SetWorkloadTest::keepAlone).workersPerNode(3).go(1);
    assertEquals(3, lastReads(strict));
    Ran compat =
        SimulatedRun.of("g-set", SetWorkloadTest::keepAlone).workersPerNode(3).compat().go(1);
    assertEquals(0, lastReads(compat));
    assertEquals(Validity.VALID, compat.results().validity(), compat::account);
  }

  private static long lastReads(Ran ran) {
    return ran.entries("read", Type.OK).stream().filter(Operation::isFinal).count();
  }
}
