package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-12",
        "9223372036854775807",
        "-9223372036854775808",
        "123456789012345678901234567890",
        "0.25",
        "true",
        "null",
        "'some text'",
        "[1,2,3]",
        "{'a':[1,{'b':null}],'long name':''}",
      })
  void aValueWeighsAboutWhatItsTextIsLong(String text) {
    JsonNode value = Json.object("{'value':" + text + "}").get("value");
    long weight = Weight.of(value);
    assertTrue(Math.abs(weight - text.length()) <= 3, () -> text + " weighs " + weight);
  }

  @Test
  void countingEndsAtTheLimit() {
    ArrayNode endless = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 100_000; i++) {
      endless.add("x".repeat(10));
    }
    long weight = Weight.of(endless, 1_000);
    assertTrue(weight > 1_000 && weight < 1_100, () -> "" + weight);
    assertEquals(Weight.of(endless), Weight.of(endless, Long.MAX_VALUE));
  }
}
