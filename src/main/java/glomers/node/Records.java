package glomers.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.stream.Collectors;

/** Turns records into bodies and bodies into records. */
final class Records {
  /** Strict: a number in quotes is no number, and a component that is missing is not 0. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private Records() {}

  static ObjectReader reader(Class<? extends Record> shape) {
    return MAPPER.readerFor(shape);
  }

  static <T extends Record> T read(Message message, ObjectReader reader) {
    try {
      return reader.readValue(message.body());
    } catch (JsonProcessingException e) {
      throw new RpcException(
          message.isReply() ? ErrorCode.CRASH : ErrorCode.MALFORMED_REQUEST, complaint(message, e));
    } catch (java.io.IOException e) {
      throw new IllegalStateException("a tree is read without input", e);
    }
  }

  private static String complaint(Message message, JsonProcessingException e) {
    String of = " of a message of type \"" + message.type() + "\" ";
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return "the body" + of + "does not fit: " + Body.excerpt(e.getOriginalMessage());
    }
    String field =
        mapping.getPath().stream()
            .map(at -> at.getFieldName() == null ? "[" + at.getIndex() + "]" : at.getFieldName())
            .collect(Collectors.joining("."));
    boolean missing = e.getOriginalMessage().startsWith("Missing");
    String type =
        e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
            ? mismatch.getTargetType().getSimpleName()
            : "another type";
    return "\"" + field + "\"" + of + (missing ? "is missing" : "must be of type " + type);
  }

  static ObjectNode body(Record body) {
    ObjectNode tree = Body.of(type(body.getClass().getSimpleName()));
    tree.setAll(MAPPER.<ObjectNode>valueToTree(body));
    return tree;
  }

  /** {@code ReadOk} is {@code read_ok}. */
  static String type(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
