package glomers.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.Json;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VersionVectorTest {

  private static VersionVector vector(Object... counts) {
    VersionVector vector = VersionVector.EMPTY;
    for (int i = 0; i < counts.length; i += 2) {
      vector = vector.with((String) counts[i], (Integer) counts[i + 1]);
    }
    return vector;
  }

  private static VersionVector drawn(SplittableRandom random) {
    VersionVector vector = VersionVector.EMPTY;
    for (String origin : new String[] {"a", "b", "c", "d"}) {
      vector = vector.with(origin, random.nextInt(4));
    }
    return vector;
  }

  @Test
  void anOriginThatIsNotNamedHasCountZero() {
    assertEquals(0, VersionVector.EMPTY.get("a"));
    assertEquals(3, vector("a", 3).get("a"));
    assertEquals(vector("a", 3), vector("a", 3, "b", 0), "a zero is the same as nothing");
  }

  @Test
  void aNegativeCountIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> VersionVector.of(new TreeMap<>(Map.of("a", -1L))));
  }

  @Test
  void aVectorDoesNotChangeWithTheMapItWasMadeOf() {
    TreeMap<String, Long> counts = new TreeMap<>(Map.of("a", 1L));
    VersionVector vector = VersionVector.of(counts);
    counts.put("a", 9L);
    assertEquals(1, vector.get("a"));
    assertThrows(UnsupportedOperationException.class, () -> vector.counts().put("a", 2L));
  }

  @Test
  void ofConcurrentVectorsNeitherIncludesTheOther() {
    VersionVector left = vector("a", 2, "b", 1);
    VersionVector right = vector("a", 1, "b", 2);
    assertFalse(left.includes(right));
    assertFalse(right.includes(left));
    assertTrue(left.join(right).includes(left));
    assertTrue(left.join(right).includes(right));
  }

  @Test
  void joinIsTheLeastUpperBound() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      VersionVector a = drawn(random);
      VersionVector b = drawn(random);
      VersionVector c = drawn(random);
      VersionVector join = a.join(b);
      String shown = a + " " + b + " " + c;
      assertEquals(join, b.join(a), shown);
      assertEquals(join.join(c), a.join(b.join(c)), shown);
      assertEquals(a, a.join(a), shown);
      assertTrue(join.includes(a) && join.includes(b), shown);
      assertEquals(
          a.counts().entrySet().stream().allMatch(e -> b.get(e.getKey()) >= e.getValue()),
          b.includes(a),
          shown);
      assertEquals(c.includes(a) && c.includes(b), c.includes(join), shown);
      assertEquals(join.includes(c), a.includesWith(b, c), shown);
    }
  }

  @Test
  void jsonTellsAllThereIs() {
    VersionVector vector = vector("n1/abc", 3, "n2/x", 5);
    assertEquals("{\"n1/abc\":3,\"n2/x\":5}", vector.toJson().toString());
    assertEquals(vector, VersionVector.of(vector.toJson()));
  }

  @Test
  void whatIsNoPositiveCountIsReadAsZero() {
    assertEquals(
        vector("d", 2),
        VersionVector.of(Json.object("{'a':-4,'b':'seven','c':null,'d':2,'e':[1]}")));
    assertEquals(VersionVector.EMPTY, VersionVector.of(Json.object("{'a':3}").path("missing")));
  }

  @Test
  void aVectorOnTheWireMayNameItsOriginsInAnyOrder() {
    assertEquals(
        vector("a", 1, "b", 2, "c", 3), VersionVector.of(Json.object("{'c':3,'a':1,'b':2,'d':0}")));
  }

  @Test
  void countsThatNobodyReachesAreNotTaken() {
    JsonNode json =
        Json.object(
            "{'a':9007199254740992,'b':9007199254740993,'c':9223372036854775807,"
                + "'d':9223372036854775809,'e':123456789012345678901234567890}");
    assertEquals("{a=9007199254740992}", VersionVector.of(json).toString());
  }
}
