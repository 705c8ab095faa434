package glomers.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PollReplyTest {
  private final SplittableRandom random = new SplittableRandom(1);

  /** A poll of these logs from these offsets. */
  private ObjectNode poll(Map<String, List<JsonNode>> logs, Map<String, Long> offsets) {
    return (ObjectNode)
        PollReply.of(
                PollReply.byLot(offsets, random),
                (key, offset) -> {
                  List<JsonNode> log = logs.get(key);
                  return offset < log.size()
                      ? Optional.of(log.get((int) offset))
                      : Optional.empty();
                })
            .get("msgs");
  }

  private static List<JsonNode> log(int length, JsonNode message) {
    return Collections.nCopies(length, message);
  }

  @Test
  void aShortLogIsShownWhole() {
    ObjectNode messages =
        poll(
            Map.of("a", log(3, IntNode.valueOf(1)), "b", log(0, IntNode.valueOf(1))),
            Map.of("a", 1L, "b", 0L));
    assertEquals("{\"a\":[[1,1],[2,1]]}", messages.toString());
  }

  @Test
  void atLeastAThousandMessagesFitAndNotAHundredThousand() {
    int shown =
        poll(Map.of("a", log(100_000, IntNode.valueOf(1))), Map.of("a", 0L)).get("a").size();
    assertTrue(shown >= 1_000 && shown <= 20_000, "messages shown: " + shown);
  }

  @Test
  void longMessagesMakeAReplyThatIsNotMuchLongerThanABatch() {
    JsonNode message = TextNode.valueOf("x".repeat(10_000));
    int bytes = poll(Map.of("a", log(1_000, message)), Map.of("a", 0L)).toString().length();
    assertTrue(bytes > 250_000 && bytes <= Batch.MAX_BYTES + 100, "bytes: " + bytes);
  }

  @Test
  void aMessageLongerThanAReplyShouldBeGetsThroughAlone() {
    JsonNode giant = TextNode.valueOf("x".repeat(3 << 20));
    assertEquals(1, poll(Map.of("a", log(5, giant)), Map.of("a", 0L)).get("a").size());
  }

  @Test
  void aLongLogDoesNotCrowdOutTheOthers() {
    Map<String, List<JsonNode>> logs = new TreeMap<>();
    Map<String, Long> offsets = new LinkedHashMap<>();
    logs.put("long", log(1_000_000, IntNode.valueOf(1)));
    offsets.put("long", 0L);
    for (int i = 0; i < 100; i++) {
      logs.put("short" + i, log(5, IntNode.valueOf(2)));
      offsets.put("short" + i, 0L);
    }
    ObjectNode messages = poll(logs, offsets);
    for (int i = 0; i < 100; i++) {
      assertEquals(5, messages.path("short" + i).size());
    }
  }

  @Test
  void aPollOfManyLongLogsTakesOutNoMoreThanFits() {
    Map<String, Long> offsets = new LinkedHashMap<>();
    for (int i = 0; i < 1_000; i++) {
      offsets.put("k" + i, 0L);
    }
    int[] taken = new int[1];
    ObjectNode reply =
        PollReply.of(
            offsets,
            (key, offset) -> {
              taken[0]++;
              return Optional.of(IntNode.valueOf(1));
            });
    int shown = 0;
    for (JsonNode each : reply.get("msgs")) {
      shown += each.size();
    }
    assertEquals(shown + 1, taken[0], "the last one is seen not to fit");
  }

  @Test
  void withMoreKeysThanFitEachGetsItsTurn() {
    Map<String, List<JsonNode>> logs = new TreeMap<>();
    Map<String, Long> offsets = new LinkedHashMap<>();
    JsonNode message = TextNode.valueOf("x".repeat(100_000));
    for (int i = 0; i < 30; i++) {
      logs.put("k" + i, log(1, message));
      offsets.put("k" + i, 0L);
    }
    var shown = new TreeSet<String>();
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ObjectNode messages = poll(logs, offsets);
      sizes.add(messages.size());
      messages.fieldNames().forEachRemaining(shown::add);
    }
    assertEquals(30, shown.size(), () -> "only these were ever shown: " + shown);
    assertTrue(Collections.max(sizes) < 12, () -> "keys in a reply: " + sizes);
  }
}
