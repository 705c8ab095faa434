package glomers.workbench.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Between JSON and the plain data of histories and results (see {@link Operation}). Safe for use by
 * many threads.
 */
public final class Json {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectWriter PRETTY =
      JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

  private Json() {}

  /**
   * A JSON value as plain data: whole numbers as {@code Long}, or {@code BigInteger} beyond its
   * range; others as {@code Double}; objects as maps with string keys. A missing node is null.
   */
  public static Object toPlain(JsonNode node) {
    if (node == null) {
      return null;
    }
    return switch (node.getNodeType()) {
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> number(node);
      case ARRAY -> list(node);
      case OBJECT -> object(node);
      default -> null;
    };
  }

  /** A message body as plain data, its own keys keywords, those of objects within it strings. */
  public static Map<Keyword, Object> bodyToPlain(JsonNode body) {
    Map<Keyword, Object> plain = new LinkedHashMap<>();
    body.properties()
        .forEach(entry -> plain.put(Keyword.of(entry.getKey()), toPlain(entry.getValue())));
    return Collections.unmodifiableMap(plain);
  }

  /**
   * Plain data as JSON: keywords and symbols as strings, without the colon; sets and sequences as
   * arrays; a map's keys, unless strings or keywords, as their EDN; operations as objects.
   *
   * @throws IllegalArgumentException if something in it is no plain data
   */
  public static JsonNode fromPlain(Object value) {
    return switch (value) {
      case null -> NODES.nullNode();
      case Boolean truth -> NODES.booleanNode(truth);
      case Number number -> numberNode(number);
      case String text -> NODES.textNode(text);
      case Keyword keyword -> NODES.textNode(keyword.name());
      case Symbol symbol -> NODES.textNode(symbol.name());
      case Sequence sequence -> arrayNode(sequence);
      case List<?> list -> arrayNode(list);
      case Set<?> set -> arrayNode(set);
      case Map<?, ?> map -> objectNode(map);
      case Operation operation -> objectNode(operation.entries());
      default ->
          throw new IllegalArgumentException(
              "no plain data, so it cannot be printed as JSON: " + value.getClass().getName());
    };
  }

  /** Plain data as JSON text over several lines: what {@code results.json} holds. */
  public static String pretty(Object value) {
    try {
      return PRETTY.writeValueAsString(fromPlain(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes can always be written", e);
    }
  }

  private static Object number(JsonNode node) {
    if (!node.isIntegralNumber()) {
      return node.doubleValue();
    }
    return node.canConvertToLong() ? (Object) node.longValue() : node.bigIntegerValue();
  }

  private static List<Object> list(JsonNode array) {
    List<Object> plain = new ArrayList<>(array.size());
    array.forEach(item -> plain.add(toPlain(item)));
    return Collections.unmodifiableList(plain);
  }

  private static Map<String, Object> object(JsonNode object) {
    Map<String, Object> plain = new LinkedHashMap<>();
    object.properties().forEach(entry -> plain.put(entry.getKey(), toPlain(entry.getValue())));
    return Collections.unmodifiableMap(plain);
  }

  private static JsonNode numberNode(Number number) {
    return switch (number) {
      case Double d when !Double.isFinite(d) -> NODES.textNode(d.toString());
      case Float f when !Float.isFinite(f) -> NODES.textNode(f.toString());
      case Double d -> NODES.numberNode(d.doubleValue());
      case Float f -> NODES.numberNode(f.floatValue());
      case BigInteger big -> NODES.numberNode(big);
      case BigDecimal big -> NODES.numberNode(big);
      default -> NODES.numberNode(number.longValue());
    };
  }

  private static ArrayNode arrayNode(Iterable<?> items) {
    ArrayNode array = NODES.arrayNode();
    items.forEach(item -> array.add(fromPlain(item)));
    return array;
  }

  private static ObjectNode objectNode(Map<?, ?> map) {
    ObjectNode object = NODES.objectNode();
    map.forEach((key, value) -> object.set(fieldName(key), fromPlain(value)));
    return object;
  }

  private static String fieldName(Object key) {
    return switch (key) {
      case String text -> text;
      case Keyword keyword -> keyword.name();
      case null, default -> Edn.print(key);
    };
  }
}
