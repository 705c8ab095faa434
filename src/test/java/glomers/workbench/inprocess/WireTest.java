package glomers.workbench.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final JsonMapper TEXT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final JsonNodeFactory NODES = new JsonNodeFactory(true);

  private static List<JsonNode> valuesOfAllKinds() {
    return List.of(
        NODES.numberNode(7),
        NODES.numberNode(7L),
        NODES.numberNode(Integer.MAX_VALUE + 1L),
        NODES.numberNode((short) 7),
        NODES.numberNode(BigInteger.TEN),
        NODES.numberNode(BigInteger.ONE.shiftLeft(80)),
        NODES.numberNode(1.5),
        NODES.numberNode(1.0),
        NODES.numberNode(2.5f),
        NODES.numberNode(Double.NaN),
        NODES.numberNode(1e300),
        NODES.numberNode(new BigDecimal("1.0")),
        NODES.numberNode(new BigDecimal("1E+3")),
        NODES.textNode("a \"word\"\n"),
        NODES.booleanNode(true),
        NODES.nullNode(),
        NODES.binaryNode(new byte[] {1, 2, 3}),
        NODES.arrayNode().add(1).add(NODES.arrayNode().add(2L)),
        NODES.objectNode().put("deep", 3L).set("er", NODES.objectNode().put("est", 4)));
  }

  @Test
  void everyValueComesOutAsJsonTextWouldHaveMadeIt() throws JsonProcessingException {
    for (JsonNode value : valuesOfAllKinds()) {
      ObjectNode body = NODES.objectNode().set("value", value);
      JsonNode throughText = TEXT.readTree(TEXT.writeValueAsString(body)).get("value");
      JsonNode copied = Wire.copy(body).get("value");
      assertEquals(throughText, copied, "the copy of " + value);
      assertSame(throughText.numberType(), copied.numberType(), "the kind of " + value);
    }
  }

  @Test
  void whatTheReceiverChangesStaysWithTheReceiver() {
    ObjectNode body = NODES.objectNode();
    body.putObject("inner").put("value", 1);
    body.putArray("list").add(1);
    ObjectNode copy = Wire.copy(body);
    assertNotSame(body, copy);
    ((ObjectNode) copy.get("inner")).put("value", 2);
    copy.withArray("list").add(2);
    assertEquals("{\"inner\":{\"value\":1},\"list\":[1]}", body.toString());
  }

  @Test
  void anObjectThatIsNoJsonIsRefused() {
    ObjectNode body = NODES.objectNode();
    body.putPOJO("value", new Object());
    assertThrows(IllegalArgumentException.class, () -> Wire.copy(body));
  }
}
