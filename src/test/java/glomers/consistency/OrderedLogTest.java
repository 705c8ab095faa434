package glomers.consistency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.SimulatedRun;
import glomers.workbench.SimulatedRun.Ran;
import glomers.workbench.checker.Validity;
import glomers.workbench.nemesis.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log does when lin-kv is slow, silent or gone. */
class OrderedLogTest {
  private static final String READ = "[['r','x',null]]";

  private static int reads(Store store, String node) {
    return (int)
        store.network().journal().stream()
            .filter(each -> each.src().equals(node) && each.dest().equals("lin-kv"))
            .filter(each -> each.body().contains("\"read\""))
            .count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cas_ok", "\"cas\""})
  void aSwapThatIsLostOrWhoseAnswerIsLostIsMadeOnce(String lost) {
    Store store = new Store(2, StrictSerializable::new);
    AtomicInteger left = new AtomicInteger(1);
    store
        .network()
        .drop(message -> message.body().toString().contains(lost) && left.getAndDecrement() > 0);
    store.run(() -> {
      assertEquals("[['append','x',1]]", store.txn("n0", "[['append','x',1]]"));
      assertEquals("[['append','x',2]]", store.txn("n1", "[['append','x',2]]"));
      assertEquals("[['r','x',[1,2]]]", store.txn("n1", READ));
    });
  }

  @Test
  void withoutLinKvWhatWasTriedIsUnknownAndTheRestIsWithdrawn() {
    Store store = new Store(2, StrictSerializable::new);
    store.run(() -> {
      store.txn("n0", "[['append','x',0]]");
      store.network().cut("n0", "lin-kv");
      Supplier<String> tried = store.begin("n0", "[['append','x',1]]");
      Supplier<String> waiting = store.begin("n0", "[['append','x',2]]");
      Supplier<String> reading = store.begin("n0", READ);
      assertEquals("error 0", tried.get());
      assertEquals("error 11", waiting.get());
      assertEquals("error 11", reading.get());
      store.network().heal();
      store.sleep(5_000);
      assertEquals("[['r','x',[0,1]]]", store.txn("n1", READ));
    });
  }

  @Test
  void whoIsToldWhatIsInTheSlotsReadsNoneOfThem() {
    Store store = new Store(2, StrictSerializable::new);
    store.run(() -> {
      for (int i = 0; i < 10; i++) {
        store.txn("n0", "[['append','x'," + i + "]]");
      }
      assertEquals("[['r','x',[0,1,2,3,4,5,6,7,8,9]]]", store.txn("n1", READ));
      assertEquals(1, reads(store, "n1")); // whether there is an eleventh
    });
  }

  @Test
  void whoWasCutOffReadsEachSlotOnceAndManyAtATime() {
    Store store = new Store(2, StrictSerializable::new);
    store.network().latency(Duration.ofMillis(10));
    store.run(() -> {
      store.network().cut("n0", "n1");
      for (int i = 0; i < 200; i++) {
        store.txn("n0", "[['w','x'," + i + "]]");
      }
      assertEquals("[['r','x',199]]", store.txn("n1", READ)); // within the 5 s of a client
      assertTrue(reads(store, "n1") < 200 + 64, "reads: " + reads(store, "n1"));
    });
  }

  @Test
  void readsOfSlotsBehindTheEndNeedNoAnswer() {
    Store store = new Store(2, StrictSerializable::new);
    store.run(() -> {
      store.network().cut("n0", "n1");
      for (int i = 0; i < 20; i++) {
        store.txn("n0", "[['w','x'," + i + "]]");
      }
      // Slots 0 to 19 are there, and that 20 is empty says where the end is.
      store
          .network()
          .drop(message -> message.body().path("key").asText().matches("txn/2[1-9]|.*/3."));
      assertEquals("[['r','x',19]]", store.txn("n1", READ));
    });
  }

  @Test
  void transactionsThatComeTogetherShareASlot() {
    Store store = new Store(1, StrictSerializable::new);
    store.network().latency(Duration.ofMillis(10));
    store.run(() -> {
      String[] work = new String[40];
      for (int i = 0; i < 20; i++) {
        work[2 * i] = "n0";
        work[2 * i + 1] = "[['append','x'," + i + "]]";
      }
      store.together(work);
      assertTrue(store.network().sent("cas") <= 2, store.network().sent()::toString);
    });
  }

  @Test
  void everyOtherConflictIsTriedAgainWithANewSnapshot() {
    Store store = new Store(3, SnapshotIsolation::new);
    store.run(() -> {
      String update = "[['r','x',null],['w','x',";
      List<String> seen =
          store.together("n0", update + "0]]", "n1", update + "1]]", "n2", update + "2]]");
      assertTrue(seen.stream().noneMatch(each -> each.startsWith("error")), seen::toString);
      assertEquals(3, seen.stream().map(each -> each.split("\\]")[0]).distinct().count());
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void listsStayStrictSerializableUnderLossDoublingCrashesAndPauses(long seed) {
    Ran ran =
        SimulatedRun.of("txn-list-append", StrictSerializable::new)
            .nodes(3)
            .workersPerNode(2)
            .rate(60)
            .models("strict-serializable")
            .lossAndDuplication(0.05)
            .faults(Fault.CRASH, Fault.PAUSE)
            .go(seed);
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
  }
}
