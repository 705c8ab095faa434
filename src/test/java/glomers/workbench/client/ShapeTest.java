package glomers.workbench.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final Rpc READ =
      Rpc.of("read").replying("messages", Shape.arrayOf(Shape.integer()));

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<String> wrongWith(String reply) {
    return READ.mismatches((ObjectNode) json(reply));
  }

  private static void fits(Shape shape, String... values) {
    for (String value : values) {
      assertTrue(shape.mismatch(json(value)).isEmpty(), value + " should be " + shape.words());
    }
  }

  private static void fitsNot(Shape shape, String... values) {
    for (String value : values) {
      assertTrue(
          shape.mismatch(json(value)).isPresent(), value + " should not be " + shape.words());
    }
  }

  @Test
  void aReplyThatHasItAllFits() {
    assertEquals(
        List.of(),
        wrongWith("{\"type\":\"read_ok\",\"in_reply_to\":1,\"msg_id\":2,\"messages\":[1,2]}"));
  }

  @Test
  void nullPassesForAnEmptyArrayAsInMaelstrom() {
    assertEquals(
        List.of(), wrongWith("{\"type\":\"read_ok\",\"in_reply_to\":1,\"messages\":null}"));
  }

  @Test
  void aWrongTypeIsNamedWithTheRightOne() {
    assertEquals(
        List.of("\"type\" is \"read\" where it must be \"read_ok\""),
        wrongWith("{\"type\":\"read\",\"messages\":[]}"));
  }

  @Test
  void aMissingFieldIsNamedWithItsShape() {
    assertEquals(
        List.of("\"messages\" is missing: it must be an array of a whole number"),
        wrongWith("{\"type\":\"read_ok\"}"));
  }

  @Test
  void aWrongElementIsNamedByItsPosition() {
    assertEquals(
        List.of("\"messages\"[1] is not a whole number"),
        wrongWith("{\"type\":\"read_ok\",\"messages\":[1,\"2\"]}"));
  }

  @Test
  void aFieldThatDoesNotBelongThereIsNamed() {
    assertEquals(
        List.of("\"value\" does not belong there"),
        wrongWith("{\"type\":\"read_ok\",\"messages\":[],\"value\":1}"));
  }

  @Test
  void shapesTellValuesApart() {
    fits(Shape.any(), "null", "1", "{}");
    fits(Shape.integer(), "0", "-1", "12345678901234567890");
    fitsNot(Shape.integer(), "1.5", "1.0", "\"1\"", "null");
    fits(Shape.objectOf(Shape.integer()), "{}", "{\"a\":1}");
    fitsNot(Shape.objectOf(Shape.integer()), "[]", "null", "{\"a\":\"1\"}");
    Shape pair = Shape.tuple(Shape.integer(), Shape.any());
    fits(pair, "[1,null]");
    fitsNot(pair, "[1]", "[1,2,3]", "[null,1]", "null");
    Shape step = Shape.either(Shape.exactly("r"), Shape.exactly("w"));
    fits(step, "\"r\"", "\"w\"");
    fitsNot(step, "\"x\"", "1");
  }
}
