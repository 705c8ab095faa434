package glomers.workbench.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.SeededRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** seq-kv shows the past, but takes nobody back to it. */
class SeqKvTest {
  private final RandomGenerator random = SeededRandom.of(42, "services");
  private final SeqKv store = new SeqKv(random, false);
  private final Requester writer = Requester.of("n0", store);
  private final Requester reader = Requester.of("n1", store);

  @Test
  void aNewcomersFirstReadMayBeAnyOfTheKeptStates() {
    for (int i = 1; i <= 100; i++) {
      writer.write("k", i);
    }
    TreeSet<Long> seen = new TreeSet<>();
    for (int i = 0; i < 2_000; i++) {
      seen.add(Requester.of("newcomer" + i, store).number("k"));
    }
    assertEquals(SeqKv.KEPT, seen.size());
    assertEquals(100 - SeqKv.KEPT + 1, seen.first());
    assertEquals(100, seen.last());
  }

  @Test
  void evenAKeyThatIsThereMayBeFoundMissing() {
    writer.write("k", 1);
    int missed = 0;
    for (int i = 0; i < 1_000; i++) {
      missed += Requester.of("newcomer" + i, store).read("k").equals("error 20") ? 1 : 0;
    }
    assertTrue(missed > 400 && missed < 600, missed + " of 1000 first reads missed the key");
  }

  @ParameterizedTest(name = "behind by {0} writes at most")
  @ValueSource(ints = {1, 20, 31, 32, 33, 100, 1_000})
  void noRequesterGoesBackHoweverFarItLagsBehind(int writesBetweenReads) {
    long last = -1;
    long value = 0;
    for (int i = 0; i < 300; i++) {
      for (int j = random.nextInt(writesBetweenReads + 1); j > 0; j--) {
        writer.write("k", ++value);
      }
      long read = reader.number("k");
      assertTrue(read >= last, "read " + read + " after " + last + ", of " + value + " writes");
      last = read;
    }
  }

  @Test
  void statesAreThoseOfAllKeysTogether() {
    // Who sees the later write to y must see the earlier one to x: one order for all keys.
    for (int i = 1; i <= 2_000; i++) {
      writer.write("x", i);
      writer.write("y", i);
      if (random.nextInt(5) == 0) {
        long y = reader.number("y");
        long x = reader.number("x");
        assertTrue(x >= y, "read y = " + y + ", then x = " + x);
      }
    }
  }

  @Test
  void whoWritesSeesItsOwnWritesAndAllBeforeThem() {
    for (int i = 1; i <= 200; i++) {
      writer.write("k", i);
      reader.write("mine", i);
      assertEquals(i, reader.number("k"));
      assertEquals(i, reader.number("mine"));
    }
  }

  @Test
  void aSwapThatChangesSomethingSucceedsOnTheNewestStateAlone() {
    writer.write("k", 0);
    reader.number("k");
    for (int i = 1; i <= 500; i++) {
      writer.write("k", 2 * i);
      // Where the reader is shown an older state, this fails; it never succeeds on one.
      String reply = reader.swap("k", 2 * (i - 1), 2 * i - 1);
      assertEquals("error", reply.split(" ")[0], "a swap succeeded on a state that was past");
    }
  }

  @Test
  void aSwapThatIsRefusedSaysNothingAboutTheNewestState() {
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      SeqKv fresh = new SeqKv(random, false);
      Requester.of("n0", fresh).write("k", 1);
      // The newcomer is shown the empty state, or 1; the right swap is refused on the former.
      refused += Requester.of("n1", fresh).swap("k", 1, 2).equals("error 20") ? 1 : 0;
    }
    assertTrue(refused > 150 && refused < 350, refused + " of 500 right swaps were refused");
  }

  @Test
  void writingWhatIsThereAnywayDoesNotFreshenItsWriter() {
    writer.write("k", 1);
    assertEquals(1, readUntilSeen(1));
    int stale = 0;
    for (int i = 2; i <= 500; i++) {
      writer.write("k", i);
      reader.write("k", reader.number("k")); // may be the past's value, written to the past
      stale += reader.number("k") < i ? 1 : 0;
    }
    assertTrue(stale > 50, "only " + stale + " of 499 reads were stale");
  }

  private long readUntilSeen(long value) {
    for (int i = 0; i < 100; i++) {
      if (reader.number("k") == value) {
        return value;
      }
    }
    return reader.number("k");
  }

  @Test
  void whoReadsOftenEnoughSeesTheNewestState() {
    for (int i = 1; i <= 1_000; i++) {
      writer.write("k", i);
    }
    assertEquals(1_000, readUntilSeen(1_000));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void allRepliesFitOneOrderInWhichEachRequesterGoesForward(long seed) {
    RandomGenerator choices = SeededRandom.of(seed, "choices");
    SeqKv kv = new SeqKv(SeededRandom.of(seed, "services"), false);
    List<Map<String, Long>> states = new ArrayList<>(List.of(Map.of()));
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      String name = "n" + choices.nextInt(4);
      Requester requester = Requester.of(name, kv);
      String key = "k" + choices.nextInt(3);
      if (choices.nextInt(4) == 0) {
        requester.write(key, i);
        Map<String, Long> next = new HashMap<>(states.getLast());
        next.put(key, (long) i);
        states.add(next);
        positions.put(name, states.size() - 1);
      } else {
        long value = requester.number(key);
        int position = positions.getOrDefault(name, 0);
        // The first state that explains the reply leaves the most room for those to come.
        int explained = position;
        while (explained < states.size() && states.get(explained).getOrDefault(key, -1L) != value) {
          explained++;
        }
        assertTrue(
            explained < states.size(),
            name + ", who saw state " + position + ", read " + key + " = " + value);
        positions.put(name, explained);
      }
    }
  }

  @ParameterizedTest(name = "{0} writes: {1} to {2} of 500 readers are taken back")
  @CsvSource({"31, 0, 0", "32, 5, 40", "100, 170, 290", "1000, 380, 480"})
  void maelstromsRingTakesBackWhoLagsBehind(int writes, int least, int most) {
    int takenBack = 0;
    for (int trial = 0; trial < 500; trial++) {
      SeqKv ring = new SeqKv(random, true);
      Requester from = Requester.of("n0", ring);
      for (int i = 1; i <= writes; i++) {
        from.write("k", i);
      }
      takenBack += goesBack(Requester.of("n1", ring)) ? 1 : 0;
    }
    assertTrue(least <= takenBack && takenBack <= most, takenBack + " readers were taken back");
  }

  private static boolean goesBack(Requester reader) {
    long last = -1;
    boolean back = false;
    for (int i = 0; i < 40; i++) {
      long read = reader.number("k");
      back |= read < last;
      last = read;
    }
    return back;
  }
}
