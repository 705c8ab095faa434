package glomers.broadcast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.gossip.VersionVector;
import glomers.node.Body;
import glomers.node.Message;
import java.util.OptionalLong;

/**
 * What nodes of {@link BatchedBroadcast} say to each other; there is only this one message, and
 * none that answers it. Times are nanoseconds; on the wire, microseconds.
 *
 * @param incarnation the sender's
 * @param to the receiver's, as far as the sender knows; 0 if it does not
 * @param have how much of each origin's log the sender has: acknowledges, and asks for the rest
 * @param items what the receiver lacks, as {@link glomers.gossip.OriginLogs#since} makes it
 * @param prompt whether the sender waits for an answer: more follows than one message should hold,
 *     or the sender has restarted and does not know whether the receiver knows
 * @param upload whether the sender wants to be served by the receiver
 * @param sent when it was sent, on the sender's clock; comes back as {@code echo}
 * @param hold of an upload: how long it may wait at the server before it must be passed on
 * @param inRound of a batch: whether it kept to the server's rhythm
 * @param echo of a batch: {@code sent} of the last upload that it answers
 * @param early of a batch: how long before it that upload had come
 */
record Share(
    long incarnation,
    long to,
    VersionVector have,
    ObjectNode items,
    boolean prompt,
    boolean upload,
    long sent,
    OptionalLong hold,
    boolean inRound,
    OptionalLong echo,
    OptionalLong early) {

  static final String TYPE = "share";

  private static final long MICRO = 1_000;

  /** A quarter of what fits, so that the sum of two such times fits as well. */
  private static final long LONGEST = Long.MAX_VALUE / 4 / MICRO;

  ObjectNode toBody() {
    ObjectNode body = Body.of(TYPE).put("incarnation", incarnation).put("to", to);
    body.set("have", have.toJson());
    if (!items.isEmpty()) {
      body.set("items", items);
    }
    if (prompt) {
      body.put("prompt", true);
    }
    if (upload) {
      body.put("upload", true).put("sent", sent / MICRO);
    }
    if (inRound) {
      body.put("in_round", true);
    }
    putMicros(body, "hold", hold);
    putMicros(body, "echo", echo);
    putMicros(body, "early", early);
    return body;
  }

  static Share of(Message message) {
    ObjectNode body = message.body();
    return new Share(
        message.integer("incarnation"),
        message.integer("to"),
        VersionVector.of(message.object("have")),
        body.get("items") instanceof ObjectNode items ? items : body.objectNode(),
        body.path("prompt").asBoolean(),
        body.path("upload").asBoolean(),
        nanos(body.path("sent")),
        micros(body, "hold"),
        body.path("in_round").asBoolean(),
        micros(body, "echo"),
        micros(body, "early"));
  }

  private static void putMicros(ObjectNode body, String field, OptionalLong nanos) {
    nanos.ifPresent(value -> body.put(field, value / MICRO));
  }

  /** What is too long to be a time in this universe must not come out as one in the past. */
  private static long nanos(JsonNode micros) {
    long value = micros.canConvertToLong() ? micros.asLong() : 0;
    return Math.clamp(value, -LONGEST, LONGEST) * MICRO;
  }

  private static OptionalLong micros(ObjectNode body, String field) {
    JsonNode value = body.path(field);
    return value.isIntegralNumber() ? OptionalLong.of(nanos(value)) : OptionalLong.empty();
  }
}
