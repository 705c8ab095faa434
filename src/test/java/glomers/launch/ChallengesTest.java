package glomers.launch;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.gossip.Unheard;
import glomers.node.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChallengesTest {

  /** Asserts that these words make a node that handles these types of messages. */
  private static void makes(String words, String... types) {
    Node node = Unheard.node().node;
    Challenges.of(List.of(words.split(" "))).accept(node);
    for (String type : types) {
      assertThrows(
          IllegalArgumentException.class,
          () -> node.handle(type, request -> {}),
          words + " makes a node that does not handle " + type);
    }
  }

  private static String refused(String... words) {
    return assertThrows(IllegalArgumentException.class, () -> Challenges.of(List.of(words)))
        .getMessage();
  }

  @Test
  void everyChallengeAndEachOfItsVariantsHasAName() {
    makes("echo", "echo");
    makes("unique-ids", "generate");
    makes("broadcast", "broadcast", "read", "topology");
    makes("broadcast --rung plain", "broadcast", "read", "topology");
    makes("broadcast --rung robust", "broadcast", "read", "topology", "gossip");
    makes(
        "broadcast --rung efficient",
        "broadcast",
        "read",
        "topology",
        "greeting",
        "upload",
        "batch");
    makes(
        "broadcast --rung efficient:3e",
        "broadcast",
        "read",
        "topology",
        "greeting",
        "upload",
        "batch");
    makes("g-counter", "add", "read");
    makes("g-counter --rung robust", "add", "read");
    makes("g-counter --rung robust:second-old", "add", "read");
    makes("g-counter --rung efficient", "add", "read", "gossip");
    makes("pn-counter", "add", "read");
    makes("pn-counter --rung efficient", "add", "read", "gossip");
    makes("g-set", "add", "read", "gossip");
    makes("kafka", "send", "poll", "commit_offsets", "list_committed_offsets");
    makes("kafka --rung robust", "send", "poll", "commit_offsets", "list_committed_offsets");
    makes("kafka --rung efficient", "send", "poll", "commit_offsets", "append");
    makes("txn", "txn", "sync");
    makes("txn --rung robust", "txn", "gossip");
    makes("txn --rung robust:max-value", "txn", "gossip");
    makes("txn --rung robust:multi-value", "txn", "gossip");
    makes("txn --rung read-uncommitted", "txn", "writes");
    makes("txn --rung read-committed", "txn", "writes");
    makes("txn --rung read-atomic", "txn", "writes");
    makes("txn --rung causal", "txn", "causal");
    makes("txn --rung snapshot-isolation", "txn", "appended");
    makes("txn --rung serializable", "txn", "appended");
    makes("txn --rung strict-serializable", "txn", "appended");
    makes("lin-kv", "read", "write", "cas");
    makes("lin-kv --rung robust", "read", "write", "cas", "forward", "add_member");
    makes("lin-kv --rung robust", "request_vote", "append_entries", "remove_member");
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    for (String message : List.of(refused("ecko"), refused())) {
      assertTrue(message.contains("there are: echo, unique-ids, broadcast"), message);
    }
  }

  @Test
  void anUnknownRungIsRefusedWithTheKnownOnes() {
    assertEquals(
        "g-counter has no rung \"abacus\"; there are: plain, robust, robust:second-old, efficient",
        refused("g-counter", "--rung", "abacus"));
    assertTrue(refused("broadcast", "--rung", "3d").contains("efficient:3e (for 3e)"));
    assertTrue(refused("txn", "--rung", "efficient").contains("robust:multi-value"));
  }

  @Test
  void anyBudgetOfLatencyIsARungOfTheBroadcast() {
    assertDoesNotThrow(() -> Challenges.of(List.of("broadcast", "--rung", "efficient:800ms")));
    for (String rung : List.of("efficient:800", "efficient:-1ms", "efficient:999999999ms")) {
      assertTrue(refused("broadcast", "--rung", rung).contains("efficient:800ms"), rung);
    }
    assertEquals(
        "the budget must be between 4 ms and a day: PT0.003S",
        refused("broadcast", "--rung", "efficient:3ms"));
  }

  @Test
  void anOptionThatAChallengeDoesNotHaveIsRefused() {
    assertEquals("echo takes no options, but got: --loud", refused("echo", "--loud"));
    assertEquals("txn takes only --rung with one value, but got: --rung", refused("txn", "--rung"));
  }

  @Test
  void theOptionsOfFormerVersionsAreRefusedWithTheirSuccessor() {
    assertEquals(
        "kafka takes only --rung with one value, but got: --log owned; say --rung efficient",
        refused("kafka", "--log", "owned"));
    assertTrue(refused("txn", "--merge", "max-value").endsWith("; say --rung robust:max-value"));
    assertTrue(refused("broadcast", "--preset", "3e").endsWith("; say --rung efficient:3e"));
  }
}
