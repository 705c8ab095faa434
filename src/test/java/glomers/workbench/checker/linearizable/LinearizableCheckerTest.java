package glomers.workbench.checker.linearizable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.SeededRandom;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.checker.cycles.Budget;
import glomers.workbench.checker.linearizable.Finding.GivenUp;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of small histories, and what is not. */
class LinearizableCheckerTest {
  private final List<Operation> history = new ArrayList<>();

  private void add(Type type, int process, String f, Object value, Object error) {
    history.add(
        new Operation(
            history.size(),
            history.size(),
            type,
            process,
            Keyword.of(f),
            Arrays.asList(7L, value),
            error == null ? Map.of() : Map.of(Operation.ERROR, List.of(error, "text"))));
  }

  private void done(int process, String f, Object value) {
    add(Type.INVOKE, process, f, f.equals("read") ? null : value, null);
    add(Type.OK, process, f, value, null);
  }

  private void refused(int process, String f, Object value, String error) {
    add(Type.INVOKE, process, f, value, null);
    add(Type.FAIL, process, f, value, Keyword.of(error));
  }

  private Validity validity(boolean compat) {
    return new LinearizableChecker(compat).check(history).validity();
  }

  @ParameterizedTest
  @CsvSource({
    "read, key-does-not-exist, INVALID, VALID",
    "cas, key-does-not-exist, INVALID, VALID",
    "cas, precondition-failed, INVALID, VALID",
    "read, temporarily-unavailable, VALID, VALID",
    "write, abort, VALID, VALID"
  })
  void aRefusalMustFitIntoTheOrderButNotForMaelstrom(
      String f, String error, Validity strict, Validity compat) {
    done(0, "write", 1L);
    refused(0, f, f.equals("cas") ? List.of(1L, 2L) : f.equals("read") ? null : 2L, error);
    assertEquals(strict, validity(false));
    assertEquals(compat, validity(true));
  }

  @Test
  void aReadOfNullAfterAWriteIsStaleButNotForMaelstrom() {
    done(0, "write", 1L);
    done(0, "read", null);
    assertEquals(Validity.INVALID, validity(false));
    assertEquals(Validity.VALID, validity(true));
  }

  @Test
  void anOperationWithoutAnswerMayTakeEffectLateOrNever() {
    add(Type.INVOKE, 0, "write", 1L, null);
    add(Type.INFO, 0, "write", 1L, Keyword.of("net-timeout"));
    done(1, "write", 2L);
    done(1, "read", 2L);
    assertEquals(Validity.VALID, validity(false));
    done(1, "read", 1L);
    assertEquals(Validity.VALID, validity(false));
    done(1, "read", 2L);
    assertEquals(Validity.INVALID, validity(false));
  }

  @Test
  void oneThatIsStillOpenAtTheEndIsOneWithoutAnswer() {
    add(Type.INVOKE, 0, "write", 1L, null);
    done(1, "read", 1L);
    assertEquals(Validity.VALID, validity(false));
  }

  @Test
  void aHistoryWithoutAnySuccessIsNotJudged() {
    refused(0, "read", null, "temporarily-unavailable");
    assertEquals(Validity.UNKNOWN, validity(false));
    assertEquals(Validity.VALID, validity(true));
  }

  @Test
  void registersAreJudgedEachByItself() {
    done(0, "write", 1L);
    done(0, "read", 2L);
    history.replaceAll(entry -> entry.withValue(Arrays.asList(8L, last(entry))));
    done(0, "write", 1L);
    Verdict verdict = new LinearizableChecker(false).check(history);
    assertEquals(List.of(8L), verdict.details().get(Keyword.of("failures")));
    assertEquals(
        List.of(7L, 8L),
        List.copyOf(((Map<?, ?>) verdict.details().get(Keyword.of("results"))).keySet()));
  }

  private static Object last(Operation entry) {
    return ((List<?>) entry.value()).getLast();
  }

  @Test
  void whatIsStuckWhatWentBeforeAndAWindowAreNamed() {
    for (long value = 0; value < 50; value++) {
      done(0, "write", value % 5);
      done(1, "read", value % 5);
    }
    done(1, "read", 3L);
    Map<?, ?> found =
        (Map<?, ?>)
            ((Map<?, ?>)
                    ((Map<?, ?>)
                            new LinearizableChecker(false)
                                .check(history)
                                .details()
                                .get(Keyword.of("results")))
                        .get(7L))
                .get(Keyword.of("linearizable"));
    assertEquals(3L, ((Operation) found.get(Keyword.of("op"))).value());
    assertEquals(4L, ((Operation) found.get(Keyword.of("previous-ok"))).value());
    assertEquals(100L, found.get(Keyword.of("prefix-count")));
    List<?> window = List.copyOf(((Sequence) found.get(Keyword.of("window"))).items());
    assertEquals(2, window.size(), window::toString);
  }

  @Test
  void aSearchThatTakesTooLongSaysSo() {
    RegisterHistory register = new RegisterHistory(false);
    new RandomRegister(SeededRandom.of(1, "long"), false, 10, 3)
        .history(100, 1_000)
        .forEach(entry -> register.add(entry.withValue(last(entry))));
    List<RegisterOp> ops = register.operations();
    GivenUp found = assertInstanceOf(GivenUp.class, Finding.of(ops, new Budget(2)));
    assertTrue(found.why().contains("too many orders to try"), found.why());
  }

  @Test
  void distinctValuesAreJudgedInTheLinearWay() {
    done(0, "write", 1L);
    done(0, "cas", List.of(1L, 2L));
    done(0, "read", 1L);
    RegisterHistory register = new RegisterHistory(false);
    history.forEach(entry -> register.add(entry.withValue(last(entry))));
    DistinctValues distinct = new DistinctValues(register.operations());
    assertTrue(distinct.areAll());
    assertEquals(3, distinct.contradiction().orElseThrow().window().size());
  }
}
