package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Backoff;
import glomers.node.Kv;
import glomers.node.Node;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of one key: a row of {@link Cells}, in each of which there is one message and its id.
 *
 * <p>The id is the message's own, since messages may be equal: by it an append whose reply was lost
 * knows its message again. Safe for use by many tasks.
 */
final class KeyLog {
  private static final String ID = "id";
  private static final String MESSAGE = "msg";

  private final Node node;
  private final Cells cells;
  private final Turns turns;
  private final List<JsonNode> slots = new ArrayList<>(); // guarded by itself

  KeyLog(Node node, Kv kv, String key) {
    this.node = node;
    this.cells = new Cells(node, kv, "log/" + key, this::learn);
    this.turns = new Turns(node);
  }

  /**
   * Appends a message. Appends to one key wait for each other: they would only take away each
   * other's slots.
   *
   * @param id differs from those of all other messages
   * @return the message's offset
   * @throws RpcException {@link glomers.node.ErrorCode#TEMPORARILY_UNAVAILABLE} if the message was
   *     not appended; an indefinite one if it may have been, or may be yet
   */
  long append(String id, JsonNode message, Duration timeLeft) {
    ObjectNode slot = JsonNodeFactory.instance.objectNode().put(ID, id);
    slot.set(MESSAGE, message);
    return turns.inTurn(timeLeft, rest -> claimSlot(slot, rest));
  }

  private long claimSlot(ObjectNode slot, Duration timeLeft) {
    Backoff backoff = Backoff.forContention(node).within(timeLeft);
    long next = cells.known(); // the message can be in no slot before
    for (int window = 1; ; window = Math.min(2 * window, Cells.WINDOW)) {
      if (cells.claim(next, slot)) {
        return next;
      }
      // Taken by somebody else, or by us and the reply was lost, or not taken at all. It is the
      // next one in any case until we see somebody else's message in it.
      try {
        cells.look(window);
      } catch (RpcException e) {
        // Then the next round looks again.
      }
      boolean progress = next < cells.known();
      for (; next < cells.known(); next++) {
        if (at(next).path(ID).equals(slot.path(ID))) {
          return next;
        }
      }
      if (!progress) {
        backoff.pause();
      }
    }
  }

  /** How many messages are known here. */
  long known() {
    return cells.known();
  }

  /** Reads on to the end of the log, see {@link Cells#catchUp}. */
  void catchUp() {
    cells.catchUp();
  }

  /** The known messages from this offset on, {@code limit} of them at most. */
  List<JsonNode> from(long offset, int limit) {
    synchronized (slots) {
      int start = (int) Math.min(offset, slots.size());
      int end = (int) Math.min(slots.size(), start + (long) limit);
      return slots.subList(start, end).stream().map(slot -> slot.path(MESSAGE)).toList();
    }
  }

  private JsonNode at(long offset) {
    synchronized (slots) {
      return slots.get((int) offset);
    }
  }

  private void learn(JsonNode slot) {
    synchronized (slots) {
      slots.add(slot);
    }
  }
}
