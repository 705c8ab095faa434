package glomers.ladder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.node.Body;
import glomers.node.Message;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CostTest {

  @Test
  void aMessageWeighsAsManyBytesAsItsLine() {
    String line =
        "{\"src\":\"n0\",\"dest\":\"n1\",\"body\":{\"type\":\"say\",\"word\":\"größer\"}}\n";
    assertEquals(
        line.getBytes(StandardCharsets.UTF_8).length,
        Cost.length(new Message("n0", "n1", Body.of("say").put("word", "größer"))));
  }

  @Test
  void onlyWhatNodesAndServicesSayToEachOtherIsACost() {
    assertEquals(true, Cost.isAmongServers(new Message("n0", "n1", Body.of("say"))));
    assertEquals(true, Cost.isAmongServers(new Message("seq-kv", "n1", Body.of("say"))));
    assertEquals(false, Cost.isAmongServers(new Message("c12", "n1", Body.of("say"))));
    assertEquals(false, Cost.isAmongServers(new Message("n1", "c0", Body.of("say"))));
  }
}
