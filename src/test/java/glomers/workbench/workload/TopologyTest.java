package glomers.workbench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopologyTest {
  /** As Maelstrom prints it: {@code 0: 3 1, 1: …} by position. */
  private static String shape(Topology topology, int count) {
    StringBuilder text = new StringBuilder();
    topology
        .neighbours(nodes(count))
        .forEach((node, near) -> text.append(node).append(":").append(near).append(" "));
    return text.toString().replace(" ", "").replace("]", "] ").strip();
  }

  private static List<String> nodes(int count) {
    List<String> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(Integer.toString(i));
    }
    return nodes;
  }

  @Test
  void aGridOfFiveHasAShortLastRow() {
    assertEquals("0:[3,1] 1:[4,2,0] 2:[1] 3:[0,4] 4:[1,3]", shape(Topology.GRID, 5));
  }

  @Test
  void aTreeNamesTheParentFirst() {
    assertEquals("0:[1,2,3] 1:[0,4,5,6] 2:[0] 3:[0] 4:[1] 5:[1] 6:[1]", shape(Topology.TREE3, 7));
    assertEquals("0:[1,2] 1:[0,3,4] 2:[0] 3:[1] 4:[1]", shape(Topology.TREE, 5));
    assertEquals(shape(Topology.TREE, 25), shape(Topology.TREE2, 25));
    assertEquals("0:[1,2,3,4] 1:[0] 2:[0] 3:[0] 4:[0]", shape(Topology.TREE4, 5));
  }

  @Test
  void aLineHasTwoEnds() {
    assertEquals("0:[1] 1:[0,2] 2:[1]", shape(Topology.LINE, 3));
  }

  @Test
  void aLineOfOneNodeIsEmptyAsInMaelstrom() {
    assertEquals(Map.of(), Topology.LINE.neighbours(nodes(1)));
    Map<String, List<String>> alone = new LinkedHashMap<>(Map.of("0", List.of()));
    assertEquals(alone, Topology.GRID.neighbours(nodes(1)));
  }

  @Test
  void totalNamesAllOthers() {
    assertEquals("0:[1,2] 1:[0,2] 2:[0,1]", shape(Topology.TOTAL, 3));
  }

  @ParameterizedTest
  @EnumSource
  void neighboursAreMutualAndEveryNodeIsReached(Topology topology) {
    for (int count = 2; count <= 30; count++) {
      Map<String, List<String>> neighbours = topology.neighbours(nodes(count));
      neighbours.forEach((node, near) ->
          near.forEach(
              other -> assertTrue(neighbours.get(other).contains(node), node + " and " + other)));
      List<String> reached = new ArrayList<>(List.of("0"));
      for (int i = 0; i < reached.size(); i++) {
        neighbours.get(reached.get(i)).stream()
            .filter(other -> !reached.contains(other))
            .forEach(reached::add);
      }
      assertEquals(count, reached.size(), topology + " of " + count);
    }
  }

  @Test
  void namesAreThoseOfTheCommandLine() {
    assertEquals(Optional.of(Topology.TREE4), Topology.of("tree4"));
    assertEquals(Optional.empty(), Topology.of("ring"));
  }
}
