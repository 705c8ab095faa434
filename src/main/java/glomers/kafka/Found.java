package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.Weight;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What one poll has found, no more than its reply should hold. Safe for use by many tasks. */
public final class Found implements KafkaLog.Messages {
  private final Batch batch = new Batch();
  private final Map<Place, JsonNode> messages = new ConcurrentHashMap<>();

  private record Place(String key, long offset) {}

  /** Keeps a message if there is room for it; returns whether there was. */
  public boolean add(String key, long offset, JsonNode message) {
    boolean room = batch.takes(PollReply.FRAME + Weight.of(message));
    if (room) {
      messages.put(new Place(key, offset), message);
    }
    return room;
  }

  @Override
  public Optional<JsonNode> at(String key, long offset) {
    return Optional.ofNullable(messages.get(new Place(key, offset)));
  }
}
