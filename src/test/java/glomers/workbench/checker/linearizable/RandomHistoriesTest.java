package glomers.workbench.checker.linearizable;

import static glomers.workbench.checker.linearizable.RegisterOp.NEVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.SeededRandom;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.cycles.Budget;
import glomers.workbench.checker.linearizable.Finding.Ordered;
import glomers.workbench.checker.linearizable.Finding.Unordered;
import glomers.workbench.checker.linearizable.OrderSearch.Outcome;
import glomers.workbench.checker.linearizable.RandomRegister.Anomaly;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random histories of which the truth is known, and small ones of which all orders are tried. */
class RandomHistoriesTest {
  private static final int HISTORIES = 10_000;

  private static String shown(List<Operation> history) {
    return history.stream().map(Edn::print).collect(Collectors.joining("\n"));
  }

  private static List<Operation> linearizable(RandomGenerator random) {
    int operations = random.nextInt(20) == 0 ? 600 : 1 + random.nextInt(60);
    return new RandomRegister(random, random.nextBoolean()).history(operations);
  }

  @Test
  void noLinearizableHistoryIsAccused() {
    RandomGenerator random = SeededRandom.of(1, "linearizable");
    for (int i = 0; i < HISTORIES; i++) {
      List<Operation> history = linearizable(random);
      for (boolean compat : new boolean[] {false, true}) {
        boolean judged = compat || history.stream().anyMatch(entry -> entry.type() == Type.OK);
        assertEquals(
            judged ? Validity.VALID : Validity.UNKNOWN,
            new LinearizableChecker(compat).check(history).validity(),
            () -> shown(history));
      }
    }
  }

  @Test
  void everyPlantedAnomalyIsFound() {
    RandomGenerator random = SeededRandom.of(2, "linearizable");
    Map<Anomaly, Integer> planted = new EnumMap<>(Anomaly.class);
    for (int i = 0; i < HISTORIES; i++) {
      Anomaly anomaly = Anomaly.values()[i % Anomaly.values().length];
      List<Operation> history = RandomRegister.with(anomaly, linearizable(random), random);
      assertEquals(
          Validity.INVALID,
          new LinearizableChecker(false).check(history).validity(),
          () -> anomaly + "\n" + shown(history));
      planted.merge(anomaly, 1, Integer::sum);
    }
    assertEquals(Anomaly.values().length, planted.size());
  }

  @Test
  void aLastReadIsRightOrWrongThoughAllValuesAreCommon() {
    RandomGenerator random = SeededRandom.of(6, "linearizable");
    for (int i = 0; i < HISTORIES; i++) {
      long shown = random.nextInt(5);
      List<Operation> history =
          new RandomRegister(random, false).thenRead(1 + random.nextInt(60), shown);
      assertEquals(
          Validity.of(shown == 3),
          new LinearizableChecker(false).check(history).validity(),
          () -> shown(history));
    }
  }

  /** A few operations that answer anything at all. */
  private static List<RegisterOp> anything(RandomGenerator random, boolean distinct) {
    int count = 1 + random.nextInt(6);
    int values = 2 + random.nextInt(3);
    List<Integer> moments = new ArrayList<>();
    int[] calls = new int[count];
    int[] ends = new int[count];
    for (int i = 0; i < 2 * count; i++) {
      moments.add(random.nextInt(moments.size() + 1), i / 2);
    }
    Arrays.fill(calls, -1);
    for (int at = 0; at < moments.size(); at++) {
      int op = moments.get(at);
      if (calls[op] < 0) {
        calls[op] = at;
      } else {
        ends[op] = at;
      }
    }
    Operation shown = new Operation(0, 0, Type.OK, 0, Keyword.of("read"), null, Map.of());
    List<RegisterOp> ops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean finished = random.nextInt(4) > 0;
      int end = finished ? ends[i] : NEVER;
      int to = distinct ? i + 1 : 1 + random.nextInt(values);
      int from = random.nextInt(distinct ? count + 1 : values + 1);
      int kind = random.nextInt(distinct || !finished ? finished ? 3 : 2 : 4);
      ops.add(
          switch (kind) {
            case 0 -> new RegisterOp(-1, -1, to, calls[i], end, shown);
            case 1 -> new RegisterOp(from, -1, from == to ? -1 : to, calls[i], end, shown);
            case 2 -> new RegisterOp(from, -1, -1, calls[i], end, shown);
            default -> new RegisterOp(-1, from, -1, calls[i], end, shown);
          });
    }
    return ops.stream()
        .filter(op -> op.isDefinite() || !op.changesNothing())
        .sorted(Comparator.comparingInt(RegisterOp::call))
        .toList();
  }

  private static Finding found(List<RegisterOp> ops) {
    return Finding.of(ops, new Budget(1_000_000));
  }

  @Test
  void theSearchSaysWhatTryingAllOrdersSays() {
    RandomGenerator random = SeededRandom.of(3, "linearizable");
    int ordered = 0;
    for (int i = 0; i < HISTORIES; i++) {
      List<RegisterOp> ops = anything(random, false);
      Outcome outcome = new OrderSearch(ops, RegisterOp.NOTHING, new Budget(1_000_000)).search();
      boolean can = BruteForce.canOrder(ops, RegisterOp.NOTHING);
      assertEquals(can ? Outcome.ORDERED : Outcome.NONE, outcome, ops::toString);
      assertEquals(can, found(ops) instanceof Ordered, ops::toString);
      ordered += can ? 1 : 0;
      assertTrue(new DistinctValues(ops).contradiction().isEmpty() || !can, ops::toString);
      if (!can) {
        Unordered finding = (Unordered) found(ops);
        explains(ops, finding);
        List<RegisterOp> window = Window.of(ops, finding.stuck());
        assertTrue(ops.containsAll(window), ops::toString);
      }
    }
    assertTrue(ordered > 1_000 && ordered < 9_000, "ordered: " + ordered);
  }

  @Test
  void theLinearWaySaysWhatTryingAllOrdersSays() {
    RandomGenerator random = SeededRandom.of(4, "linearizable");
    int ordered = 0;
    for (int i = 0; i < HISTORIES; i++) {
      List<RegisterOp> ops = anything(random, true);
      DistinctValues distinct = new DistinctValues(ops);
      assertTrue(distinct.areAll(), ops::toString);
      Optional<Unordered> wrong = distinct.contradiction();
      boolean can = BruteForce.canOrder(ops, RegisterOp.NOTHING);
      assertEquals(can, wrong.isEmpty(), ops::toString);
      ordered += can ? 1 : 0;
      wrong.ifPresent(finding -> explains(ops, finding));
    }
    assertTrue(ordered > 1_000 && ordered < 9_000, "ordered: " + ordered);
  }

  /** All that was before can be ordered, and with the one that is stuck it cannot. */
  private static void explains(List<RegisterOp> ops, Unordered finding) {
    int end = finding.stuck().end();
    assertTrue(finding.first(), ops::toString);
    assertFalse(BruteForce.canOrder(BruteForce.upTo(ops, end), RegisterOp.NOTHING), ops::toString);
    assertTrue(
        BruteForce.canOrder(BruteForce.upTo(ops, end - 1), RegisterOp.NOTHING), ops::toString);
  }

  @Test
  void whatAWindowShowsCannotBeOrderedWhateverWasBefore() {
    RandomGenerator random = SeededRandom.of(5, "linearizable");
    int windows = 0;
    for (int i = 0; i < 1_000; i++) {
      Anomaly anomaly = Anomaly.values()[i % Anomaly.values().length];
      List<Operation> history =
          RandomRegister.with(anomaly, new RandomRegister(random, false, 4, 3).history(30), random);
      RegisterHistory register = new RegisterHistory(false);
      history.forEach(entry -> register.add(entry.withValue(((List<?>) entry.value()).getLast())));
      List<RegisterOp> ops = register.operations();
      Unordered found = assertInstanceOf(Unordered.class, found(ops));
      List<RegisterOp> window = Window.of(ops, found.stuck());
      if (!window.isEmpty() && window.size() <= 8) {
        windows++;
        int start = window.stream().mapToInt(RegisterOp::call).min().orElseThrow();
        List<RegisterOp> whole = new ArrayList<>();
        for (RegisterOp op : BruteForce.upTo(ops, found.stuck().end())) {
          if (window.contains(op)) {
            whole.add(op);
          } else if (op.end() > start && !op.changesNothing()) {
            whole.add(op.unfinished());
          }
        }
        if (whole.size() <= 9) {
          assertFalse(BruteForce.canOrderFromAnything(whole), () -> anomaly + " " + whole);
        }
      }
    }
    assertTrue(windows > 700, "windows: " + windows);
  }
}
