package glomers.workbench.history;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdnTest {

  @Test
  void scalarsPrintAsClojurePrintsThem() {
    assertAll(
        () -> assertEquals("nil", Edn.print(null)),
        () -> assertEquals("true", Edn.print(true)),
        () -> assertEquals("-7", Edn.print(-7L)),
        () -> assertEquals("1.0", Edn.print(1.0)),
        () -> assertEquals("1.0E10", Edn.print(1e10)),
        () -> assertEquals("2.028169", Edn.print(432 / 213f)),
        () -> assertEquals("##NaN", Edn.print(Double.NaN)),
        () -> assertEquals("##-Inf", Edn.print(Double.NEGATIVE_INFINITY)),
        () ->
            assertEquals(
                "123456789012345678901N", Edn.print(new BigInteger("123456789012345678901"))),
        () -> assertEquals(":final?", Edn.print(Keyword.of("final?"))),
        () -> assertEquals("java.io.IOException", Edn.print(new Symbol("java.io.IOException"))));
  }

  @Test
  void textIsEscaped() {
    assertEquals(
        "\"a \\\"b\\\" \\\\ \\n\\t\\r\\f\\b \\u0000 é 𝄞\"",
        Edn.print("a \"b\" \\ \n\t\r\f\b \0 é 𝄞"));
  }

  @Test
  void halfASurrogatePairIsEscapedSinceUtf8HasNoFormForIt() {
    String half = "\ud834";
    assertEquals("\"\\ud834\"", Edn.print(half));
    assertEquals(half, ClojureReader.read(Edn.print(half)));
  }

  @Test
  void valuesAreVectorsAndWhatCheckersGatherIsInRoundBrackets() {
    assertEquals(
        "{:value [1 [2 nil]], :stale (1 2), :cut #{\"n1\"}, 0.5 {}}",
        Edn.print(
            ordered(
                Keyword.of("value"),
                List.of(1L, Arrays.asList(2L, null)),
                Keyword.of("stale"),
                new Sequence(List.of(1L, 2L)),
                Keyword.of("cut"),
                Set.of("n1"),
                0.5,
                Map.of())));
  }

  @Test
  void anOperationWithinResultsCarriesJepsensTag() {
    Operation read =
        new Operation(
            3,
            1_500,
            Operation.Type.OK,
            2,
            Keyword.of("read"),
            List.of(1L),
            Map.of(Operation.FINAL, true));
    assertEquals(
        "(#jepsen.history.Op{:index 3, :time 1500, :type :ok, :process 2, :f :read, :value [1],"
            + " :final? true})",
        Edn.print(new Sequence(List.of(read))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a,b", ":a", "a:", "a/b", "a\"", "'a", "#a", "ключ"})
  void aKeywordThatEdnCannotReadPrintsAsAString(String name) {
    assertEquals(name, ClojureReader.read(Edn.print(Keyword.of(name))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"valid?", "msg_id", "0", "value'", "-", "G-single-item", "p:q", "a.b"})
  void aKeywordThatEdnCanReadPrintsAsOne(String name) {
    assertEquals(
        clojure.lang.Keyword.intern(name), ClojureReader.read(Edn.print(Keyword.of(name))));
  }

  @Test
  void whatIsNoPlainDataIsRefused() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Edn.print(new StringBuilder()));
    assertTrue(refused.getMessage().contains("java.lang.StringBuilder"), refused.getMessage());
  }

  @Test
  void prettyBreaksWhatDoesNotFitOneKeyALine() {
    Map<Object, Object> inner =
        ordered(
            Keyword.of("stable-count"),
            30L,
            Keyword.of("lost"),
            new Sequence(LongStream.range(100, 160).boxed().toList()));
    assertEquals(
        """
        {:workload {:stable-count 30,
                    :lost (100 101 102 103 104 105 106 107 108 109 110 111 112 113 114 115 116 117 118 119
                           120 121 122 123 124 125 126 127 128 129 130 131 132 133 134 135 136 137 138 139
                           140 141 142 143 144 145 146 147 148 149 150 151 152 153 154 155 156 157 158 159)},
         :valid? true}\
        """,
        Edn.pretty(ordered(Keyword.of("workload"), inner, Keyword.of("valid?"), true)));
  }

  @Test
  void prettyReadsBackEqualAtAnyDepthAndWidth() {
    Object value = "leaf that is rather long, and with a \"quote\"";
    for (int depth = 0; depth < 60; depth++) {
      value =
          switch (depth % 4) {
            case 0 -> List.of(value, 1L, Keyword.of("k"));
            case 1 ->
                ordered("key " + depth, value, Keyword.of("n"), new LinkedHashSet<>(List.of(1L)));
            case 2 -> new Sequence(Arrays.asList(null, value));
            default -> new LinkedHashSet<>(Arrays.asList(value, 2.5));
          };
      assertEquals(
          ClojureReader.read(Edn.print(value)),
          ClojureReader.read(Edn.pretty(value)),
          Edn.pretty(value));
    }
  }

  @Test
  void aSequenceKeepsNullsAndDoesNotFollowItsSource() {
    List<Object> source = new ArrayList<>(Arrays.asList(1L, null));
    Sequence sequence = new Sequence(source);
    source.clear();
    assertEquals(Arrays.asList(1L, null), sequence.items());
    assertEquals(Collections.emptyList(), new Sequence(source).items());
  }

  /** A map in the order given: key, value, key, value. */
  private static Map<Object, Object> ordered(Object... keysAndValues) {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
