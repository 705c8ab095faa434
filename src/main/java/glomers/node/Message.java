package glomers.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;

/**
 * One message.
 *
 * <p>The accessors that name a field throw an {@link RpcException} if it is missing or of the wrong
 * kind: {@link ErrorCode#MALFORMED_REQUEST}, which becomes the answer unless the handler catches
 * it; for a reply the indefinite {@link ErrorCode#CRASH}.
 *
 * @param src the sender's name
 * @param dest the receiver's name
 * @param body the content. Shared, not copied: copy it before changing it
 * @param number which of the messages this is that its receiver has got, from 1: it tells a request
 *     from its double. 0 for a message that no node has received yet
 * @param length the length in bytes of the line that it was read from; 0 if it was not read from
 *     one
 */
public record Message(String src, String dest, ObjectNode body, long number, int length) {

  /**
   * How many levels of arrays and objects a {@link #value} may have. JSON readers, ours too, accept
   * 1,000; a message that passes values on adds some levels of its own.
   */
  static final int MAX_NESTING = 900;

  /** How long a {@link #value} may be, as JSON: all nodes may have to keep it. */
  public static final int MAX_VALUE = 1 << 20;

  /** A message that no node has received yet. */
  public Message(String src, String dest, ObjectNode body) {
    this(src, dest, body, 0, 0);
  }

  Message numbered(long received) {
    return new Message(src, dest, body, received, length);
  }

  /** About how many bytes it takes. Weighing the body takes longer than asking for the line. */
  long weight() {
    return length > 0 ? length : Weight.of(body);
  }

  /** A message with no more than an answer to this one needs. */
  Message withoutContent() {
    ObjectNode rest = Body.of(Body.excerpt(type()));
    if (isRequest()) {
      rest.set("msg_id", body.get("msg_id"));
    }
    return new Message(src, dest, rest, number, 0);
  }

  /** The body's {@code type}, or an empty string if it has none. */
  public String type() {
    return body.path("type").asText("");
  }

  /** The body's {@code msg_id}, if it has one of at most 64 bits. */
  public OptionalLong msgId() {
    return integerField("msg_id");
  }

  /** The body's {@code in_reply_to}, if it has one of at most 64 bits. */
  public OptionalLong inReplyTo() {
    return integerField("in_reply_to");
  }

  /**
   * Whether the sender waits for a reply. Replies and errors are never answered, even if they have
   * a {@code msg_id}: otherwise two nodes could answer each other for ever.
   */
  public boolean isRequest() {
    return body.path("msg_id").isIntegralNumber() && !isReply() && !type().equals("error");
  }

  /** A null counts as missing: some libraries write every field they know. */
  boolean isReply() {
    return body.hasNonNull("in_reply_to");
  }

  /** The field {@code name}, which may be any JSON value, null included. */
  public JsonNode field(String name) {
    JsonNode value = body.get(name);
    if (value == null) {
      throw malformed(name, "is missing");
    }
    return value;
  }

  /**
   * The field {@code name}, a JSON value that this node will keep or pass on within messages of its
   * own; refused if it is longer than {@link #MAX_VALUE}, or nested so deeply that others could not
   * read such messages.
   */
  public JsonNode value(String name) {
    JsonNode value = field(name);
    if (Weight.of(value, MAX_VALUE) > MAX_VALUE) {
      throw malformed(name, "is longer than 1 MiB of JSON, the most that this node takes");
    }
    if (deeper(value, MAX_NESTING)) {
      throw malformed(name, "is nested in more than " + MAX_NESTING + " levels");
    }
    return value;
  }

  private static boolean deeper(JsonNode value, int levels) {
    if (!value.isContainerNode()) {
      return false;
    }
    if (levels == 0) {
      return true;
    }
    for (JsonNode each : value) {
      if (deeper(each, levels - 1)) {
        return true;
      }
    }
    return false;
  }

  /** The string in the field {@code name}, a {@link #value}. */
  public String text(String name) {
    JsonNode value = value(name);
    if (!value.isTextual()) {
      throw malformed(name, "must be a string");
    }
    return value.textValue();
  }

  /** The whole number in the field {@code name}. */
  public long integer(String name) {
    JsonNode value = field(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw malformed(name, "must be a whole number of at most 64 bits");
    }
    return value.longValue();
  }

  /** The object in the field {@code name}. */
  public ObjectNode object(String name) {
    if (field(name) instanceof ObjectNode value) {
      return value;
    }
    throw malformed(name, "must be an object");
  }

  /** The array in the field {@code name}. */
  public ArrayNode array(String name) {
    if (field(name) instanceof ArrayNode value) {
      return value;
    }
    throw malformed(name, "must be an array");
  }

  private OptionalLong integerField(String name) {
    JsonNode value = body.get(name);
    return value != null && value.isIntegralNumber() && value.canConvertToLong()
        ? OptionalLong.of(value.longValue())
        : OptionalLong.empty();
  }

  private RpcException malformed(String name, String complaint) {
    String text = "\"" + name + "\" of a message of type \"" + type() + "\" " + complaint;
    // A wrong reply is not the fault of the request that is being handled, and does not mean that
    // nothing has happened yet: the answer to that request must not be a definite error.
    return new RpcException(isReply() ? ErrorCode.CRASH : ErrorCode.MALFORMED_REQUEST, text);
  }
}
