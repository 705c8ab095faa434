package glomers.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.IntNode;
import glomers.kafka.Entry.Append;
import glomers.kafka.Entry.Commit;
import glomers.kafka.Entry.Id;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReplicaTest {
  private final Replica replica = new Replica();

  private static Entry append(String origin, long number, String key, int message) {
    return new Entry(new Id(origin, number), new Append(key, IntNode.valueOf(message)));
  }

  private static Entry commit(String origin, long number, String key, long offset) {
    return new Entry(new Id(origin, number), new Commit(key, offset));
  }

  @Test
  void offsetsOfEachKeyCountFromZeroInTheOrderOfTheLedger() {
    assertEquals(OptionalLong.of(0), replica.apply(append("a", 1, "k", 7)));
    assertEquals(OptionalLong.of(1), replica.apply(append("b", 1, "k", 8)));
    assertEquals(OptionalLong.of(0), replica.apply(append("a", 2, "j", 9)));
    assertEquals("Optional[7]", replica.at("k", 0).toString());
    assertEquals("Optional[8]", replica.at("k", 1).toString());
    assertEquals(Optional.empty(), replica.at("k", 2));
    assertEquals(Optional.empty(), replica.at("k", Long.MAX_VALUE));
    assertEquals(Optional.empty(), replica.at("unknown", 0));
  }

  @Test
  void anEntryThatComesAgainDoesNothingHoweverLate() {
    List<Entry> entries =
        List.of(append("a", 1, "k", 7), append("a", 2, "k", 7), append("b", 1, "k", 7));
    entries.forEach(replica::apply);
    entries.forEach(again -> assertEquals(OptionalLong.empty(), replica.apply(again)));
    assertEquals(3, replica.length("k"));
  }

  @Test
  void anEntryThatALaterOneOfItsOriginHasOvertakenIsNeverDone() {
    replica.apply(append("a", 2, "k", 7));
    assertEquals(OptionalLong.empty(), replica.apply(append("a", 1, "k", 6)));
    assertEquals(1, replica.length("k"));
    assertEquals("Optional[7]", replica.at("k", 0).toString());
  }

  @Test
  void anotherIncarnationOfANodeIsAnotherOrigin() {
    replica.apply(append("n1-x", 5, "k", 7));
    assertEquals(OptionalLong.of(1), replica.apply(append("n1-y", 1, "k", 8)));
  }

  @Test
  void committedOffsetsOnlyGrow() {
    assertEquals(OptionalLong.empty(), replica.committed("k"));
    assertEquals(OptionalLong.of(5), replica.apply(commit("a", 1, "k", 5)));
    assertEquals(OptionalLong.of(5), replica.apply(commit("b", 1, "k", 3)));
    assertEquals(OptionalLong.of(9), replica.apply(commit("b", 2, "k", 9)));
    assertEquals(OptionalLong.of(9), replica.committed("k"));
  }
}
