package glomers.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import glomers.node.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The laws of {@link Merge}, tried on versions that random histories of writes and merges on four
 * replicas have led to. Versions out of thin air would prove nothing: a version vector that forgets
 * its own writes is no version.
 */
class MergeLawsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int HISTORIES = 510;
  private static final int STEPS = 30;
  private static final int TRIPLES = 20;

  private static final JsonNode VALUES =
      Json.object(
              "{'values':[0,1,1.0,-7,10,2.5,12345678901234567890,null,true,'1','one','',"
                  + "[],[1],[1.0],{},{'a':1},{'a':1.0},{'a':{'b':null}}]}")
          .path("values");

  /** One register on several replicas. */
  private static final class History<V> {
    final Merge<V> merge;
    final List<Optional<V>> replicas = new ArrayList<>();
    final List<V> versions = new ArrayList<>();

    History(Merge<V> merge, long seed) {
      this.merge = merge;
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 4; i++) {
        replicas.add(Optional.empty());
      }
      long[] clocks = new long[4];
      for (int step = 0; step < STEPS; step++) {
        int here = random.nextInt(4);
        int there = random.nextInt(4);
        JsonNode value = VALUES.get(random.nextInt(VALUES.size()));
        if (random.nextInt(3) == 0) {
          Timestamp stamp = new Timestamp(++clocks[here], 0, "n" + here);
          put(here, merge.write(replicas.get(here), value, stamp));
        } else if (replicas.get(there).isPresent()) {
          clocks[here] = Math.max(clocks[here], clocks[there]);
          V sent = merge.fromJson(throughText(merge.toJson(replicas.get(there).get())));
          put(here, replicas.get(here).map(held -> merge.merge(held, sent)).orElse(sent));
        }
      }
    }

    private void put(int replica, V version) {
      replicas.set(replica, Optional.of(version));
      versions.add(version);
    }
  }

  private static JsonNode throughText(JsonNode json) {
    try {
      return MAPPER.readTree(json.toString());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static <V> void holdsLaws(Merge<V> merge) {
    int cases = 0;
    TreeSet<Integer> shapes = new TreeSet<>();
    for (int seed = 0; seed < HISTORIES; seed++) {
      History<V> history = new History<>(merge, seed);
      SplittableRandom random = new SplittableRandom(seed);
      List<V> versions = history.versions;
      for (int i = 0; i < TRIPLES && !versions.isEmpty(); i++, cases++) {
        V a = versions.get(random.nextInt(versions.size()));
        V b = versions.get(random.nextInt(versions.size()));
        V c = versions.get(random.nextInt(versions.size()));
        String run = "seed " + seed + ": ";
        Supplier<String> shown = () -> run + "\na = " + a + "\nb = " + b + "\nc = " + c;
        V ab = merge.merge(a, b);
        assertEquals(ab, merge.merge(b, a), () -> "not commutative, " + shown.get());
        assertEquals(
            merge.merge(ab, c),
            merge.merge(a, merge.merge(b, c)),
            () -> "not associative, " + shown.get());
        assertEquals(a, merge.merge(a, a), () -> "not idempotent, " + shown.get());
        assertEquals(ab, merge.merge(ab, a), () -> "does not absorb what is in it, " + shown.get());
        if (i % 4 == 0) {
          assertEquals(
              ab,
              merge.fromJson(throughText(merge.toJson(ab))),
              () -> "changes on the way, " + shown.get());
        }
        shapes.add(merge.toJson(ab).path(1).size());
      }
    }
    assertEquals(true, cases >= 10_000, "cases: " + cases);
    if (merge instanceof MultiValue) {
      assertEquals(true, shapes.contains(3), "numbers of siblings seen: " + shapes);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"last-writer-wins", "max-value", "multi-value"})
  void mergesAreCommutativeAssociativeAndIdempotent(String name) {
    holdsLaws(Merge.named(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"last-writer-wins", "multi-value"})
  void aWriterSeesItsOwnWrite(String name) {
    ownWritesAreSeen(Merge.named(name));
  }

  private static <V> void ownWritesAreSeen(Merge<V> merge) {
    for (int seed = 0; seed < 200; seed++) {
      for (Optional<V> held : new History<>(merge, seed).replicas) {
        for (JsonNode value : VALUES) {
          V written = merge.write(held, value, new Timestamp(1_000, 0, "n9"));
          assertEquals(value, merge.read(written), () -> "over " + held);
          assertEquals(written, held.map(old -> merge.merge(old, written)).orElse(written));
        }
      }
    }
  }

  @Test
  void whatSiblingsShowIsWhatTheLastWriterWrote() {
    for (int seed = 0; seed < 300; seed++) {
      List<MultiValue.Siblings> siblings = new History<>(new MultiValue(), seed).versions;
      List<Write> stamped = new History<>(new LastWriterWins(), seed).versions;
      for (int i = 0; i < siblings.size(); i++) {
        assertEquals(
            stamped.get(i).value(),
            new MultiValue().read(siblings.get(i)),
            "seed " + seed + ", version " + i + ": " + siblings.get(i));
      }
    }
  }

  @Test
  void siblingsKeepConcurrentValuesUntilAWriteThatHasSeenThem() {
    MultiValue merge = new MultiValue();
    JsonNode one = VALUES.get(0);
    JsonNode two = VALUES.get(1);
    JsonNode three = VALUES.get(3);
    var a = merge.write(Optional.empty(), one, new Timestamp(5, 0, "n1"));
    var b = merge.write(Optional.empty(), two, new Timestamp(7, 0, "n2"));
    var both = merge.merge(a, b);
    assertEquals(2, both.values().size());
    assertEquals(two, merge.read(both), "the later one is shown");
    var after = merge.write(Optional.of(both), three, new Timestamp(8, 0, "n1"));
    assertEquals(1, after.values().size());
    assertEquals(after, merge.merge(after, a), "a replaced value does not come back");
    assertEquals(after, merge.merge(merge.merge(b, after), both));
  }

  @Test
  void theLargerValueStaysWhoeverWroteItAndWhenever() {
    MaxValue merge = new MaxValue();
    JsonNode ten = VALUES.get(4);
    JsonNode one = VALUES.get(1);
    JsonNode written = merge.write(Optional.of(ten), one, new Timestamp(9, 0, "n1"));
    assertEquals(ten, written, "acknowledged, and never seen: what this rule loses");
    assertEquals(ten, merge.merge(VALUES.get(9), ten), "any number is larger than what is none");
  }

  @Test
  void anUnknownMergeIsRefusedWithTheKnownOnes() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Merge.named("first-writer-wins"));
    assertEquals(
        "no merge \"first-writer-wins\";" + " there are: last-writer-wins, max-value, multi-value",
        refused.getMessage());
  }
}
