package glomers.lessons.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.workbench.network.Drop;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiagramTest {
  private static Passage passage(String src, String dest, ObjectNode body, long millis) {
    return new Passage(new Message(src, dest, body), 0, millis * 1_000_000, Optional.empty());
  }

  private static Passage lost(Passage passage, Drop why) {
    return new Passage(passage.message(), passage.sent(), passage.ended(), Optional.of(why));
  }

  @Test
  void clientsStandBeforeNodesAndNodesBeforeServices() {
    List<String> lines =
        Diagram.of(
            List.of(
                passage("c4", "n10", Body.of("add").put("delta", 3), 1),
                passage("n10", "seq-kv", Body.of("read").put("key", "sum"), 2),
                passage("seq-kv", "n10", Body.of("read_ok").put("value", 5), 4),
                passage("n10", "n2", Body.of("gossip"), 5)),
            0,
            10);
    assertEquals(
        List.of(
            "           c4      n2            n10              seq-kv",
            "  0.0010 s |------- add 3 ------->|                  |",
            "  0.0020 s |        |             |-- read at sum -->|",
            "  0.0040 s |        |             |<-- read_ok 5 ----|",
            "  0.0050 s |        |<- gossip ---|                  |"),
        lines);
  }

  @Test
  void aLostMessageEndsInAnXAndSaysWhy() {
    Passage cut = lost(passage("n0", "n1", Body.of("hi"), 7), Drop.PARTITION);
    assertEquals(
        "  0.0070 s |-- hi --x|        the link is cut", Diagram.of(List.of(cut), 0, 9).get(1));
  }

  @Test
  void ofManyMessagesTheMiddleIsLeftOut() {
    List<Passage> many =
        IntStream.range(0, 100)
            .mapToObj(i -> passage("n0", "n1", Body.of("hi").put("n", i), i))
            .toList();
    List<String> lines = Diagram.of(many, 0, 4);
    assertEquals(6, lines.size(), () -> String.join("\n", lines));
    assertEquals("… 96 more …", lines.get(3).strip());
  }
}
