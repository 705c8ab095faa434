package glomers.workbench.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.history.Edn;
import glomers.workbench.history.HistoryBuilder;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Symbol;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommonCheckersTest {

  private static final List<Operation> EMPTY = List.of();

  @Test
  void eachKindOfOperationMustHaveSucceededOnce() {
    HistoryBuilder history = new HistoryBuilder().done(0, "write", 1L).invoke(0, "cas", 1L).fail(0);
    Verdict verdict = new Stats().check(history.history());
    assertEquals(Validity.INVALID, verdict.validity());
    assertEquals(
        "{:count 2, :ok-count 1, :fail-count 1, :info-count 0, :by-f {:cas {:count 1, :ok-count 0,"
            + " :fail-count 1, :info-count 0, :valid? false}, :write {:count 1, :ok-count 1,"
            + " :fail-count 0, :info-count 0, :valid? true}}}",
        Edn.print(verdict.details()));
    assertEquals(
        Validity.VALID, new Stats().check(history.done(0, "cas", 1L).history()).validity());
  }

  @Test
  void crashesNeedNotSucceed() {
    HistoryBuilder history = new HistoryBuilder().done(0, "poll", 1L).invoke(0, "crash", null);
    assertEquals(Validity.VALID, new Stats().check(history.info(0).history()).validity());
  }

  @Test
  void withoutOperationsStatsAndAvailabilityAreValid() {
    assertEquals(Validity.VALID, new Stats().check(EMPTY).validity());
    assertEquals(Validity.VALID, Availability.total().check(EMPTY).validity());
    assertEquals("{:ok-fraction 1.0}", Edn.print(Availability.total().check(EMPTY).details()));
  }

  @Test
  void availabilityIsTheShareOfInvokedOperationsThatSucceeded() {
    HistoryBuilder history = new HistoryBuilder().nemesis("start-partition", null);
    for (int i = 0; i < 9; i++) {
      history.done(0, "echo", "a");
    }
    List<Operation> nineOfTen = history.invoke(0, "echo", "a").info(0).history();
    assertEquals("{:ok-fraction 0.9}", Edn.print(Availability.none().check(nineOfTen).details()));
    assertEquals(Validity.VALID, Availability.none().check(nineOfTen).validity());
    assertEquals(Validity.VALID, Availability.atLeast(0.9).check(nineOfTen).validity());
    assertEquals(Validity.INVALID, Availability.atLeast(0.91).check(nineOfTen).validity());
    assertEquals(Validity.INVALID, Availability.total().check(nineOfTen).validity());
    Checker maelstroms = Availability.atLeast(0.9).asMaelstrom();
    assertEquals(
        Validity.INVALID, maelstroms.check(nineOfTen).validity(), "it rounds 0.9 to 0.89999998");
    assertEquals(
        Validity.VALID, Availability.atLeast(0.5).asMaelstrom().check(nineOfTen).validity());
  }

  @Test
  void availabilityIsAFraction() {
    assertThrows(IllegalArgumentException.class, () -> Availability.atLeast(1.1));
    assertThrows(IllegalArgumentException.class, () -> Availability.atLeast(Double.NaN));
  }

  @Test
  void exceptionsAreGroupedByClassTheMostFrequentFirst() {
    Verdict verdict =
        new Exceptions()
            .check(
                new HistoryBuilder()
                    .invoke(0, "read", null)
                    .info(0, thrown("Rare"))
                    .invoke(1, "read", null)
                    .info(1, thrown("Common"))
                    .invoke(2, "read", null)
                    .info(2, thrown("Common"))
                    .invoke(3, "read", null)
                    .info(3)
                    .history());
    assertEquals(Validity.VALID, verdict.validity());
    String printed = Edn.print(verdict.details());
    assertTrue(
        printed.startsWith(
            "{:exceptions ({:count 2, :class Common, :example #jepsen.history.Op{:index 3,"),
        printed);
    assertTrue(printed.contains("{:count 1, :class Rare, "), printed);
    assertEquals("{}", Edn.print(new Exceptions().check(EMPTY).details()));
  }

  @Test
  void messagesAreDividedByInvokedOperationsWhateverCameOfThem() {
    List<Operation> history =
        new HistoryBuilder()
            .nemesis("start-partition", null)
            .done(0, "read", 1L)
            .invoke(0, "read", null)
            .fail(0)
            .invoke(1, "read", null)
            .history();
    NetStatistics.Counts all = new NetStatistics.Counts(12, 11, 10);
    NetStatistics.Counts clients = new NetStatistics.Counts(6, 6, 6);
    NetStatistics.Counts servers = new NetStatistics.Counts(6, 5, 4);
    NetStatistics net = new NetStatistics(all, clients, servers);
    assertEquals(
        "{:all {:send-count 12, :recv-count 11, :msg-count 10, :msgs-per-op 3.3333333},"
            + " :clients {:send-count 6, :recv-count 6, :msg-count 6},"
            + " :servers {:send-count 6, :recv-count 5, :msg-count 4, :msgs-per-op 1.3333334},"
            + " :valid? true}",
        Edn.print(net.check(history).toMap()));
    assertEquals(
        "{:send-count 12, :recv-count 11, :msg-count 10}",
        Edn.print(net.check(EMPTY).details().get(Keyword.of("all"))));
  }

  @Test
  void latenciesAreQuantilesOfSuccessfulOperationsInMilliseconds() {
    HistoryBuilder history = new HistoryBuilder();
    for (int i = 0; i < 100; i++) {
      history.invoke(0, "read", null).pause(i).ok(0);
    }
    history.invoke(0, "read", null).pause(5000).info(0);
    assertEquals(
        "{:latencies {:read {0.5 51.0, 0.95 96.0, 0.99 100.0, 1 100.0}}}",
        Edn.print(new Latencies().check(history.history()).details()));
  }

  @Test
  void anEchoMustCarryTheTextThatWasSent() {
    Verdict verdict =
        new EchoChecker()
            .check(
                new HistoryBuilder()
                    .invoke(0, "echo", "a")
                    .ok(0, Map.of(Keyword.of("echo"), "a"))
                    .invoke(0, "echo", "b")
                    .ok(0, Map.of(Keyword.of("echo"), "a"))
                    .history());
    assertEquals(Validity.INVALID, verdict.validity());
    assertEquals(
        "([\"Expected a message with :echo\" \"b\" \"But received\" {:echo \"a\"}])",
        Edn.print(verdict.details().get(Keyword.of("errors"))));
  }

  @Test
  void anEchoThatTimedOutIsNoMismatchButADefiniteErrorIs() {
    HistoryBuilder history = new HistoryBuilder().invoke(0, "echo", "a").info(0);
    assertEquals(Validity.VALID, new EchoChecker().check(history.history()).validity());
    assertEquals(
        Validity.INVALID,
        new EchoChecker().check(history.invoke(1, "echo", "a").fail(1).history()).validity());
  }

  private static Map<Keyword, Object> thrown(String type) {
    return Map.of(
        Operation.EXCEPTION,
        Map.of(Keyword.of("via"), List.of(Map.of(Keyword.of("type"), new Symbol(type)))));
  }
}
