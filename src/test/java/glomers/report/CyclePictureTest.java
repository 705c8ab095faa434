package glomers.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CyclePictureTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static ObjectNode picture(String detail) throws IOException {
    ObjectNode finding = JSON.createObjectNode();
    CyclePicture.addTo(finding, JSON.readTree(detail));
    return finding;
  }

  @Test
  void aCircleHasABoxForEachTransactionAndAnEdgeForEachStep() throws IOException {
    JsonNode cycle =
        picture(
                """
                {"cycle": [{"index": 3, "value": [["r", "x", null], ["append", "y", 2]]},
                           {"index": 5, "value": [["r", "y", [1, 2]]]},
                           {"index": 3, "value": [["r", "x", null], ["append", "y", 2]]}],
                 "steps": [{"type": "wr", "key": "y", "value": 2},
                           {"type": "realtime"}]}
                """)
            .path("cycle");
    assertEquals("[\"3: r x null, append y 2\",\"5: r y [1,2]\"]", cycle.path("boxes").toString());
    assertEquals("[\"wr, key y: 2\",\"realtime\"]", cycle.path("edges").toString());
  }

  @Test
  void anotherFindingHasNoPicture() throws IOException {
    assertFalse(picture("{\"key\": 1, \"value\": 2}").has("cycle"));
    assertFalse(picture("{\"cycle\": [], \"steps\": []}").has("cycle"));
  }
}
