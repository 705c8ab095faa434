package glomers.workbench.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void jsonBecomesPlainData() throws Exception {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("n", Arrays.asList(1L, 1.0, new BigInteger("12345678901234567890"), null));
    expected.put("t", true);
    expected.put("o", Map.of("s", "x"));
    assertEquals(
        expected,
        Json.toPlain(
            MAPPER.readTree(
                "{\"n\":[1,1.0,12345678901234567890,null],\"t\":true,\"o\":{\"s\":\"x\"}}")));
    assertNull(Json.toPlain(null));
  }

  @Test
  void ofABodyOnlyItsOwnKeysAreKeywords() throws Exception {
    assertEquals(
        "{:type \"echo_ok\", :echo {\"a\" 1}}",
        Edn.print(Json.bodyToPlain(MAPPER.readTree("{\"type\":\"echo_ok\",\"echo\":{\"a\":1}}"))));
  }

  @Test
  void resultsAsJsonLoseTheirColonsAndOtherKeysAreTheirEdn() {
    Operation read =
        new Operation(1, 2, Operation.Type.OK, 0, Keyword.of("read"), List.of(5L), Map.of());
    Map<Object, Object> results = new LinkedHashMap<>();
    results.put(Keyword.of("valid?"), Keyword.of("unknown"));
    results.put(0.5, 12L);
    results.put(1L, 2.5f);
    results.put(List.of("a", 1L), new Sequence(Arrays.asList(read, null)));
    assertEquals(
        "{\"valid?\":\"unknown\",\"0.5\":12,\"1\":2.5,\"[\\\"a\\\" 1]\":[{\"index\":1,\"time\":2,"
            + "\"type\":\"ok\",\"process\":0,\"f\":\"read\",\"value\":[5]},null]}",
        Json.fromPlain(results).toString());
  }

  @Test
  void whatJsonHasNoNumberForIsText() {
    assertEquals("\"NaN\"", Json.fromPlain(Double.NaN).toString());
  }

  @Test
  void prettyJsonHoldsTheSame() throws Exception {
    Map<Object, Object> results = Map.of(Keyword.of("a"), List.of(1L, "b"));
    assertEquals(
        Json.fromPlain(results).toString(), MAPPER.readTree(Json.pretty(results)).toString());
  }
}
