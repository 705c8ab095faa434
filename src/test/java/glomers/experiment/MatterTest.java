package glomers.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.workbench.checker.Details;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.history.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MatterTest {
  private static Matter of(Details workload) {
    Details all = new Details().with("workload", workload.map());
    return Matter.of(new Results(Validity.INVALID, all.map()));
  }

  private static Message message(ObjectNode body) {
    return new Message("c1", "n1", body);
  }

  @Test
  void valuesAreThoseThatWereLostOrHeldByOneOffset() {
    assertEquals(List.of(17L), of(new Details().with("lost", Sequence.of(List.of(17L)))).values());
    Map<?, ?> two = new Details().with("key", "7").with("values", Set.of(2L)).map();
    assertEquals(
        List.of(2L),
        of(new Details().with("inconsistent-offsets", Sequence.of(List.of(two)))).values());
    assertTrue(of(new Details().with("ok-count", 3)).isOpen());
  }

  @Test
  void aMessageIsAboutAValueThatItCarriesAndNotAboutANumberThatTellsMessagesApart() {
    Matter matter = new Matter(List.of(1L), Set.of(), Set.of());
    assertTrue(matter.concerns(message(Body.of("send").put("key", "7").put("msg", 1))));
    assertFalse(matter.concerns(message(Body.of("send").put("key", "7").put("msg_id", 1))));
    ObjectNode poll = Body.of("poll");
    poll.putObject("offsets").put("7", 1);
    assertFalse(matter.concerns(message(poll)));
    ObjectNode polled = Body.of("poll_ok");
    polled.putObject("msgs").putArray("7").addArray().add(0).add(1);
    assertTrue(matter.concerns(message(polled)));
  }
}
