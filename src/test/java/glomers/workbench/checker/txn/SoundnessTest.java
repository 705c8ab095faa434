package glomers.workbench.checker.txn;

import static glomers.workbench.checker.txn.ConsistencyModel.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.checker.txn.TxnTraffic.Level;
import glomers.workbench.history.Edn;
import glomers.workbench.history.HistoryLines;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No false alarm: stores that keep what a model promises are valid under it. {@code
 * -Dtxn.histories=4000} takes more of them.
 */
class SoundnessTest {
  private static final int HISTORIES = Integer.getInteger("txn.histories", 150);
  private static final int TXNS = 40;

  /** The models that a database would name; of the others a fifth is enough. */
  private static final Set<ConsistencyModel> MAIN =
      Set.of(
          READ_UNCOMMITTED,
          READ_COMMITTED,
          READ_ATOMIC,
          CONSISTENT_VIEW,
          SNAPSHOT_ISOLATION,
          SERIALIZABLE,
          STRONG_SESSION_SERIALIZABLE,
          STRONG_SNAPSHOT_ISOLATION,
          STRICT_SERIALIZABLE);

  @ParameterizedTest
  @EnumSource
  void aStrictlySerializableStoreIsValidUnderEveryModel(ConsistencyModel model) {
    assertNoAlarm(Level.STRICT, model, MAIN.contains(model) ? HISTORIES : HISTORIES / 5);
  }

  static Stream<Arguments> weakerStores() {
    return Stream.of(
        Arguments.of(Level.SESSIONS, STRONG_SESSION_SERIALIZABLE),
        Arguments.of(Level.SESSIONS, SESSION_SERIALIZABLE),
        Arguments.of(Level.SERIAL, SERIALIZABLE),
        Arguments.of(Level.SERIAL, ONE_COPY_SERIALIZABLE),
        Arguments.of(Level.SERIAL, REPEATABLE_READ),
        Arguments.of(Level.STRONG_SNAPSHOTS, STRONG_SNAPSHOT_ISOLATION),
        Arguments.of(Level.SESSION_SNAPSHOTS, STRONG_SESSION_SNAPSHOT_ISOLATION),
        Arguments.of(Level.SNAPSHOTS, SNAPSHOT_ISOLATION),
        Arguments.of(Level.SNAPSHOTS, PARALLEL_SNAPSHOT_ISOLATION),
        Arguments.of(Level.SNAPSHOTS, CONSISTENT_VIEW),
        Arguments.of(Level.CAUSAL, CAUSAL_CERONE),
        Arguments.of(Level.ATOMIC, READ_ATOMIC),
        Arguments.of(Level.ATOMIC, MONOTONIC_ATOMIC_VIEW),
        Arguments.of(Level.COMMITTED, READ_COMMITTED),
        Arguments.of(Level.COMMITTED, READ_UNCOMMITTED));
  }

  @ParameterizedTest
  @MethodSource("weakerStores")
  void aWeakerStoreIsValidUnderTheModelThatItKeeps(Level level, ConsistencyModel model) {
    assertNoAlarm(level, model, HISTORIES / 3);
  }

  /** So that the stores are as weak as they are meant to be. */
  static Stream<Arguments> tooWeak() {
    return Stream.of(
        Arguments.of(Level.SESSIONS, STRICT_SERIALIZABLE),
        Arguments.of(Level.SERIAL, STRONG_SESSION_SERIALIZABLE),
        Arguments.of(Level.STRONG_SNAPSHOTS, SERIALIZABLE),
        Arguments.of(Level.SESSION_SNAPSHOTS, STRONG_SNAPSHOT_ISOLATION),
        Arguments.of(Level.SNAPSHOTS, STRONG_SESSION_SNAPSHOT_ISOLATION),
        Arguments.of(Level.CAUSAL, CONSISTENT_VIEW),
        Arguments.of(Level.ATOMIC, CAUSAL_CERONE),
        Arguments.of(Level.COMMITTED, READ_ATOMIC));
  }

  @ParameterizedTest
  @MethodSource("tooWeak")
  void aWeakerStoreIsFoundOutUnderAStrongerModel(Level level, ConsistencyModel model) {
    int found = 0;
    var random = new Random(23);
    int histories = Math.min(HISTORIES / 3, 500);
    for (int round = 0; round < histories; round++) {
      var history = TxnTraffic.next(random, level, TXNS);
      if (new RegisterTxnChecker(Set.of(model), false).check(history).validity()
          == Validity.INVALID) {
        found++;
      }
    }
    System.out.printf(
        "A store with %s under %s: found out in %d of %d histories%n",
        level, model.label(), found, histories);
    assertTrue(found > 0, level + " under " + model.label() + ": " + found);
  }

  static Stream<Arguments> listStores() {
    return Stream.concat(
        Stream.of(Arguments.of(Level.STRICT, STRICT_SERIALIZABLE)), weakerStores());
  }

  @ParameterizedTest
  @MethodSource("listStores")
  void aStoreOfListsIsValidUnderTheModelThatItKeeps(Level level, ConsistencyModel model) {
    assertNoAlarm(DataType.LIST, level, model, HISTORIES / 3);
  }

  @ParameterizedTest
  @MethodSource("tooWeak")
  void aWeakerStoreOfListsIsFoundOutUnderAStrongerModel(Level level, ConsistencyModel model) {
    int found = 0;
    var random = new Random(23);
    int histories = Math.min(HISTORIES / 3, 500);
    for (int round = 0; round < histories; round++) {
      var history = TxnTraffic.lists(random, level, TXNS);
      if (OracleTest.checker(DataType.LIST, model).check(history).validity() == Validity.INVALID) {
        found++;
      }
    }
    System.out.printf(
        "Lists with %s under %s: found out in %d of %d histories%n",
        level, model.label(), found, histories);
    assertTrue(found > 0, level + " under " + model.label() + ": " + found);
  }

  private static void assertNoAlarm(Level level, ConsistencyModel model, int histories) {
    assertNoAlarm(DataType.REGISTER, level, model, histories);
  }

  private static void assertNoAlarm(
      DataType type, Level level, ConsistencyModel model, int histories) {
    var random = new Random(17);
    for (int round = 0; round < histories; round++) {
      var history =
          type == DataType.LIST
              ? TxnTraffic.lists(random, level, TXNS)
              : TxnTraffic.next(random, level, TXNS);
      Verdict verdict = OracleTest.checker(type, model).check(history);
      assertEquals(
          model.isChecked() ? Validity.VALID : Validity.UNKNOWN,
          verdict.validity(),
          () ->
              Edn.pretty(verdict.toMap())
                  + history.stream().map(HistoryLines::edn).collect(Collectors.joining("\n")));
    }
    System.out.printf(
        "A store of %ss with %s under %s: no alarm in %,d histories%n",
        type.name().toLowerCase(Locale.ROOT), level, model.label(), histories);
  }
}
