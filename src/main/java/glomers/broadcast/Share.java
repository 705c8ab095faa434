package glomers.broadcast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.gossip.OriginLogs;
import glomers.gossip.VersionVector;
import glomers.node.Body;
import glomers.node.Message;
import java.util.Set;

/**
 * What nodes of {@link BatchedBroadcast} say to each other. Nothing is answered at once but what
 * asks for it. Times are nanoseconds since the start of a node, {@link #NEVER} if unknown; on the
 * wire, microseconds. The <em>server's time</em> is that of the node that sends batches.
 */
sealed interface Share {
  /** A moment that does not come: later than all others. */
  long NEVER = Long.MAX_VALUE;

  /** Microseconds; small enough that a few such times can be added. */
  long LONGEST = Long.MAX_VALUE / 16_000;

  /** What every message says. */
  Head head();

  /** What the receiver lacks; nothing in a greeting. */
  Load load();

  /** The message's body. */
  ObjectNode toBody();

  /**
   * Who speaks to whom, and what the sender has.
   *
   * @param incarnation the sender's
   * @param to the receiver's, as far as the sender knows; 0 if it does not
   * @param have how much of each origin's log the sender has: acknowledges, and asks for the rest
   */
  record Head(long incarnation, long to, VersionVector have) {}

  /**
   * Values that the receiver lacks.
   *
   * @param items as {@link OriginLogs#since} makes them
   * @param more whether there is more than a message should hold, and the sender waits to send it
   */
  record Load(ObjectNode items, boolean more) {
    static final Load NOTHING = new Load(JsonNodeFactory.instance.objectNode(), false);
  }

  /** Here is a node that has just started, or that has never heard of the receiver: answer it. */
  record Greeting(Head head) implements Share {
    static final String TYPE = "greeting";

    @Override
    public Load load() {
      return Load.NOTHING;
    }

    @Override
    public ObjectNode toBody() {
      return begin(TYPE, head, Load.NOTHING);
    }
  }

  /**
   * To a server, which may be any node: what it shall pass on.
   *
   * @param stamp when this was to leave, on the sender's clock; comes back in the batch
   * @param aim when it should come, in the server's time
   * @param by when the server must pass it on at the latest, in the server's time
   * @param way how long an upload and the batch after it were under way lately
   */
  record Upload(Head head, Load load, long stamp, long aim, long by, long way) implements Share {
    static final String TYPE = "upload";

    @Override
    public ObjectNode toBody() {
      ObjectNode body = begin(TYPE, head, load);
      put(body, "stamp", stamp);
      put(body, "aim", aim);
      put(body, "by", by);
      put(body, "way", way);
      return body;
    }
  }

  /**
   * From a server, which may be any node: what it passes on.
   *
   * @param rhythm when it left and when the next one leaves
   * @param stamp the stamp of the last upload that it answers
   * @param came when that upload came, in the server's time
   */
  record Batch(Head head, Load load, Rhythm rhythm, long stamp, long came) implements Share {
    static final String TYPE = "batch";

    @Override
    public ObjectNode toBody() {
      ObjectNode body = begin(TYPE, head, load);
      put(body, "at", rhythm.at());
      put(body, "next", rhythm.next());
      put(body, "round", rhythm.round());
      put(body, "margin", rhythm.margin());
      put(body, "stamp", stamp);
      put(body, "came", came);
      return body;
    }
  }

  /**
   * A server's rounds, in its own time.
   *
   * @param at when the batch was to leave
   * @param next when the next round leaves
   * @param round how long it is from then to the one after
   * @param margin how long before a round uploads shall come
   */
  record Rhythm(long at, long next, long round, long margin) {}

  /** The types of the messages, as they are on the wire. */
  static Set<String> types() {
    return Set.of(Greeting.TYPE, Upload.TYPE, Batch.TYPE);
  }

  /** Reads a message of one of these types. */
  static Share of(Message message) {
    ObjectNode body = message.body();
    Head head =
        new Head(
            message.integer("incarnation"),
            message.integer("to"),
            VersionVector.of(message.object("have")));
    ObjectNode items = body.get("items") instanceof ObjectNode some ? some : Load.NOTHING.items();
    Load load = new Load(items, body.path("more").asBoolean());
    long stamp = time(body, "stamp");
    return switch (message.type()) {
      case Upload.TYPE ->
          new Upload(head, load, stamp, time(body, "aim"), time(body, "by"), time(body, "way"));
      case Batch.TYPE -> new Batch(head, load, rhythm(body), stamp, time(body, "came"));
      default -> new Greeting(head);
    };
  }

  private static Rhythm rhythm(ObjectNode body) {
    return new Rhythm(
        time(body, "at"), time(body, "next"), time(body, "round"), time(body, "margin"));
  }

  private static ObjectNode begin(String type, Head head, Load load) {
    ObjectNode body = Body.of(type).put("incarnation", head.incarnation()).put("to", head.to());
    body.set("have", head.have().toJson());
    if (!load.items().isEmpty()) {
      body.set("items", load.items());
    }
    if (load.more()) {
      body.put("more", true);
    }
    return body;
  }

  private static void put(ObjectNode body, String field, long nanos) {
    if (nanos != NEVER) {
      body.put(field, Math.floorDiv(nanos, 1_000));
    }
  }

  /** What is no time in this universe counts as not there. */
  private static long time(ObjectNode body, String field) {
    JsonNode value = body.path(field);
    boolean sane = value.isIntegralNumber() && value.canConvertToLong();
    long micros = sane ? value.asLong() : LONGEST;
    return micros > -LONGEST && micros < LONGEST ? micros * 1_000 : NEVER;
  }
}
