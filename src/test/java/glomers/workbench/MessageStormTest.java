package glomers.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.echo.Echo;
import glomers.node.Body;
import glomers.node.Node;
import glomers.workbench.SimulatedRun.Ran;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What happens to nodes that send without end. */
class MessageStormTest {

  /**
   * Passes on what it is given from this request on, and what was passed on to it, to everybody,
   * twice.
   */
  private static void flood(Node node, int after) {
    AtomicInteger requests = new AtomicInteger();
    node.handle(
        "echo",
        request -> {
          if (requests.incrementAndGet() >= after) {
            node.peers().forEach(peer -> node.send(peer, Body.of("flood")));
          }
        });
    node.handle(
        "flood",
        message -> {
          for (String peer : node.peers()) {
            node.send(peer, Body.of("flood"));
            node.send(peer, Body.of("flood"));
          }
        });
  }

  @Test
  void aRunBeyondItsBudgetIsStoppedAndInvalid() {
    Ran ran = SimulatedRun.of("echo", node -> flood(node, 1)).nodes(3).messageBudget(5_000).go(1);
    assertEquals(Validity.INVALID, ran.results().validity(), ran::account);
    assertTrue(ran.took().compareTo(Duration.ofSeconds(5)) < 0, "it ended after " + ran.took());
    assertTrue(ran.account().contains("message storm: the nodes sent 5,"), ran::account);
    assertTrue(ran.results().failed("message-storm"), ran::account);
  }

  @Test
  void theOperationsThatItBrokeOffSaySo() {
    Ran ran = SimulatedRun.of("echo", node -> flood(node, 1)).nodes(3).messageBudget(5_000).go(1);
    List<Operation> brokenOff = ran.entries("echo", Type.INFO);
    assertTrue(!brokenOff.isEmpty(), ran::account);
    assertEquals(Keyword.of("message-storm"), brokenOff.getFirst().extra().get(Operation.ERROR));
  }

  @Test
  void theSeedDecidesInWhichOrderClientsHearOfIt() {
    SimulatedRun run =
        SimulatedRun.of("echo", node -> flood(node, 5))
            .nodes(3)
            .workersPerNode(5)
            .messageBudget(5_000);
    List<Operation> history = run.go(1).outcome().history();
    assertTrue(history.stream().filter(entry -> entry.type() == Type.INFO).count() > 5);
    assertEquals(history, run.go(1).outcome().history());
  }

  @Test
  void aRunWithinItsBudgetKnowsNothingOfIt() {
    Ran ran = SimulatedRun.of("echo", Echo::new).nodes(3).messageBudget(1).go(1);
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
    assertEquals(0, ran.outcome().network().servers().messages());
  }

  @Test
  void theUsualBudgetIsMoreThanFloodingTakes() {
    // Official broadcast 3d: half of 2,000 operations are broadcasts, 1,200 messages each.
    assertTrue(Plan.generousBudget(100, Duration.ofSeconds(20)) > 1_000 * 1_200);
    assertEquals(200_000, Plan.generousBudget(1, Duration.ofSeconds(20)));
  }
}
