package glomers.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OverlayTest {

  private static List<String> ids(int size) {
    return IntStream.range(0, size).mapToObj(i -> "n" + i).toList();
  }

  @Test
  void aLargeFanOutMakesAStar() {
    assertEquals(
        new Overlay(List.of(), List.of("n1", "n2", "n3"), List.of()),
        Overlay.of("n0", ids(4), Integer.MAX_VALUE));
    assertEquals(
        new Overlay(List.of("n0", "n1", "n3"), List.of(), List.of("n1", "n3")),
        Overlay.of("n2", ids(4), Integer.MAX_VALUE));
  }

  @Test
  void aSmallFanOutMakesATree() {
    assertEquals(List.of("n1", "n2"), Overlay.of("n0", ids(7), 2).clients());
    assertEquals(List.of("n3", "n4"), Overlay.of("n1", ids(7), 2).clients());
    assertEquals(List.of("n5", "n6"), Overlay.of("n2", ids(7), 2).clients());
    assertEquals(List.of(), Overlay.of("n6", ids(7), 2).clients());
    assertEquals("n2", Overlay.of("n6", ids(7), 2).servers().get(0));
    assertEquals(List.of("n5"), Overlay.of("n6", ids(7), 2).siblings());
    assertEquals(
        List.of("n0", "n2", "n5", "n6"),
        Overlay.of("n1", ids(7), 2).servers(),
        "its own server first, and never those whom it serves itself");
  }

  @Test
  void aLoneNodeHasNobody() {
    assertEquals(new Overlay(List.of(), List.of(), List.of()), Overlay.of("n0", ids(1), 4));
  }

  @Test
  void everyNodeButTheRootHasOneServerWhichKnowsItAsAClient() {
    for (int size : new int[] {2, 5, 25, 100}) {
      for (int fanOut : new int[] {1, 2, 4, 24, Integer.MAX_VALUE}) {
        Map<String, Overlay> all = new LinkedHashMap<>();
        ids(size).forEach(id -> all.put(id, Overlay.of(id, ids(size), fanOut)));
        Set<String> served = new LinkedHashSet<>();
        all.forEach((id, overlay) -> {
          for (String client : overlay.clients()) {
            assertTrue(served.add(client), client + " is served twice");
            assertEquals(id, all.get(client).servers().get(0));
          }
          assertTrue(overlay.clients().size() <= fanOut);
        });
        assertEquals(size - 1, served.size(), size + " nodes, fan-out " + fanOut);
      }
    }
  }
}
