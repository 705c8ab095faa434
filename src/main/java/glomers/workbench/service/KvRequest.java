package glomers.workbench.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Json;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A request to a key-value store. Keys and values are plain data, so that they compare by content:
 * {@code 1} and {@code 1.0} differ, objects with the same fields do not.
 *
 * @param from what a compare-and-swap expects; not used by others
 * @param value what to store; not used by a read
 * @param createIfMissing whether a compare-and-swap may create the key, whatever it expects
 */
record KvRequest(Action kind, Object key, Object from, Object value, boolean createIfMissing) {
  enum Action {
    READ,
    WRITE,
    CAS
  }

  /** What messages say that ask for these. */
  static final List<String> TYPES = List.of("read", "write", "cas");

  /** What a key holds, which may be null; not to be confused with a missing key. */
  record Cell(Object value) {}

  /**
   * What a request does where it finds a certain value.
   *
   * @param reply the answer
   * @param stored what is written, which may be what was there; empty if nothing is
   */
  record Effect(ObjectNode reply, Optional<Cell> stored) {}

  /** What this message asks for; empty if it is nothing that a store knows. */
  static Optional<KvRequest> of(Message message) {
    if (!TYPES.contains(message.type())) {
      return Optional.empty();
    }
    Action kind = Action.valueOf(message.type().toUpperCase(Locale.ROOT));
    return Optional.of(
        new KvRequest(
            kind,
            plain(message, "key"),
            plain(message, "from"),
            plain(message, kind == Action.CAS ? "to" : "value"),
            message.body().path("create_if_not_exists").asBoolean()));
  }

  /** A missing field passes for null, as with Maelstrom's services. */
  private static Object plain(Message message, String field) {
    JsonNode value = message.body().get(field);
    return value == null ? null : Json.toPlain(value);
  }

  /** The same for a store that creates keys by writes alone. */
  KvRequest creatingNothing() {
    return new KvRequest(kind, key, from, value, false);
  }

  /** What this request does where {@code present} is what the key holds, if there is the key. */
  Effect on(Optional<Cell> present) {
    return switch (kind) {
      case READ ->
          present
              .map(cell -> unchanged(Body.of("read_ok").set("value", Json.fromPlain(cell.value()))))
              .orElseGet(this::missing);
      case WRITE -> store(Body.of("write_ok"));
      case CAS -> compareAndSwap(present);
    };
  }

  private Effect compareAndSwap(Optional<Cell> present) {
    if (present.isEmpty()) {
      return createIfMissing ? store(Body.of("cas_ok")) : missing();
    }
    Object found = present.get().value();
    if (!Objects.equals(found, from)) {
      String text =
          "the value is " + Edn.print(found) + " where " + Edn.print(from) + " was expected";
      return unchanged(Body.error(ErrorCode.PRECONDITION_FAILED.code(), text));
    }
    return store(Body.of("cas_ok"));
  }

  private Effect store(ObjectNode reply) {
    return new Effect(reply, Optional.of(new Cell(value)));
  }

  private Effect missing() {
    String text = "there is no key " + Edn.print(key);
    return unchanged(Body.error(ErrorCode.KEY_DOES_NOT_EXIST.code(), text));
  }

  private static Effect unchanged(ObjectNode reply) {
    return new Effect(reply, Optional.empty());
  }
}
