package glomers.workbench.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.history.Edn;
import glomers.workbench.history.HistoryBuilder;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UniqueIdsTest {

  @Test
  void idsThatDifferAreValid() {
    Verdict verdict = check("n0-10", "n0-9", "n1-1");
    assertEquals(Validity.VALID, verdict.validity());
    assertEquals(
        "{:attempted-count 3, :acknowledged-count 3, :duplicated-count 0, :duplicated {},"
            + " :range [\"n0-10\" \"n1-1\"]}",
        Edn.print(verdict.details()));
  }

  @Test
  void anIdGivenTwiceIsAFault() {
    Verdict verdict = check(5L, 4L, 5L, 5L);
    assertEquals(Validity.INVALID, verdict.validity());
    assertEquals("{5 3}", Edn.print(verdict.details().get(Keyword.of("duplicated"))));
  }

  @Test
  void idsAreComparedByContent() {
    assertEquals(Validity.INVALID, check(List.of(1L, "n0"), List.of(1L, "n0")).validity());
    assertEquals(Validity.VALID, check(1L, 1.0).validity());
  }

  @Test
  void onlyAcknowledgedIdsCount() {
    Verdict verdict =
        new UniqueIdsChecker(false)
            .check(
                new HistoryBuilder()
                    .invoke(0, "generate", null)
                    .ok(0, 1L)
                    .invoke(0, "generate", null)
                    .info(0)
                    .invoke(1, "generate", null)
                    .fail(1)
                    .history());
    assertEquals(Validity.VALID, verdict.validity());
    assertEquals(3L, verdict.details().get(Keyword.of("attempted-count")));
    assertEquals(1L, verdict.details().get(Keyword.of("acknowledged-count")));
  }

  @Test
  void theMostFrequentOfManyDuplicatesAreShown() {
    List<Object> ids = new ArrayList<>();
    for (long id = 0; id < 60; id++) {
      ids.addAll(List.of(id, id));
    }
    ids.add(3L);
    Verdict verdict = check(ids.toArray());
    Map<?, ?> shown = (Map<?, ?>) verdict.details().get(Keyword.of("duplicated"));
    assertEquals(60L, verdict.details().get(Keyword.of("duplicated-count")));
    assertEquals(48, shown.size());
    assertEquals(3L, shown.get(3L));
    assertEquals(List.of(3L, 13L), shown.keySet().stream().limit(2).toList());
  }

  @Test
  void idsWithoutACommonOrderAreJudgedByTheirDuplicates() {
    Verdict twice = check(1L, "a", 1L);
    assertEquals(Validity.INVALID, twice.validity());
    assertEquals("{1 2}", Edn.print(twice.details().get(Keyword.of("duplicated"))));
    assertFalse(twice.details().containsKey(Keyword.of("range")));
    assertEquals(Validity.VALID, check(1L, "a", true, List.of(1L)).validity());
    assertEquals(Validity.VALID, check(Map.of("a", 1L), Map.of("a", 2L)).validity());
    assertEquals(Validity.INVALID, check(Map.of("a", 1L), Map.of("a", 1L)).validity());
  }

  @Test
  void maelstromDecidesNothingAboutIdsWithoutACommonOrder() {
    Verdict verdict = checkAs(true, 1L, "a", 1L);
    assertEquals(Validity.UNKNOWN, verdict.validity());
    assertTrue(
        verdict.details().get(Keyword.of("error")).toString().contains("between \"a\" and 1"),
        verdict.toString());
    assertEquals("{1 2}", Edn.print(verdict.details().get(Keyword.of("duplicated"))));
    assertEquals(Validity.UNKNOWN, checkAs(true, Map.of("a", 1L), Map.of("a", 2L)).validity());
  }

  @Test
  void withoutAnyIdThereIsNoRange() {
    assertEquals(Arrays.asList(null, null), check().details().get(Keyword.of("range")));
  }

  private static Verdict check(Object... ids) {
    return checkAs(false, ids);
  }

  private static Verdict checkAs(boolean compat, Object... ids) {
    HistoryBuilder history = new HistoryBuilder();
    for (Object id : ids) {
      history.invoke(0, "generate", null).ok(0, id);
    }
    return new UniqueIdsChecker(compat).check(history.history());
  }
}
