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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The log of one key: a row of {@link Cells}, in each of which there is one message and its id.
 *
 * <p>The id is the message's own, since messages may be equal: by it an append whose reply was lost
 * knows its message again. Once nobody looks for it any more it is just a burden, ten times as
 * large as a short message: only the messages are kept. Safe for use by many tasks.
 */
final class KeyLog {
  private static final String ID = "id";
  private static final String MESSAGE = "msg";
  private static final long NOWHERE = -1;

  private final Node node;
  private final Cells cells;
  private final Turns turns;
  private final List<JsonNode> messages = new ArrayList<>(); // guarded by itself

  /** The ids of messages that are being appended, and where they were seen; guarded by messages. */
  private final Map<String, Long> appending = new HashMap<>();

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
    return turns.inTurn(timeLeft, rest -> claimSlot(id, slot, rest));
  }

  private long claimSlot(String id, ObjectNode slot, Duration timeLeft) {
    synchronized (messages) {
      appending.put(id, NOWHERE);
    }
    try {
      return claimOne(id, slot, timeLeft);
    } finally {
      synchronized (messages) {
        appending.remove(id);
      }
    }
  }

  private long claimOne(String id, ObjectNode slot, Duration timeLeft) {
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
      long known = cells.known(); // first, so that what is seen in between is not passed over
      long found = whereSeen(id);
      if (found != NOWHERE) {
        return found;
      }
      if (next == known) {
        backoff.pause();
      }
      next = known;
    }
  }

  /** How many messages are known here. */
  long known() {
    return cells.known();
  }

  /** Reads on to the end of the log, unless that was done within {@code age}. */
  void refresh(Duration age) {
    cells.refresh(age);
  }

  /** Takes in a message that another node has appended. */
  void learn(long offset, JsonNode message) {
    cells.learn(offset, JsonNodeFactory.instance.objectNode().set(MESSAGE, message));
  }

  /** The message at this offset, if it is known here. */
  Optional<JsonNode> at(long offset) {
    synchronized (messages) {
      return offset < messages.size() ? Optional.of(messages.get((int) offset)) : Optional.empty();
    }
  }

  private long whereSeen(String id) {
    synchronized (messages) {
      return appending.get(id);
    }
  }

  private void learn(JsonNode slot) {
    synchronized (messages) {
      long offset = messages.size();
      appending.computeIfPresent(slot.path(ID).asText(), (id, before) -> offset);
      messages.add(slot.path(MESSAGE));
    }
  }
}
