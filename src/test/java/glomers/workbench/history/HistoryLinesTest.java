package glomers.workbench.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryLinesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo-rb-full",
        "wrong-availability",
        "broadcast-rb-part",
        "wrong-gset",
        "wrong-gcounter",
        "pn-counter-rb"
      })
  void maelstromsHistoriesReadBackEqualAfterOurModelAndOurPrinting(String name) {
    Artifact artifact = new Artifact(name);
    List<String> theirs = artifact.historyLines();
    List<Operation> history = artifact.history();
    assertEquals(theirs.size(), history.size());
    for (int i = 0; i < theirs.size(); i++) {
      String ours = HistoryLines.edn(history.get(i));
      assertEquals(ClojureReader.read(theirs.get(i)), ClojureReader.read(ours), ours);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"broadcast-rb-part", "wrong-gcounter", "wrong-availability"})
  void linesAreThoseOfMaelstromToTheCharacterWhereNoMapHidesItsOrder(String name) {
    Artifact artifact = new Artifact(name);
    List<String> theirs = artifact.historyLines();
    List<Operation> history = artifact.history();
    for (int i = 0; i < theirs.size(); i++) {
      if (history.get(i).isClient() && !(history.get(i).value() instanceof Map)) {
        assertEquals(theirs.get(i), HistoryLines.edn(history.get(i)));
      }
    }
  }

  @Test
  void textLinesHaveTabsBetweenProcessTypeWhatValueAndError() {
    Operation failed =
        new Operation(
            7,
            5,
            Operation.Type.FAIL,
            3,
            Keyword.of("read"),
            null,
            Map.of(
                Operation.ERROR, List.of(Keyword.of("temporarily-unavailable"), "not\ta leader")));
    assertEquals(
        "3\t:fail\t:read\tnil\t[:temporarily-unavailable \"not\\ta leader\"]",
        HistoryLines.text(failed));
  }

  @Test
  void theNemesisIsNamedAndHasNoErrorColumn() {
    Operation cut =
        new Operation(
            0,
            0,
            Operation.Type.INFO,
            Operation.NEMESIS,
            Keyword.of("start-partition"),
            Keyword.of("majority"),
            Map.of());
    assertEquals(":nemesis\t:info\t:start-partition\t:majority", HistoryLines.text(cut));
    assertEquals(
        "{:index 0, :time 0, :type :info, :process :nemesis, :f :start-partition, :value :majority}",
        HistoryLines.edn(cut));
  }
}
