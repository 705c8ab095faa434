package glomers.results;

import clojure.lang.AFn;
import clojure.lang.EdnReader;
import clojure.lang.IPersistentMap;
import clojure.lang.Keyword;
import clojure.lang.PersistentArrayMap;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;

/**
 * Turns EDN into the tree that our own {@code results.json} holds: keywords lose their colon, sets
 * and lists become arrays, a tagged value ({@code #jepsen.history.Op{…}}) the value without its
 * tag. Done with Clojure's own reader, since Maelstrom writes all that Clojure can print.
 */
final class EdnTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final IPersistentMap OPTIONS =
      PersistentArrayMap.createAsIfByAssoc(
          new Object[] {Keyword.intern("default"), new IgnoreTag()});

  private EdnTree() {}

  /**
   * Reads the first EDN value of {@code text}.
   *
   * @throws IOException if there is none or it is not EDN
   */
  static JsonNode read(Reader text) throws IOException {
    try {
      return tree(EdnReader.read(new PushbackReader(text), OPTIONS));
    } catch (RuntimeException e) {
      throw new IOException("not EDN: " + e.getMessage(), e);
    }
  }

  private static JsonNode tree(Object value) {
    return switch (value) {
      case null -> NODES.nullNode();
      case Boolean truth -> NODES.booleanNode(truth);
      case Long number -> NODES.numberNode(number);
      case Double number -> NODES.numberNode(number);
      case BigDecimal number -> NODES.numberNode(number);
      case Number number -> NODES.numberNode(number.doubleValue());
      case Map<?, ?> map -> {
        ObjectNode object = NODES.objectNode();
        map.forEach((key, inner) -> object.set(name(key), tree(inner)));
        yield object;
      }
      case Collection<?> values -> {
        ArrayNode array = NODES.arrayNode();
        values.forEach(inner -> array.add(tree(inner)));
        yield array;
      }
      default -> NODES.textNode(name(value));
    };
  }

  private static String name(Object key) {
    return key instanceof Keyword keyword ? keyword.toString().substring(1) : String.valueOf(key);
  }

  /** What the reader calls for a tag that it does not know. */
  static final class IgnoreTag extends AFn {
    @Override
    public Object invoke(Object tag, Object value) {
      return value;
    }
  }
}
