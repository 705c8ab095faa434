package glomers.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** A linearizable key-value service for tests. Counts what it is asked. */
final class TestLinKv implements Function<Message, ObjectNode> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, JsonNode> stored = new TreeMap<>();
  private final Map<String, Integer> asked = new TreeMap<>();

  @Override
  public ObjectNode apply(Message request) {
    asked.merge(request.type(), 1, Integer::sum);
    String key = request.text("key");
    JsonNode value = stored.get(key);
    return switch (request.type()) {
      case "read" ->
          value == null ? missing(key) : Body.of("read_ok").set("value", value.deepCopy());
      case "cas" -> {
        if (value == null && !request.body().path("create_if_not_exists").asBoolean()) {
          yield missing(key);
        }
        if (value != null && !value.equals(plain(request.field("from")))) {
          yield Body.error(22, key + " holds " + value);
        }
        stored.put(key, plain(request.field("to")));
        yield Body.of("cas_ok");
      }
      default -> Body.error(10, "the log has no use for " + request.type());
    };
  }

  /** What is stored, by key. */
  Map<String, JsonNode> stored() {
    return stored;
  }

  /** Stores a value as somebody else would. */
  void put(String key, String json) {
    stored.put(key, parse(json.replace('\'', '"')));
  }

  /** How often it was asked for this type of operation. */
  int asked(String type) {
    return asked.getOrDefault(type, 0);
  }

  /** How often it was asked for anything. */
  int asked() {
    return asked.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static ObjectNode missing(String key) {
    return Body.error(20, "there is no " + key);
  }

  /** As it would be after a way through the network: without Jackson's kinds of integers. */
  private static JsonNode plain(JsonNode value) {
    return parse(value.toString());
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
