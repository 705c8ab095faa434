package glomers.cli;

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
    makes("broadcast", "broadcast", "read", "topology", "gossip");
    makes("broadcast --preset 3d", "broadcast", "read", "topology", "share");
    makes("broadcast --preset 3e", "broadcast", "read", "topology", "share");
    makes("g-counter", "add", "read");
    makes("g-counter --counter cas", "add", "read");
    makes("g-counter --counter crdt", "add", "read", "gossip");
    makes("pn-counter", "add", "read", "gossip");
    makes("pn-counter --counter cas", "add", "read");
    makes("g-set", "add", "read", "gossip");
    makes("kafka", "send", "poll", "commit_offsets", "list_committed_offsets");
    makes("txn", "txn", "gossip");
    makes("txn --merge max-value", "txn", "gossip");
    makes("txn --merge multi-value", "txn", "gossip");
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    for (String message : List.of(refused("ecko"), refused())) {
      assertTrue(message.contains("there are: echo, unique-ids, broadcast"), message);
    }
  }

  @Test
  void anUnknownVariantIsRefusedWithTheKnownOnes() {
    assertEquals(
        "no preset \"3f\" of the batched broadcast; there are: 3d, 3e",
        refused("broadcast", "--preset", "3f"));
    assertEquals(
        "no counter \"abacus\"; there are: cas, crdt", refused("g-counter", "--counter", "abacus"));
    assertTrue(refused("txn", "--merge", "mine").contains("there are: last-writer-wins,"));
  }

  @Test
  void anOptionThatAChallengeDoesNotHaveIsRefused() {
    assertEquals("echo takes no options, but got: --loud", refused("echo", "--loud"));
    assertEquals(
        "txn takes only the option --merge with one value, but got: --preset 3d",
        refused("txn", "--preset", "3d"));
    assertEquals(
        "txn takes only the option --merge with one value, but got: --merge",
        refused("txn", "--merge"));
  }
}
