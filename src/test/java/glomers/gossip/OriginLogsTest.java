package glomers.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import glomers.node.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OriginLogsTest {
  private final OriginLogs logs = new OriginLogs();

  private static JsonNode json(int value) {
    return IntNode.valueOf(value);
  }

  private static List<JsonNode> values(JsonNode part) {
    List<JsonNode> values = new ArrayList<>();
    part.path("values").forEach(values::add);
    return values;
  }

  @Test
  void aDeltaHoldsWhatTheOtherLacks() {
    logs.append("a", json(1));
    logs.append("a", json(2));
    logs.append("b", json(3));
    VersionVector known = VersionVector.EMPTY.with("a", 1);
    OriginLogs.Delta delta = logs.since(known);
    assertEquals(
        Json.object("{'a':{'at':1,'values':[2]},'b':{'at':0,'values':[3]}}"), delta.items());
    assertEquals(logs.counts(), delta.reach());
    assertTrue(delta.whole());
    assertTrue(logs.since(logs.counts()).items().isEmpty());
  }

  @Test
  void oneWhoHasMoreIsSentNothing() {
    logs.append("a", json(1));
    VersionVector more = VersionVector.EMPTY.with("a", 5);
    assertEquals(new OriginLogs.Delta(Json.object("{}"), more, true), logs.since(more));
  }

  @Test
  void whatIsHereAlreadyIsPassedOver() {
    logs.append("a", json(1));
    OriginLogs.Merged merged =
        logs.merge(Json.object("{'a':{'at':0,'values':[1,2]},'b':{'at':0,'values':[null]}}"));
    assertEquals(List.of(json(2), Json.object("{'x':null}").get("x")), merged.learned());
    assertFalse(merged.gap());
    OriginLogs.Merged again = logs.merge(Json.object("{'a':{'at':0,'values':[1,2]}}"));
    assertEquals(List.of(), again.learned());
    assertFalse(again.gap());
  }

  @Test
  void whatComesAfterAGapIsNotTaken() {
    OriginLogs.Merged merged =
        logs.merge(Json.object("{'a':{'at':1,'values':[2]},'b':{'at':0,'values':[3]}}"));
    assertTrue(merged.gap());
    assertEquals(List.of(json(3)), merged.learned());
    assertEquals(VersionVector.EMPTY.with("b", 1), logs.counts());
  }

  @Test
  void nonsenseIsNotTaken() {
    logs.merge(Json.object("{'a':7,'b':{'values':[1]},'c':{'at':'x','values':[1]},'d':null}"));
    logs.merge(Json.object("{'a':{'at':-1,'values':[1,2]}}"));
    assertEquals(VersionVector.EMPTY, logs.counts());
  }

  @Test
  void aLargeBacklogIsSentInBoundedPieces() {
    for (int i = 0; i < 12_000; i++) {
      logs.append(i < 5_000 ? "a" : "b", json(i));
    }
    OriginLogs other = new OriginLogs();
    int pieces = 0;
    while (!other.counts().includes(logs.counts())) {
      OriginLogs.Delta delta = logs.since(other.counts());
      int items = 0;
      for (JsonNode part : delta.items()) {
        assertFalse(values(part).isEmpty(), "an origin of which nothing fits is not named");
        items += values(part).size();
      }
      assertTrue(items <= BatchSize.MAX_ITEMS, "items in a delta: " + items);
      assertFalse(other.merge(delta.items()).learned().isEmpty());
      assertEquals(delta.reach(), other.counts());
      assertEquals(delta.whole(), other.counts().equals(logs.counts()));
      pieces++;
    }
    assertEquals(3, pieces);
  }

  @Test
  void largeValuesMakeSmallPieces() {
    for (int i = 0; i < 30; i++) {
      logs.append("a", TextNode.valueOf(i + "x".repeat(100_000)));
    }
    OriginLogs other = new OriginLogs();
    while (!other.counts().includes(logs.counts())) {
      ObjectNode delta = logs.since(other.counts()).items();
      assertTrue(delta.toString().length() < BatchSize.MAX_BYTES + 1_000);
      other.merge(delta);
    }
    assertEquals(logs.counts(), other.counts());
  }

  @Test
  void deltasInAnyOrderAndAnyNumberOfTimesLeaveTheSame() {
    Random random = new Random(1);
    for (int run = 0; run < 500; run++) {
      OriginLogs here = new OriginLogs();
      List<ObjectNode> deltas = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        VersionVector before = here.counts();
        here.append("abc".charAt(random.nextInt(3)) + "", json(i));
        VersionVector known = random.nextBoolean() ? before : VersionVector.EMPTY;
        deltas.add(here.since(known).items());
      }
      deltas.addAll(List.copyOf(deltas));
      Collections.shuffle(deltas, random);
      OriginLogs there = new OriginLogs();
      Set<JsonNode> learned = new LinkedHashSet<>();
      for (ObjectNode delta : deltas) {
        for (JsonNode value : there.merge(delta).learned()) {
          assertTrue(learned.add(value), "learned twice: " + value);
        }
      }
      for (JsonNode value : there.merge(here.since(there.counts()).items()).learned()) {
        assertTrue(learned.add(value), "learned twice: " + value);
      }
      assertEquals(here.counts(), there.counts());
      assertEquals(20, learned.size());
    }
  }
}
