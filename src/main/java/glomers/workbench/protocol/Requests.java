package glomers.workbench.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The requests of one client, one after the other, and what is to be said of a message to it that
 * it was not waiting for, even after it has left the network. Safe for use by many tasks.
 */
public final class Requests {
  private final Disturbances disturbances;
  private final String client;
  private final Map<Long, GivenUp> givenUp = new HashMap<>();
  private long lastId;
  private String node = "";
  private String type = "";
  private int mark;
  private boolean waiting;

  /**
   * A request that was not answered in time.
   *
   * @param type its type
   * @param excused whether that is due to what the workbench did
   */
  private record GivenUp(String type, boolean excused) {}

  /** What is wrong with a message that nobody was waiting for. */
  public record Complaint(FaultKind kind, String cause) {}

  Requests(Disturbances disturbances, String client) {
    this.disturbances = disturbances;
    this.client = client;
  }

  /** A request begins. Returns its number, which is its {@code msg_id}. */
  public synchronized long begin(String toNode, String ofType) {
    node = toNode;
    type = ofType;
    mark = disturbances.mark(toNode);
    waiting = true;
    return ++lastId;
  }

  /** The type of the last request; empty if there was none. */
  public synchronized String lastType() {
    return type;
  }

  /** The request was answered, well or badly. */
  public synchronized void answered() {
    waiting = false;
  }

  /**
   * The client stops waiting for the answer.
   *
   * @param inVain whether it waited as long as it should; if not, the run was over
   */
  public synchronized void giveUp(boolean inVain) {
    waiting = false;
    givenUp.put(lastId, new GivenUp(type, !inVain || disturbances.since(node, mark)));
  }

  /** What to say of a message that this client is not waiting for; empty if it accuses nobody. */
  public synchronized Optional<Complaint> about(JsonNode inReplyTo) {
    if (inReplyTo == null) {
      return unexpected("is no reply: it lacks \"in_reply_to\"; clients listen to replies alone");
    }
    if (!inReplyTo.isIntegralNumber()) {
      return unexpected(
          "has %s as its \"in_reply_to\", which must be the request's \"msg_id\": a whole number"
              .formatted(cut(inReplyTo)));
    }
    boolean sent =
        inReplyTo.canConvertToLong() && inReplyTo.asLong() >= 1 && inReplyTo.asLong() <= lastId;
    if (!sent) {
      return unexpected("answers request " + cut(inReplyTo) + ", which " + client + " never sent");
    }
    long id = inReplyTo.asLong();
    GivenUp late = givenUp.remove(id);
    if (late != null) {
      return late.excused()
          ? Optional.empty()
          : Optional.of(
              new Complaint(
                  FaultKind.LATE_REPLY,
                  "comes too late: %s had given up waiting for the answer to its request %d (%s)"
                      .formatted(client, id, late.type())));
    }
    if (id == lastId && waiting) {
      // It was being given up at this very moment, because the run is over.
      return Optional.empty();
    }
    return Optional.of(
        new Complaint(
            FaultKind.SECOND_REPLY,
            "answers request %d%s of %s once more; it was answered before, and a request has one answer"
                .formatted(id, id == lastId ? " (" + type + ")" : "", client)));
  }

  private static Optional<Complaint> unexpected(String cause) {
    return Optional.of(new Complaint(FaultKind.UNEXPECTED_REPLY, cause));
  }

  private static String cut(JsonNode value) {
    String text = value.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
