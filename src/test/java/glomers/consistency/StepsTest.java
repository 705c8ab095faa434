package glomers.consistency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Message;
import glomers.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each step of the ladder against the one below it, in the smallest story that they differ in. */
class StepsTest {

  static Stream<Arguments> all() {
    return Stream.concat(
        Stream.of(
            Arguments.of("read uncommitted", step(ReadUncommitted::new)),
            Arguments.of("read committed", step(ReadCommitted::new)),
            Arguments.of("read atomic", step(ReadAtomic::new)),
            Arguments.of("causal", step(Causal::new))),
        ordered());
  }

  static Stream<Arguments> ordered() {
    return Stream.of(
        Arguments.of("snapshot isolation", step(SnapshotIsolation::new)),
        Arguments.of("serializable", step(Serializable::new)),
        Arguments.of("strict serializable", step(StrictSerializable::new)));
  }

  static Stream<Arguments> withoutLists() {
    return all().limit(4);
  }

  private static Consumer<Node> step(Consumer<Node> step) {
    return step;
  }

  private static Predicate<Message> tells(String src, String dest, String word) {
    return message ->
        message.src().equals(src)
            && message.dest().equals(dest)
            && message.body().toString().contains(word);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void aTransactionSeesItsOwnWritesAndOthersSeeThemInTheEnd(String name, Consumer<Node> step) {
    Store store = new Store(2, step);
    store.run(() -> {
      assertEquals(
          "[['r','x',null],['w','x',1],['w','y',2],['r','x',1]]",
          store.txn("n0", "[['r','x',null],['w','x',1],['w','y',2],['r','x',null]]"));
      store.sleep(1_000);
      assertEquals("[['r','y',2],['r','x',1]]", store.txn("n1", "[['r','y',null],['r','x',null]]"));
    });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void whatIsNoStepIsRefusedAndLeavesNothingBehind(String name, Consumer<Node> step) {
    Store store = new Store(1, step);
    store.run(() -> {
      for (String wrong : List.of("['x','x',1]", "['w','x']", "7", "{}", "['w','x',1,1]")) {
        assertEquals("error 12", store.txn("n0", "[['w','x',1]," + wrong + "]"), wrong);
      }
      assertEquals("[['r','x',null]]", store.txn("n0", "[['r','x',null]]"));
    });
  }

  @Test
  void readUncommittedShowsAWriteThatItsTransactionReplacesAndReadCommittedDoesNot() {
    for (boolean committed : List.of(false, true)) {
      Store store = new Store(1, committed ? ReadCommitted::new : ReadUncommitted::new);
      store.run(() -> {
        String meanwhile = "['r','y',null],".repeat(40);
        Supplier<String> writer = store.begin("n0", "[['w','x',1]," + meanwhile + "['w','x',2]]");
        store.sleep(10);
        assertEquals(
            committed ? "[['r','x',2]]" : "[['r','x',1]]", store.txn("n0", "[['r','x',null]]"));
        assertEquals("[['w','x',1]," + meanwhile + "['w','x',2]]", writer.get());
      });
    }
  }

  @Test
  void readUncommittedHasTheSameOrderOfTwoTransactionsOnAllKeys() {
    Store store = new Store(1, ReadUncommitted::new);
    store.run(() -> {
      store.together("n0", "[['w','x',1],['w','y',1]]", "n0", "[['w','y',2],['w','x',2]]");
      String end = store.txn("n0", "[['r','x',null],['r','y',null]]");
      assertTrue(
          List.of("[['r','x',1],['r','y',1]]", "[['r','x',2],['r','y',2]]").contains(end), end);
    });
  }

  @Test
  void readUncommittedPutsWhatATransactionWritesBehindWhatItHasRead() {
    Store store = new Store(1, ReadUncommitted::new);
    store.run(() -> {
      store.txn("n0", "[['w','x',0]]");
      String meanwhile = "['r','y',null],".repeat(40);
      Supplier<String> first = store.begin("n0", "[" + meanwhile + "['r','x',null],['w','x',1]]");
      store.sleep(10);
      store.txn("n0", "[['w','x',2]]");
      assertEquals("[" + meanwhile + "['r','x',0],['w','x',1]]", first.get());
      assertEquals("[['r','x',2]]", store.txn("n0", "[['r','x',null]]"));
    });
  }

  @Test
  void readCommittedShowsHalfOfATransactionAndReadAtomicDoesNot() {
    for (boolean atomic : List.of(false, true)) {
      Store store = new Store(2, atomic ? ReadAtomic::new : ReadCommitted::new);
      store.network().drop(tells("n0", "n1", "[[\"a\","));
      store.run(() -> {
        store.txn("n0", "[['w','a',1],['w','b',1],['w','c',1],['w','d',1]]");
        store.sleep(500);
        String seen = store.txn("n1", "[['r','a',null],['r','d',null]]");
        assertEquals(
            atomic ? "[['r','a',null],['r','d',null]]" : "[['r','a',null],['r','d',1]]", seen);
      });
    }
  }

  @Test
  void readAtomicShowsAnEffectWithoutItsCauseAndCausalDoesNot() {
    for (boolean causal : List.of(false, true)) {
      Store store = new Store(3, causal ? Causal::new : ReadAtomic::new);
      store.run(() -> {
        store.network().cut("n0", "n2");
        store.txn("n0", "[['w','cause',1]]");
        store.sleep(500);
        assertEquals(
            "[['r','cause',1],['w','effect',1]]",
            store.txn("n1", "[['r','cause',null],['w','effect',1]]"));
        store.sleep(500);
        String both = "[['r','cause',null],['r','effect',null]]";
        String effect = causal ? "null" : "1";
        assertEquals("[['r','cause',null],['r','effect'," + effect + "]]", store.txn("n2", both));
        store.network().heal();
        store.sleep(3_000);
        assertEquals("[['r','cause',1],['r','effect',1]]", store.txn("n2", both));
      });
    }
  }

  @Test
  void aPeerThatLacksMoreThanACausalNodeKeepsIsSentAllRegisters() {
    Store store = new Store(2, Causal::new);
    store.run(() -> {
      store.network().cut("n0", "n1");
      for (int i = 0; i < 10_500; i++) {
        store.txn("n0", "[['w'," + i % 7 + "," + i + "]]");
      }
      store.network().heal();
      store.sleep(3_000);
      assertEquals("[['r',0,10493],['r',6,10499]]", store.txn("n1", "[['r',0,null],['r',6,null]]"));
      store.txn("n0", "[['w',0,'on']]");
      store.sleep(500);
      assertEquals("[['r',0,'on']]", store.txn("n1", "[['r',0,null]]"));
    });
  }

  @Test
  void causalLosesAnUpdateAndSnapshotIsolationDoesNot() {
    for (boolean snapshot : List.of(false, true)) {
      Store store = new Store(2, snapshot ? SnapshotIsolation::new : Causal::new);
      store.run(() -> {
        String update = "[['r','x',null],['w','x',";
        List<String> seen = store.together("n0", update + "0]]", "n1", update + "1]]");
        long first = seen.stream().filter(each -> each.startsWith("[['r','x',null]")).count();
        assertEquals(snapshot ? 1 : 2, first, seen::toString);
      });
    }
  }

  @Test
  void snapshotIsolationAllowsWriteSkewAndSerializableDoesNot() {
    for (boolean serializable : List.of(false, true)) {
      Store store = new Store(2, serializable ? Serializable::new : SnapshotIsolation::new);
      store.run(() -> {
        List<String> seen =
            store.together(
                "n0", "[['r','x',null],['w','y',1]]", "n1", "[['r','y',null],['w','x',1]]");
        long blind = seen.stream().filter(each -> each.contains("null")).count();
        assertEquals(serializable ? 1 : 2, blind, seen::toString);
      });
    }
  }

  @Test
  void serializableShowsAnOldStateAndStrictSerializableDoesNot() {
    for (boolean strict : List.of(false, true)) {
      Store store = new Store(2, strict ? StrictSerializable::new : Serializable::new);
      store.network().drop(tells("n0", "n1", "appended"));
      store.run(() -> {
        store.txn("n1", "[['r','x',null]]"); // it has read the log once
        store.txn("n0", "[['w','x',1]]");
        assertEquals(
            strict ? "[['r','x',1]]" : "[['r','x',null]]", store.txn("n1", "[['r','x',null]]"));
        store.sleep(1_000);
        assertEquals("[['r','x',1]]", store.txn("n1", "[['r','x',null]]"));
      });
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ordered")
  void listsHaveOneOrderWhereThereIsALog(String name, Consumer<Node> step) {
    Store store = new Store(2, step);
    store.run(() -> {
      List<String> work = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        work.addAll(List.of("n" + i % 2, "[['append','x'," + i + "],['r','x',null]]"));
      }
      List<String> seen = store.together(work.toArray(String[]::new));
      store.sleep(1_000);
      String end = store.txn("n0", "[['r','x',null]]").replace("]]]", "");
      assertEquals(10, end.split(",").length - 2, end);
      for (String each : seen) {
        String list = each.replaceFirst(".*\\['r'", "[['r'").replace("]]]", "");
        assertTrue((end + ",").startsWith(list + ","), each + " is no beginning of " + end);
      }
    });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withoutLists")
  void noListsWhereNobodyIsAsked(String name, Consumer<Node> step) {
    Store store = new Store(1, step);
    store.run(() -> {
      assertEquals("error 10", store.txn("n0", "[['w','y',1],['append','x',1]]"));
      assertEquals("[['r','y',null]]", store.txn("n0", "[['r','y',null]]"));
    });
  }
}
