package glomers.broadcast;

import static glomers.broadcast.RoundsWorld.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import glomers.node.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** The rounds in a world of discrete events, where a cluster's minute takes milliseconds. */
class RoundsTest {
  private static final long SECOND = 1_000 * MS;

  /** How long after the heal all nodes must hold all values. */
  private static final long RECOVERY = 3 * SECOND;

  private static final Map<String, Tuning> TUNINGS = Map.of("3d", Tuning.FAST, "3e", Tuning.FRUGAL);

  /** Which links are cut, from node to node, in a cluster of 25. */
  private static Map<String, BiPredicate<Integer, Integer>> partitions() {
    Map<String, BiPredicate<Integer, Integer>> partitions = new TreeMap<>();
    for (int node : List.of(0, 1, 2, 7, 24)) {
      partitions.put("n" + node + " alone", (from, to) -> (from == node) != (to == node));
      partitions.put("n" + node + " is not heard", (from, to) -> from == node);
      partitions.put("n" + node + " hears nobody", (from, to) -> to == node);
    }
    partitions.put("n0 and n1 alone", (from, to) -> (from <= 1) != (to <= 1));
    partitions.put("n0 and n1 apart from all", (from, to) -> from <= 1 || to <= 1);
    partitions.put("n0 and n1 apart", (from, to) -> from + to == 1);
    partitions.put("halves", (from, to) -> (from < 12) != (to < 12));
    partitions.put("odd and even", (from, to) -> from % 2 != to % 2);
    partitions.put("halves, one way", (from, to) -> from < 12 && to >= 12);
    partitions.put("halves, the other way", (from, to) -> from >= 12 && to < 12);
    partitions.put(
        "a ring", (from, to) -> Math.min((from - to + 25) % 25, (to - from + 25) % 25) > 2);
    partitions.put("everybody alone", (from, to) -> true);
    return partitions;
  }

  private static void converges(
      String tuning,
      String partition,
      double seconds,
      int seed,
      BiPredicate<Integer, Integer> cut) {
    RoundsWorld world = new RoundsWorld(TUNINGS.get(tuning), 25, 100, seed);
    world.load(50, 2 + seconds);
    world.run(2);
    world.cut = cut;
    world.run(seconds);
    world.cut = (from, to) -> false;
    world.run(tuning.equals("3d") ? 1 : 2.5);
    String run = tuning + ", " + partition + " for " + seconds + " s, seed " + seed;
    assertEquals(List.of(), world.missing(), () -> run + ": what some node lacks after the heal");
    assertTrue(world.added() > 50, run);
  }

  @Test
  void soonAfterAnyPartitionAllNodesHoldAllValues() {
    int seed = 0;
    for (String tuning : List.of("3d", "3e")) {
      for (Map.Entry<String, BiPredicate<Integer, Integer>> each : partitions().entrySet()) {
        seed++;
        double seconds = 0.5 + seed % 5 * 1.07;
        converges(tuning, each.getKey(), seconds, seed, each.getValue());
      }
    }
  }

  @Test
  void afterALongPartitionItTakesNoLonger() {
    converges("3d", "halves", 40, 1, partitions().get("halves"));
    converges("3e", "n0 alone", 40, 2, partitions().get("n0 alone"));
  }

  /** As officially: half of a hundred operations a second are broadcasts, for 20 s. */
  private static RoundsWorld official(Tuning tuning, int seed) {
    RoundsWorld world = new RoundsWorld(tuning, 25, 100, seed);
    world.load(50, 20);
    world.run(30);
    assertEquals(List.of(), world.missing());
    return world;
  }

  private static void within(
      RoundsWorld world, double messages, long medianMillis, long maxMillis) {
    double perOperation = world.messages / (2.0 * world.added());
    long[] latencies = world.latencies();
    String found = perOperation + " messages an operation, ms: " + RoundsWorld.summary(latencies);
    assertTrue(perOperation < messages, found);
    assertTrue(latencies[latencies.length / 2] < medianMillis, found);
    assertTrue(latencies[latencies.length - 1] < maxMillis, found);
  }

  @Test
  void theFastPresetKeepsWithinTheLimitsOf3d() {
    for (int seed = 0; seed < 2; seed++) {
      within(official(Tuning.FAST, seed), 1.1, 400, 600);
    }
  }

  @Test
  void theFrugalPresetKeepsWithinTheLimitsOf3e() {
    for (int seed = 0; seed < 2; seed++) {
      within(official(Tuning.FRUGAL, seed), 0.39, 1_000, 2_000);
    }
  }

  @Test
  void lostAndDoubledMessagesLoseNothing() {
    for (String name : List.of("3d", "3e")) {
      RoundsWorld world = new RoundsWorld(TUNINGS.get(name), 25, 100, 3);
      world.loss = 0.1;
      world.duplicate = 0.1;
      world.jitterMs = 50; // messages overtake each other
      world.load(50, 10);
      world.run(10 + 6);
      assertEquals(List.of(), world.missing(), name);
      double perOperation = world.messages / (2.0 * world.added());
      assertTrue(perOperation < 10, name + ": messages an operation " + perOperation);
    }
  }

  @Test
  void aHealIsSurvivedWhileMessagesAreLost() {
    RoundsWorld world = new RoundsWorld(Tuning.FAST, 25, 100, 4);
    world.loss = 0.1;
    world.duplicate = 0.1;
    world.load(50, 10);
    world.run(2);
    world.cut = partitions().get("n0 alone");
    world.run(8);
    world.cut = (from, to) -> false;
    world.run(6);
    assertEquals(List.of(), world.missing());
  }

  @Test
  void aClusterAtRestIsSilent() {
    RoundsWorld world = new RoundsWorld(Tuning.FAST, 25, 100, 5);
    world.run(10);
    assertEquals(0, world.messages, "before anything was broadcast");
    world.add(3);
    world.run(10);
    long messages = world.messages;
    assertTrue(messages <= 4 * 25, "for one value: " + messages);
    world.run(60);
    assertEquals(messages, world.messages, "after the last acknowledgement");
  }

  @Test
  void whoeverIntroducesItselfInVainNeverAsksToBeWokenInThePast() {
    Rounds rounds = new Rounds(Tuning.FRUGAL, "n0", "n0/7", 7, List.of("n0", "n1", "n2"));
    rounds.add(IntNode.valueOf(1), 0);
    long now = 0;
    boolean introduced = false;
    while (now < 60 * SECOND) {
      Rounds.Step step = rounds.step(now);
      assertTrue(step.wakeAt() > now, "at " + now / MS + " ms: for ever busy with nothing");
      now = Math.min(step.wakeAt(), now + SECOND);
      if (!introduced && now > 5 * SECOND) {
        introduced = true;
        rounds.introduce(now);
      }
    }
  }

  /** Steps whenever asked to. Returns when it is {@code end}. */
  private static long stepping(Rounds rounds, long now, long end) {
    while (now < end) {
      Rounds.Step step = rounds.step(now);
      assertTrue(step.wakeAt() > now, "at " + now / MS + " ms: for ever busy with nothing");
      now = Math.min(step.wakeAt(), end);
    }
    return now;
  }

  @Test
  void whoeverTurnsToTheSameStandInAgainGivesItTimeAgain() {
    Rounds rounds = new Rounds(Tuning.FAST, "n1", "n1/7", 7, List.of("n0", "n1", "n2"));
    rounds.add(IntNode.valueOf(1), 0);
    long now = stepping(rounds, 0, 2 * SECOND); // silent: n0, and then n2, too
    String all = "{'type':'batch','incarnation':5,'to':7,'have':{'n1/7':1}}";
    rounds.receive("n0", Share.of(Json.message("n0", all)), now);
    now = stepping(rounds, now, 10 * SECOND);
    rounds.add(IntNode.valueOf(2), now);
    stepping(rounds, now, 20 * SECOND);
  }

  @Test
  void aLoneNodeHasNobodyToTell() {
    RoundsWorld world = new RoundsWorld(Tuning.FAST, 1, 100, 6);
    world.nodes[0].introduce(0);
    world.load(50, 5);
    world.run(5);
    assertEquals(0, world.messages);
    assertEquals(List.of(), world.missing());
  }

  @Test
  void twoNodesTellEachOther() {
    RoundsWorld world = new RoundsWorld(Tuning.FRUGAL, 2, 100, 7);
    world.load(50, 5);
    world.run(3);
    world.cut = (from, to) -> true;
    world.run(3);
    world.cut = (from, to) -> false;
    world.run(3);
    assertEquals(List.of(), world.missing());
  }

  @Test
  void aHundredNodesAreServed() {
    RoundsWorld world = new RoundsWorld(Tuning.FAST, 100, 20, 8);
    world.load(50, 2);
    world.run(5);
    assertEquals(List.of(), world.missing());
    long[] latencies = world.latencies();
    assertTrue(latencies[latencies.length - 1] < 1_000, RoundsWorld.summary(latencies));
  }

  private static void catchesUp(Tuning tuning, int node, double loss) {
    String run = "n" + node + " restarted, loss " + loss;
    RoundsWorld world = new RoundsWorld(tuning, 25, 100, node);
    world.loss = loss;
    world.load(50, 3);
    world.run(loss == 0 ? 7 : 20);
    assertEquals(List.of(), world.missing(), run);
    long before = world.messages;
    long bytes = world.bytes;
    world.restart(node);
    world.run(loss == 0 ? 3 : 12);
    assertEquals(List.of(), world.missing(), run + ": lacked, though nobody broadcast any more");
    long messages = world.messages - before;
    assertTrue(messages < 8 * 25, run + ": messages " + messages);
    assertTrue(world.bytes - bytes < 500_000, run + ": bytes " + (world.bytes - bytes));
    world.run(30);
    long rest = world.messages;
    world.run(30);
    assertEquals(rest, world.messages, run + ": goes on sending");
  }

  @Test
  void aRestartedNodeIsSentWhatItHasForgotten() {
    for (int node : new int[] {0, 1, 3, 24}) {
      catchesUp(node == 1 ? Tuning.FRUGAL : Tuning.FAST, node, 0);
      catchesUp(Tuning.FAST, node, 0.2);
    }
  }

  @Test
  void aRestartedNodeIsBelievedThoughItsClockHasSteppedBack() {
    for (int node : new int[] {0, 1, 7}) {
      RoundsWorld world = new RoundsWorld(Tuning.FAST, 25, 100, node);
      world.load(50, 5);
      world.run(10);
      world.restart(node, 7);
      world.run(5);
      assertEquals(List.of(), world.missing(), "n" + node);
    }
  }

  @Test
  void whatANodeHadPassedOnToAHubThatThenCrashedIsNotLost() {
    for (Tuning tuning : List.of(Tuning.FAST, Tuning.FRUGAL)) {
      RoundsWorld world = new RoundsWorld(tuning, 25, 100, 9);
      world.load(50, 3);
      world.run(6);
      world.cut = (from, to) -> from == 0; // it gets values, and passes none on
      world.add(1);
      world.run(1);
      world.cut = (from, to) -> false;
      world.restart(0);
      world.run(6);
      assertEquals(List.of(), world.missing());
    }
  }

  @Test
  void aRestartWhileTheOwnServerIsCutOffIsHelpedByAnother() {
    RoundsWorld world = new RoundsWorld(Tuning.FAST, 25, 100, 10);
    world.load(50, 3);
    world.run(6);
    world.cut = (from, to) -> from == 0 || to == 0;
    world.restart(5);
    world.run(3);
    assertEquals(List.of(), world.missing());
  }

  @Test
  void withoutTheServerWhatOneNodeWasToldReachesThoseWhoHaveNothingToSay() {
    for (Tuning tuning : List.of(Tuning.FAST, Tuning.FRUGAL)) {
      for (int told : new int[] {1, 2, 7, 24}) {
        String run = "n" + told + " told, budget " + tuning.budget();
        RoundsWorld world = new RoundsWorld(tuning, 25, 100, told);
        world.load(50, 3);
        world.run(8);
        assertEquals(List.of(), world.missing(), run);
        world.cut = (from, to) -> from == 0 || to == 0;
        world.add(told);
        world.run(12);
        assertEquals(List.of("n0"), world.wanting(), run);
        long sent = world.messages;
        world.run(60);
        double rate = (world.messages - sent) / 60.0 / 24;
        assertTrue(
            rate < 4, run + ": messages of each node in a second without the server " + rate);
        world.cut = (from, to) -> false;
        world.run(RECOVERY / 1e9);
        assertEquals(List.of(), world.missing(), run);
        world.run(5);
        sent = world.messages;
        world.run(60);
        assertEquals(sent, world.messages, run + ": goes on sending after the heal");
      }
    }
  }

  @Test
  void aNodeThatReturnsWhileTheServerIsAwayServesWhoeverTurnsToIt() {
    RoundsWorld world = new RoundsWorld(Tuning.FAST, 25, 100, 14);
    world.load(50, 3);
    world.run(6);
    world.cut = (from, to) -> from == 0 || to == 0;
    world.restart(1);
    world.run(3);
    world.add(3);
    world.run(2); // n3 believes in n0 for 1.2 s
    Set<String> askedByThree = new TreeSet<>();
    world.onSend =
        (from, to) -> {
          if (from == 3) {
            askedByThree.add("n" + to);
          }
        };
    world.run(10);
    assertEquals(Set.of("n0", "n1"), askedByThree, "n3's own server, and the first to stand in");
    assertEquals(List.of("n0"), world.wanting());
  }

  @Test
  void aLargeBacklogIsSentInBoundedMessagesOneAfterTheOther() {
    for (Tuning tuning : List.of(Tuning.FAST, Tuning.FRUGAL)) {
      RoundsWorld world = new RoundsWorld(tuning, 6, 100, 11);
      world.run(1);
      world.cut = (from, to) -> from == 5 || to == 5;
      for (int i = 0; i < 10_000; i++) {
        world.add(5);
        world.add(1);
      }
      world.run(8);
      world.cut = (from, to) -> false;
      world.run(6);
      assertEquals(0, world.missing().size(), "budget " + tuning.budget());
      assertTrue(world.largest < 100_000, "bytes in a message: " + world.largest);
    }
  }

  @Test
  void largeValuesGoInSmallNumbers() {
    RoundsWorld world = new RoundsWorld(Tuning.FAST, 4, 100, 12);
    world.run(1);
    for (int i = 0; i < 60; i++) {
      world.add(2, TextNode.valueOf(i + "x".repeat(100_000)));
    }
    world.run(6);
    assertEquals(List.of(), world.missing());
    assertTrue(world.largest < 1_100_000, "bytes in a message: " + world.largest);
  }

  @Test
  void messagesToNobodyOneKnowsAreIgnored() {
    Rounds rounds = new Rounds(Tuning.FAST, "n0", "n0/1", 1, List.of("n0", "n1"));
    Share share =
        Share.of(
            Json.message(
                "n9",
                "{'type':'batch','incarnation':5,'to':0,'have':{'n9/5':1},"
                    + "'items':{'n9/5':{'at':0,'values':[1]}}}"));
    assertEquals(List.of(), rounds.receive("n9", share, 0));
  }
}
