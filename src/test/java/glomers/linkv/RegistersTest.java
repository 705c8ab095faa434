package glomers.linkv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Json;
import org.junit.jupiter.api.Test;

class RegistersTest {
  private Registers registers = new Registers(JsonNodeFactory.instance.objectNode());

  /** Applies a command by n1, and returns the type of the answer or the error's code. */
  private String apply(int life, int number, int oldest, String command) {
    ObjectNode by = Json.object("{'node':'n1'}").put("life", life);
    by.put("number", number).put("oldest", oldest);
    ObjectNode answer = registers.apply(Json.object(command).set("by", by));
    return answer.path("code").asText(answer.path("type").asText());
  }

  private String value() {
    ObjectNode answer = registers.read(IntNode.valueOf(1));
    return answer.path("code").asText(answer.path("value").toString());
  }

  private static String write(int value) {
    return "{'type':'write','key':1,'value':" + value + "}";
  }

  private static String swap(int from, int to) {
    return "{'type':'cas','key':1,'from':" + from + ",'to':" + to + "}";
  }

  @Test
  void aKeyIsReadAsItWasWritten() {
    assertEquals("20", value());
    assertEquals("write_ok", apply(1, 1, 1, write(5)));
    assertEquals("5", value());
  }

  @Test
  void whoHasASnapshotIsFullWhenTheOthersAre() {
    String text = "{'type':'write','key':%d,'value':'" + "x".repeat(1_000) + "'}";
    int number = 0;
    for (; number < 6_000; number++) {
      apply(1, number, number, text.formatted(number));
    }
    Registers all = registers;
    Registers restored = new Registers(all.snapshot());
    String last = "";
    for (; !last.equals("11"); number++) {
      registers = all;
      last = apply(1, number, number, text.formatted(number));
      registers = restored;
      assertEquals(last, apply(1, number, number, text.formatted(number)), "write " + number);
    }
  }

  @Test
  void aSwapNeedsTheKeyAndTheValueThatItExpects() {
    assertEquals("20", apply(1, 1, 1, swap(1, 2)));
    assertEquals(
        "cas_ok",
        apply(1, 2, 2, "{'type':'cas','key':1,'from':0,'to':2,'create_if_not_exists':true}"));
    assertEquals("22", apply(1, 3, 3, swap(1, 3)));
    assertEquals("cas_ok", apply(1, 4, 4, swap(2, 3)));
    assertEquals("3", value());
  }

  @Test
  void aCommandThatComesAgainIsAnsweredAsBeforeAndDoesNothing() {
    apply(1, 1, 1, write(5));
    assertEquals("cas_ok", apply(1, 2, 1, swap(5, 6)));
    apply(1, 3, 1, write(5));
    assertEquals("cas_ok", apply(1, 2, 1, swap(5, 6)));
    assertEquals("5", value());
  }

  @Test
  void aCommandForWhichNobodyWaitsIsNotCarriedOut() {
    apply(1, 2, 2, write(5));
    assertEquals("0", apply(1, 1, 1, write(6)), "older than the oldest that is open");
    apply(2, 1, 1, write(7));
    assertEquals("0", apply(1, 3, 3, write(8)), "of a former life");
    assertEquals("7", value());
  }

  @Test
  void aSnapshotKnowsTheValuesAndWhatWasAnswered() {
    apply(1, 1, 1, write(5));
    apply(1, 2, 1, swap(5, 6));
    registers = new Registers(registers.snapshot());
    assertEquals("6", value());
    assertEquals("cas_ok", apply(1, 2, 1, swap(5, 6)));
    assertEquals("6", value());
  }

  @Test
  void aSnapshotStaysAsItIsWhileTheStoreGoesOn() {
    apply(1, 1, 1, write(5));
    ObjectNode snapshot = registers.snapshot();
    apply(1, 2, 2, write(6));
    registers = new Registers(snapshot);
    assertEquals("5", value());
  }

  @Test
  void aStoreThatIsFullTakesNoMoreAndLosesNothing() {
    String large = "'" + "x".repeat(1 << 20) + "'";
    int taken = 0;
    while (apply(
            1, taken + 1, taken + 1, "{'type':'write','key':%d,'value':%s}".formatted(taken, large))
        .equals("write_ok")) {
      taken++;
    }
    assertEquals(7, taken, "MiB with their keys, of 8");
    assertEquals("write_ok", apply(1, 99, 99, "{'type':'write','key':1,'value':'small'}"));
    assertEquals("\"small\"", value());
  }
}
