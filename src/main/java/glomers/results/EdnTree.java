package glomers.results;

import clojure.lang.Keyword;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;

/**
 * Turns EDN into the tree that our own {@code results.json} holds: keywords lose their colon, sets
 * and lists become arrays, a tagged value ({@code #jepsen.history.Op{…}}) the value without its
 * tag.
 */
final class EdnTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private EdnTree() {}

  /**
   * Reads the first EDN value of {@code text}.
   *
   * @throws IOException if there is none or it is not EDN
   */
  static JsonNode read(Reader text) throws IOException {
    try {
      return tree(EdnValues.read(text), 0);
    } catch (IllegalArgumentException e) {
      throw new IOException(PlainText.shortened("not EDN: " + e.getMessage()), e);
    }
  }

  private static JsonNode tree(Object value, int level) {
    EdnValues.demandSane(value, level);
    return switch (value) {
      case null -> NODES.nullNode();
      case Boolean truth -> NODES.booleanNode(truth);
      case Long number -> NODES.numberNode(number);
      case Double number -> NODES.numberNode(number);
      case BigDecimal number -> NODES.numberNode(number);
      case Number number -> NODES.numberNode(number.doubleValue());
      case Map<?, ?> map -> {
        ObjectNode object = NODES.objectNode();
        map.forEach((key, inner) -> object.set(name(key), tree(inner, level + 1)));
        yield object;
      }
      case Collection<?> values -> {
        ArrayNode array = NODES.arrayNode();
        values.forEach(inner -> array.add(tree(inner, level + 1)));
        yield array;
      }
      default -> NODES.textNode(name(value));
    };
  }

  private static String name(Object key) {
    return key instanceof Keyword keyword ? keyword.toString().substring(1) : String.valueOf(key);
  }
}
