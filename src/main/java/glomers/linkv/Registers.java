package glomers.linkv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Weight;
import java.util.Map;
import java.util.Optional;

/**
 * The state machine (§2): a value for each key. Every server gives it the same commands in the same
 * order, some of them twice, since messages are doubled and nodes ask again. So it remembers its
 * answers (§8) until the node that asked waits for them no more.
 */
final class Registers {
  private static final long FULL = 8 << 20; // bytes: a snapshot goes into one message

  private final ObjectNode state; // all of it as JSON, which makes snapshots simple
  private long weight; // of values and keys

  /** What a snapshot says; an empty object says nothing. */
  Registers(JsonNode snapshot) {
    state = snapshot.deepCopy();
    // The same sum as of a server that has carried out all of it: they must be full together.
    for (Map.Entry<String, JsonNode> each : state.path("values").properties()) {
      weight += each.getKey().length() + Weight.of(each.getValue());
    }
  }

  ObjectNode snapshot() {
    return state.deepCopy();
  }

  /** The answer to a read. */
  ObjectNode read(JsonNode key) {
    JsonNode value = state.path("values").get(key.toString());
    return value == null ? missing() : Body.of("read_ok").set("value", value);
  }

  /** The answer to what was done before, or waits for no answer any more; empty for what is new. */
  Optional<ObjectNode> known(JsonNode by) {
    JsonNode asker = state.path("askers").path(by.path("node").asText());
    long ahead = by.path("life").asLong() - asker.path("life").asLong();
    long number = by.path("number").asLong();
    if (ahead < 0 || ahead == 0 && number < asker.path("oldest").asLong()) {
      return Optional.of(Body.error(ErrorCode.TIMEOUT.code(), "whoever asked this waits no more"));
    }
    JsonNode answer = ahead > 0 ? null : asker.path("answers").get("" + number);
    return Optional.ofNullable((ObjectNode) answer);
  }

  /** Does what a command says, unless that was done before. Returns the answer. */
  ObjectNode apply(ObjectNode command) {
    JsonNode by = command.path("by"); // nobody and all 0, if it is a leader's first entry
    return known(by).orElseGet(() -> doNew(command, by));
  }

  private ObjectNode doNew(ObjectNode command, JsonNode by) {
    long life = by.path("life").asLong();
    ObjectNode asker =
        state.withObjectProperty("askers").withObjectProperty(by.path("node").asText());
    if (life > asker.path("life").asLong()) {
      asker.removeAll(); // nobody waits for what it asked in its former life
      asker.put("life", life);
    }
    long oldest = Math.max(asker.path("oldest").asLong(), by.path("oldest").asLong());
    asker.put("oldest", oldest);
    ObjectNode answers = asker.withObjectProperty("answers");
    answers.properties().removeIf(answer -> Long.parseLong(answer.getKey()) < oldest);
    ObjectNode answer = carryOut(command);
    answers.set(by.path("number").asText("0"), answer);
    return answer;
  }

  private ObjectNode carryOut(ObjectNode command) {
    String type = command.path("type").asText();
    String key = command.path("key").toString();
    ObjectNode values = state.withObjectProperty("values");
    JsonNode present = values.get(key);
    if (type.equals("cas")) {
      if (present == null && !command.path("create_if_not_exists").asBoolean()) {
        return missing();
      }
      if (present != null && !present.equals(command.get("from"))) {
        return Body.error(ErrorCode.PRECONDITION_FAILED.code(), "another value is there");
      }
    }
    if (command.has("key")) {
      JsonNode value = command.get(type.equals("cas") ? "to" : "value");
      long more = Weight.of(value) + (present == null ? key.length() : -Weight.of(present));
      if (weight + more > FULL) {
        return Body.error(ErrorCode.TEMPORARILY_UNAVAILABLE.code(), "the store is full");
      }
      weight += more;
      values.set(key, value);
    }
    return Body.of(type + "_ok");
  }

  private static ObjectNode missing() {
    return Body.error(ErrorCode.KEY_DOES_NOT_EXIST.code(), "there is no such key");
  }
}
