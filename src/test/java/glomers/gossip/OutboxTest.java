package glomers.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final Outbox outbox = new Outbox();

  private static JsonNode json(int value) {
    return IntNode.valueOf(value);
  }

  private static JsonNode text(int length) {
    return TextNode.valueOf("x".repeat(length));
  }

  @Test
  void itemsStayUntilTheyAreAcknowledged() {
    outbox.put(json(1), json(10));
    outbox.put(json(2), NullNode.getInstance());
    Map<JsonNode, JsonNode> batch = outbox.batch();
    assertEquals(List.of(json(10), NullNode.getInstance()), List.copyOf(batch.values()));
    assertEquals(batch, outbox.batch(), "a batch that was lost is made again");
    outbox.acknowledged(batch);
    assertTrue(outbox.isEmpty());
    outbox.acknowledged(batch);
    assertTrue(outbox.isEmpty(), "a doubled acknowledgement changes nothing");
  }

  @Test
  void theOldestItemsComeFirst() {
    for (int i = 9; i >= 0; i--) {
      outbox.put(json(i), json(i));
    }
    List<JsonNode> expected = new ArrayList<>();
    for (int i = 9; i >= 0; i--) {
      expected.add(json(i));
    }
    assertEquals(expected, List.copyOf(outbox.batch().values()));
  }

  @Test
  void aNewerItemReplacesAnOlderOneOfItsKey() {
    outbox.put(TextNode.valueOf("n1"), json(1));
    outbox.put(TextNode.valueOf("n1"), json(2));
    assertEquals(List.of(json(2)), List.copyOf(outbox.batch().values()));
  }

  @Test
  void anItemThatWasReplacedWhileItsBatchWasUnderWayIsSentAgain() {
    outbox.put(TextNode.valueOf("n1"), json(1));
    Map<JsonNode, JsonNode> underWay = outbox.batch();
    outbox.put(TextNode.valueOf("n1"), json(2));
    outbox.acknowledged(underWay);
    assertEquals(List.of(json(2)), List.copyOf(outbox.batch().values()));
  }

  @Test
  void whatThePeerHasSentIsNotSentToItUnlessItMayHaveChanged() {
    outbox.put(json(1), json(1));
    outbox.put(json(2), json(2));
    outbox.put(TextNode.valueOf("n1"), json(3));
    outbox.heard(json(2));
    outbox.heard(json(3));
    outbox.heard(json(4));
    assertEquals(List.of(json(1), json(3)), List.copyOf(outbox.batch().values()));
  }

  @Test
  void aSnapshotOfEverythingReplacesNothingThatIsNewer() {
    outbox.put(TextNode.valueOf("n1"), json(2));
    Map<JsonNode, JsonNode> snapshot = new LinkedHashMap<>();
    snapshot.put(TextNode.valueOf("n1"), json(1)); // taken before n1's item became 2
    snapshot.put(TextNode.valueOf("n2"), json(7));
    outbox.putAll(snapshot);
    assertEquals(List.of(json(2), json(1), json(7)), List.copyOf(outbox.batch().values()));
  }

  @Test
  void aSnapshotOfEverythingDoesNotGiveWayToAnOlderOne() {
    Map<JsonNode, JsonNode> snapshot = new LinkedHashMap<>();
    snapshot.put(TextNode.valueOf("n1"), json(1));
    outbox.putAll(snapshot);
    snapshot.put(TextNode.valueOf("n1"), json(2)); // from n1 itself: it went into no outbox here
    outbox.putAll(snapshot);
    assertEquals(List.of(json(1), json(2)), List.copyOf(outbox.batch().values()));
  }

  private static Map<JsonNode, JsonNode> snapshot(String key, int value) {
    return Map.of(TextNode.valueOf(key), json(value));
  }

  @Test
  void whereManyItemsWaitOneCallerIsToldAndTheNextAtTwiceAsMany() {
    List<Integer> told = new ArrayList<>();
    for (int i = 1; i <= 5 * Outbox.MANY; i++) {
      if (outbox.put(json(i), json(i))) {
        told.add(i);
      }
    }
    assertEquals(List.of(20_001, 40_003, 80_007), told);
  }

  @Test
  void whereItemsAreLongFewOfThemAreMany() {
    List<Integer> told = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      if (outbox.put(json(i), TextNode.valueOf(i + "x".repeat(1 << 20)))) {
        told.add(i);
      }
    }
    assertEquals(List.of(8, 16, 32, 64), told);
  }

  @Test
  void aSnapshotThatIsLongerThanWhatWaitsReplacesNothing() {
    outbox.put(json(1), json(1));
    outbox.put(json(2), json(2));
    Map<JsonNode, JsonNode> huge =
        Map.of(json(3), TextNode.valueOf("x".repeat((int) Outbox.MANY_BYTES)));
    outbox.replace(outbox.waiting(), huge);
    assertEquals(List.of(json(1), json(2)), List.copyOf(outbox.batch().values()));
  }

  @Test
  void aSnapshotInOneItemThatNoLineCouldHoldReplacesNothing() {
    String part = "x".repeat(1 << 20);
    for (int i = 0; i < 20; i++) {
      outbox.put(json(i), TextNode.valueOf(part + i));
    }
    Map<JsonNode, JsonNode> waiting = outbox.waiting();
    JsonNode tooLong = TextNode.valueOf("x".repeat((int) Outbox.LONGEST_IN_SNAPSHOT));
    outbox.replace(waiting, Map.of(json(0), tooLong));
    assertEquals(waiting, outbox.waiting(), "all of which can be sent");
    JsonNode shorter = TextNode.valueOf("x".repeat((int) Outbox.LONGEST_IN_SNAPSHOT - 2));
    outbox.replace(waiting, Map.of(json(0), shorter));
    assertEquals(Map.of(json(0), shorter), outbox.waiting());
  }

  @Test
  void howeverManyItemsComeInSnapshotsKeepItBounded() {
    int most = 0;
    for (int i = 0; i < 10 * Outbox.MANY; i++) {
      if (outbox.put(json(i), json(i))) {
        outbox.replace(outbox.waiting(), snapshot("all " + i, i));
      }
      if (i % 1_000 == 0) {
        most = Math.max(most, outbox.waiting().size());
      }
    }
    assertTrue(most <= Outbox.MANY + 1, "items that waited: " + most);
  }

  @Test
  void aSnapshotReplacesOnlyWhatWasThereBeforeItWasTaken() {
    outbox.put(TextNode.valueOf("n1"), json(1));
    outbox.put(TextNode.valueOf("n2"), json(1));
    outbox.put(TextNode.valueOf("n3"), json(1));
    Map<JsonNode, JsonNode> waiting = outbox.waiting();
    outbox.put(TextNode.valueOf("n2"), json(2)); // may have happened after the snapshot was taken
    outbox.put(TextNode.valueOf("n4"), json(3));
    outbox.replace(waiting, snapshot("all", 9));
    assertEquals(List.of(json(2), json(3), json(9)), List.copyOf(outbox.batch().values()));
  }

  @Test
  void aLateAcknowledgementOfWhatASnapshotReplacedDoesNotStrikeTheSnapshotOff() {
    outbox.put(TextNode.valueOf("n1"), json(1_001));
    outbox.put(TextNode.valueOf("n2"), json(1));
    Map<JsonNode, JsonNode> underWay = outbox.batch();
    outbox.replace(outbox.waiting(), snapshot("n1", 1_002));
    outbox.acknowledged(underWay);
    assertEquals(List.of(json(1_002)), List.copyOf(outbox.batch().values()));
  }

  @Test
  void aSnapshotThatIsNoSmallerReplacesNothing() {
    outbox.put(TextNode.valueOf("n1"), json(1));
    outbox.replace(outbox.waiting(), snapshot("all", 9));
    outbox.replace(outbox.waiting(), Map.of());
    assertEquals(List.of(json(1)), List.copyOf(outbox.batch().values()));
  }

  @Test
  void aBatchHasABoundedNumberOfItems() {
    for (int i = 0; i < 20_000; i++) {
      outbox.put(json(i), json(i));
    }
    int batches = 0;
    int items = 0;
    while (!outbox.isEmpty()) {
      Map<JsonNode, JsonNode> batch = outbox.batch();
      assertTrue(batch.size() <= BatchSize.MAX_ITEMS, "items in a batch: " + batch.size());
      items += batch.size();
      batches++;
      outbox.acknowledged(batch);
    }
    assertEquals(20_000, items);
    assertEquals(4, batches);
  }

  @Test
  void aBatchHasABoundedNumberOfBytes() {
    for (int i = 0; i < 50; i++) {
      outbox.put(json(i), text(100_000));
    }
    while (!outbox.isEmpty()) {
      Map<JsonNode, JsonNode> batch = outbox.batch();
      assertTrue(batch.values().toString().length() <= BatchSize.MAX_BYTES, "bytes in a batch");
      assertTrue(batch.size() >= 10, "and no fewer items than fit: " + batch.size());
      outbox.acknowledged(batch);
      if (batch.size() < 10) {
        break;
      }
    }
    assertTrue(outbox.isEmpty());
  }

  @Test
  void anItemThatIsTooLargeForABatchGoesAlone() {
    outbox.put(json(1), text(5 << 20));
    outbox.put(json(2), json(2));
    assertEquals(1, outbox.batch().size());
    outbox.acknowledged(outbox.batch());
    assertFalse(outbox.isEmpty());
    assertEquals(List.of(json(2)), List.copyOf(outbox.batch().values()));
  }
}
