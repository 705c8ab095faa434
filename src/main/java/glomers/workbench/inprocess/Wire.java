package glomers.workbench.inprocess;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a value is once it has been written as JSON and read again, without the text in between,
 * which would cost more than all the rest of a simulated run: objects that nobody else has, and
 * numbers of the kind that a parser makes of their digits.
 */
final class Wire {
  private static final JsonNodeFactory NODES = new JsonNodeFactory(true); // 1.0 is not 1

  private Wire() {}

  /** An object as its receiver gets it. */
  static ObjectNode copy(ObjectNode object) {
    // No larger than needed: most objects have a handful of fields.
    ObjectNode copy = new ObjectNode(NODES, LinkedHashMap.newLinkedHashMap(object.size()));
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      copy.set(field.getKey(), copy(field.getValue()));
    }
    return copy;
  }

  private static JsonNode copy(JsonNode value) {
    if (value instanceof IntNode || value instanceof TextNode) {
      return value; // as most are
    }
    return switch (value.getNodeType()) {
      case OBJECT -> copy((ObjectNode) value);
      case ARRAY -> copyOfArray(value);
      case NUMBER -> number(value);
      case STRING, BOOLEAN, NULL -> value;
      case MISSING -> NODES.nullNode();
      case BINARY -> NODES.textNode(value.asText());
      case POJO -> throw new IllegalArgumentException("put trees into bodies, not objects");
    };
  }

  private static ArrayNode copyOfArray(JsonNode array) {
    ArrayNode copy = NODES.arrayNode(array.size());
    for (int i = 0; i < array.size(); i++) {
      copy.add(copy(array.get(i)));
    }
    return copy;
  }

  /** The smallest of int, long and big integer that holds it; a decimal if it has a point. */
  private static JsonNode number(JsonNode number) {
    if (!number.isIntegralNumber()) {
      return decimal(number);
    }
    if (number.canConvertToInt()) {
      return NODES.numberNode(number.intValue());
    }
    if (number.canConvertToLong()) {
      return NODES.numberNode(number.longValue());
    }
    BigInteger large = number.bigIntegerValue();
    return NODES.numberNode(large);
  }

  private static JsonNode decimal(JsonNode number) {
    if (number.isBigDecimal()) {
      return number;
    }
    if (Double.isFinite(number.doubleValue())) {
      return NODES.numberNode(new BigDecimal(number.asText()));
    }
    return NODES.textNode(number.asText()); // JSON has no NaN
  }
}
