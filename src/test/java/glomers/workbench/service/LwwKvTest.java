package glomers.workbench.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.SeededRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** lww-kv loses writes, and agrees with itself in the end. */
class LwwKvTest {
  private final LwwKv store = new LwwKv(SeededRandom.of(42, "services"));
  private final Requester n0 = Requester.of("n0", store);

  /** Lets the replicas meet, without any further write. */
  private void settle() {
    for (int i = 0; i < 100; i++) {
      n0.read("nothing");
    }
  }

  @Test
  void anAcknowledgedWriteMayBeLostThoughNobodyWroteAfterIt() {
    int lost = 0;
    for (int i = 0; i < 500; i++) {
      LwwKv fresh = new LwwKv(SeededRandom.of(i, "services"));
      Requester writer = Requester.of("n0", fresh);
      writer.write("k", 1);
      writer.write("k", 2);
      for (int j = 0; j < 100; j++) {
        writer.read("k");
      }
      lost += writer.number("k") == 1 ? 1 : 0;
    }
    assertTrue(lost > 20, "only " + lost + " of 500 acknowledged writes were lost");
  }

  @Test
  void aReadMayMissWhatAnEarlierOneFound() {
    int flips = 0;
    for (int i = 0; i < 200; i++) {
      String key = "k" + i;
      n0.write(key, 1);
      boolean found = false;
      for (int j = 0; j < 5; j++) {
        boolean finds = n0.number(key) == 1;
        flips += found && !finds ? 1 : 0;
        found = finds;
      }
    }
    assertTrue(flips > 10, "only " + flips + " reads missed what was found before");
  }

  @Test
  void aSwapNeverCreatesAKey() {
    String creating = "{type: 'cas', key: 'k', from: 1, to: 2, create_if_not_exists: true}";
    assertEquals("error 20", n0.ask(creating));
  }

  @Test
  void twoSwapsFromTheSameValueMayBothSucceed() {
    int both = 0;
    for (int i = 0; i < 200; i++) {
      String key = "k" + i;
      n0.write(key, 0);
      settle();
      boolean first = n0.swap(key, 0, 1).equals("cas_ok");
      boolean second = Requester.of("n1", store).swap(key, 0, 2).equals("cas_ok");
      both += first && second ? 1 : 0;
    }
    assertTrue(both > 20, "in only " + both + " of 200 races both won");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void onceTheReplicasHaveMetAllReadsAgreeOnAValueThatSomebodyWrote(long seed) {
    SeededRandom random = SeededRandom.of(seed, "requests");
    for (int i = 1; i <= 300; i++) {
      Requester.of("n" + random.nextInt(3), store).write("k" + random.nextInt(5), i);
    }
    settle();
    for (int key = 0; key < 5; key++) {
      TreeSet<Long> found = new TreeSet<>();
      for (int i = 0; i < 50; i++) {
        found.add(n0.number("k" + key));
      }
      assertEquals(1, found.size(), "k" + key + " was read as " + found);
      assertTrue(found.first() >= 1 && found.first() <= 300, "nobody wrote " + found);
    }
  }
}
