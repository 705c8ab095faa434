package glomers.workbench.checker.txn;

import static glomers.workbench.checker.txn.ConsistencyModel.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.Validity;
import glomers.workbench.checker.txn.TxnTraffic.Level;
import glomers.workbench.history.HistoryLines;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Anomalies among the traffic of a store that is right otherwise. Each comes in many forms, some of
 * which a model allows: the trial of all orders says which it forbids, and those are to be found.
 * {@code -Dtxn.planted=500} takes more of them.
 */
class PlantedTest {
  private static final int HISTORIES = Integer.getInteger("txn.planted", 40);
  private static final int TXNS = 25;
  private static final int PROCESS = 1_000; // and those after it are no worker's

  private static final List<ConsistencyModel> MODELS =
      List.of(
          READ_COMMITTED,
          MONOTONIC_ATOMIC_VIEW,
          READ_ATOMIC,
          CAUSAL_CERONE,
          STRONG_SESSION_CAUSAL,
          SNAPSHOT_ISOLATION,
          STRONG_SESSION_SNAPSHOT_ISOLATION,
          STRONG_SNAPSHOT_ISOLATION,
          SERIALIZABLE,
          STRONG_SESSION_SERIALIZABLE,
          STRICT_SERIALIZABLE);

  private enum Anomaly {
    LOST_UPDATE,
    G1A,
    G1B,
    G1C,
    READ_SKEW,
    WRITE_SKEW,
    LONG_FORK,
    FRACTURED_READ,
    STALE_READ,
    FUTURE_READ
  }

  /** One form of an anomaly, drawn by lot. */
  private static final class Form {
    private final Random random;
    private final TxnHistory history = new TxnHistory();
    private final String old;
    private int processes = PROCESS;

    Form(Random random) {
      this.random = random;
      int setUp = random.nextInt(3);
      this.old = setUp == 0 ? "nil" : "1";
      if (setUp == 1) {
        history.txn(processes++, "w x 1, w y 1");
      } else if (setUp == 2) {
        history.txn(processes++, "w x 1").txn(processes++, "w y 1");
      }
    }

    List<Operation> of(Anomaly anomaly) {
      switch (anomaly) {
        case LOST_UPDATE -> together(read("x") + "w x 2", read("x") + "w x 3");
        case G1A -> {
          history.begin(processes, "w x 2");
          either(
              () -> history.fail(processes).txn(processes + 1, "r x 2"),
              () -> history.txn(processes + 1, "r x 2").fail(processes));
        }
        case G1B -> {
          history.begin(processes, "w x 2, w x 3");
          switch (random.nextInt(3)) {
            case 0 -> history.txn(processes + 1, "r x 2").ok(processes, "w x 2, w x 3");
            case 1 -> history.info(processes).txn(processes + 1, "r x 2");
            default -> history.txn(processes + 1, "r x 2");
          }
        }
        case G1C -> together("w x 2, r y 3", "w y 3, r x 2");
        case READ_SKEW ->
            either(
                () ->
                    together(
                        maybe(read("x")) + "w x 2, " + maybe(read("y")) + "w y 2",
                        swapped("r x " + old, "r y 2")),
                () ->
                    together(
                        maybe(read("x")) + "w x 2",
                        "r x 2, " + maybe(read("y")) + "w y 2",
                        swapped("r y 2", "r x " + old)));
        case WRITE_SKEW -> together(read("x") + "w y 2", read("y") + "w x 2");
        case LONG_FORK ->
            together(
                maybe(read("x")) + "w x 2",
                maybe(read("y")) + "w y 2",
                swapped("r x 2", "r y " + old),
                swapped("r x " + old, "r y 2"));
        case FRACTURED_READ -> together("w x 2, w y 2", "w x 3, w y 3", swapped("r x 2", "r y 3"));
        case STALE_READ -> {
          boolean again = random.nextBoolean();
          after(maybe(read("x")) + "w x 2");
          if (again) {
            after(maybe("r x 2, ") + "w x 3");
          }
          after(again ? "r x 2" : "r x " + old);
        }
        case FUTURE_READ -> {
          history.txn(processes, "r x 2, w x 2");
          if (random.nextBoolean()) {
            history.txn(processes + 1, "r x 2");
          }
        }
      }
      return history.history();
    }

    private void either(Runnable one, Runnable other) {
      (random.nextBoolean() ? one : other).run();
    }

    private String read(String key) {
      return "r " + key + " " + old + ", ";
    }

    private String maybe(String steps) {
      return random.nextBoolean() ? steps : "";
    }

    private String swapped(String one, String other) {
      return random.nextBoolean() ? one + ", " + other : other + ", " + one;
    }

    /** By the same process as before, or by another. */
    private void after(String steps) {
      history.txn(random.nextBoolean() ? processes : ++processes, steps);
    }

    /** Begun in some order, and ended in another; a blind writer may not be heard of again. */
    private void together(String... txns) {
      var ends = new ArrayList<Runnable>();
      for (String steps : txns) {
        int process = processes++;
        history.begin(process, steps);
        boolean lost = !steps.contains("r ") && random.nextInt(6) == 0;
        ends.add(() -> {
          if (lost) {
            history.info(process);
          } else {
            history.ok(process, steps);
          }
        });
        if (random.nextInt(3) == 0) {
          ends.remove(random.nextInt(ends.size())).run();
        }
      }
      while (!ends.isEmpty()) {
        ends.remove(random.nextInt(ends.size())).run();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnomalyIsFoundWhereAModelForbidsIt(Anomaly anomaly) {
    assertFound(DataType.REGISTER, anomaly);
  }

  @ParameterizedTest
  @EnumSource
  void anAnomalyOfListsIsFoundWhereAModelForbidsIt(Anomaly anomaly) {
    assertFound(DataType.LIST, anomaly);
  }

  /** The same on lists, to which a key's values were appended by their size. */
  private static List<Operation> onLists(List<Operation> history) {
    var written = new HashMap<Object, TreeSet<Long>>();
    for (Operation entry : history) {
      for (Object step : entry.value() instanceof List<?> steps ? steps : List.of()) {
        var parts = (List<?>) step;
        if (parts.get(0).equals(Keyword.of("w"))) {
          written.computeIfAbsent(parts.get(1), any -> new TreeSet<>()).add((Long) parts.get(2));
        }
      }
    }
    return history.stream()
        .map(entry ->
            new Operation(
                entry.index(),
                entry.time(),
                entry.type(),
                entry.process(),
                entry.f(),
                entry.value() instanceof List<?> steps
                    ? steps.stream().map(step -> onList((List<?>) step, written)).toList()
                    : entry.value(),
                entry.extra()))
        .toList();
  }

  private static List<?> onList(List<?> step, Map<Object, TreeSet<Long>> written) {
    if (step.get(0).equals(Keyword.of("w"))) {
      return List.of(Keyword.of("append"), step.get(1), step.get(2));
    }
    return step.get(2) == null
        ? step
        : List.of(
            step.get(0),
            step.get(1),
            List.copyOf(written.get(step.get(1)).headSet((Long) step.get(2), true)));
  }

  private static void assertFound(DataType type, Anomaly anomaly) {
    var random = new Random(31);
    var forbidden = new EnumMap<ConsistencyModel, Integer>(ConsistencyModel.class);
    var found = new EnumMap<ConsistencyModel, Integer>(ConsistencyModel.class);
    var missed = new ArrayList<String>();
    for (int round = 0; round < HISTORIES; round++) {
      var form = new Form(random).of(anomaly);
      var planted = type == DataType.LIST ? onLists(form) : form;
      var history = TxnTraffic.next(random, type, Level.STRICT, TXNS, planted);
      var oracle = new TxnOracle(planted);
      for (ConsistencyModel model : MODELS) {
        if (!oracle.explains(model)) {
          forbidden.merge(model, 1, Integer::sum);
          var verdict = OracleTest.checker(type, model).check(history);
          if (verdict.validity() == Validity.INVALID) {
            found.merge(model, 1, Integer::sum);
          } else {
            missed.add(
                model.label()
                    + "\n"
                    + planted.stream().map(HistoryLines::edn).collect(Collectors.joining("\n")));
          }
        }
      }
    }
    System.out.printf(
        "Planted, %s, %s: %s%n",
        type.name().toLowerCase(Locale.ROOT),
        anomaly.name().toLowerCase(Locale.ROOT),
        table(forbidden, found));
    assertTrue(!forbidden.isEmpty());
    assertEquals(List.of(), missed);
  }

  private static String table(
      Map<ConsistencyModel, Integer> forbidden, Map<ConsistencyModel, Integer> found) {
    return forbidden.entrySet().stream()
        .map(entry ->
            "%s %d/%d"
                .formatted(
                    entry.getKey().label(),
                    found.getOrDefault(entry.getKey(), 0),
                    entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
