package glomers.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.nemesis.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeriesTest {
  private static Stream<Fault> faults() {
    return Fault.ofNemesis().stream();
  }

  /** The report cannot know the workbench's list of faults, so this holds that it has them all. */
  @ParameterizedTest
  @MethodSource("faults")
  void everyFaultIsShownFromItsBeginningToItsEnd(Fault fault) {
    List<Operation> history = new ArrayList<>();
    for (Keyword f :
        List.of(
            fault.inHistory().beginning(),
            fault.inHistory().beginning(),
            fault.inHistory().ending(),
            fault.inHistory().ending())) {
      long index = history.size();
      history.add(
          new Operation(index, index * 1_000_000, Type.INFO, Operation.NEMESIS, f, "n1", Map.of()));
    }
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    Series.addTo(facts, history, new ArrayList<>());
    JsonNode shown = facts.path("faults");
    assertEquals(1, shown.size(), shown::toString);
    assertEquals(0, shown.path(0).path("from").asLong(), shown::toString);
    assertEquals(3_000, shown.path(0).path("to").asLong(), shown::toString);
  }
}
