package glomers.workbench.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.history.ClojureReader;
import glomers.workbench.history.Edn;
import glomers.workbench.history.HistoryBuilder;
import glomers.workbench.history.Keyword;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompositeTest {

  private static final Checker VALID = history -> new Verdict(Validity.VALID, Map.of());
  private static final Checker UNKNOWN = history -> new Verdict(Validity.UNKNOWN, Map.of());
  private static final Checker INVALID = history -> new Verdict(Validity.INVALID, Map.of());

  @Test
  void theWorstVerdictCounts() {
    assertEquals(Validity.VALID, validityOf(VALID, VALID));
    assertEquals(Validity.UNKNOWN, validityOf(VALID, UNKNOWN));
    assertEquals(Validity.INVALID, validityOf(UNKNOWN, INVALID, VALID));
    assertEquals(Validity.VALID, validityOf());
  }

  @Test
  void aCheckerThatThrowsIsUnknownAndTheOthersStillSpeak() {
    Checker broken =
        history -> {
          throw new ClassCastException("a list was expected");
        };
    Verdict verdict =
        new Composite().with("stats", VALID).with("workload", broken).check(List.of());
    assertEquals(Validity.UNKNOWN, verdict.validity());
    String printed = Edn.print(verdict.toMap());
    assertTrue(
        printed.startsWith(
            "{:stats {:valid? true}, :workload {:error {:via [{:type java.lang.ClassCastException,"
                + " :message \"a list was expected\"}], :trace ["),
        printed);
    assertTrue(
        printed.endsWith(
            "], :cause \"a list was expected\"}, :valid? :unknown}, :valid? :unknown}"),
        printed);
    assertEquals(ClojureReader.read(printed), ClojureReader.read(Edn.pretty(verdict.toMap())));
  }

  @Test
  void theWholeIsInMaelstromsOrder() {
    NetStatistics.Counts none = new NetStatistics.Counts(0, 0, 0);
    Verdict verdict =
        Composite.of(Availability.none(), new NetStatistics(none, none, none), new EchoChecker())
            .with("nodes", VALID)
            .check(new HistoryBuilder().history());
    assertEquals(
        List.of(
            "perf", "exceptions", "stats", "availability", "net", "workload", "nodes", "valid?"),
        verdict.toMap().keySet().stream().map(Keyword::name).toList());
  }

  @Test
  void whereOnlyStricterRulesDecideTheChecksAreNamedThatHaveThem() {
    assertEquals("(:workload)", stricter(VALID, Checker.stricter(INVALID, VALID)));
    assertEquals("(:workload)", stricter(VALID, Checker.stricter(UNKNOWN, VALID)));
    assertEquals(
        "(:stats :workload)",
        stricter(Checker.stricter(INVALID, VALID), Checker.stricter(INVALID, VALID)));
  }

  @Test
  void whereMaelstromWouldNotCallTheRunValidEitherNothingIsNamed() {
    assertEquals("nil", stricter(VALID, Checker.stricter(INVALID, UNKNOWN)));
    assertEquals("nil", stricter(INVALID, Checker.stricter(INVALID, VALID)));
    assertEquals(
        "nil",
        stricter(Checker.stricter(VALID, INVALID), Checker.stricter(INVALID, VALID)),
        "what is valid here need not be so for Maelstrom");
    assertEquals("nil", stricter(VALID, Checker.stricter(VALID, INVALID)), "all is valid");
    assertEquals("nil", stricter(VALID, INVALID));
  }

  private static String stricter(Checker stats, Checker workload) {
    Verdict verdict =
        new Composite().with("stats", stats).with("workload", workload).check(List.of());
    return Edn.print(verdict.details().get(Keyword.of(Composite.STRICTER)));
  }

  private static Validity validityOf(Checker... parts) {
    Composite composite = new Composite();
    for (Checker part : parts) {
      composite.with("part " + composite.check(List.of()).details().size(), part);
    }
    return composite.check(List.of()).validity();
  }
}
