package glomers.workbench.nemesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.SeededRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionShapeTest {
  private static final int DRAWS = 200;

  private static List<String> nodes(int count) {
    List<String> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add("n" + i);
    }
    return nodes;
  }

  private static List<Map<String, Set<String>>> draws(PartitionShape shape, int count) {
    SeededRandom random = SeededRandom.of(5, "partitions");
    List<Map<String, Set<String>>> draws = new ArrayList<>();
    for (int i = 0; i < DRAWS; i++) {
      draws.add(shape.draw(nodes(count), random));
    }
    return draws;
  }

  private static int links(Map<String, Set<String>> refused) {
    return refused.values().stream().mapToInt(Set::size).sum();
  }

  private static void assertMutual(Map<String, Set<String>> refused) {
    refused.forEach((node, others) ->
        others.forEach(other -> assertTrue(refused.get(other).contains(node), () -> "" + refused)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 25})
  void oneCutsASingleNodeOff(int count) {
    Set<String> alone = new HashSet<>();
    for (Map<String, Set<String>> refused : draws(PartitionShape.ONE, count)) {
      assertEquals(2 * (count - 1), links(refused));
      assertMutual(refused);
      refused.forEach((node, others) -> addIf(others.size() == count - 1, node, alone));
    }
    assertEquals(count, alone.size(), "each node is the one at some time");
  }

  private static void addIf(boolean condition, String node, Set<String> nodes) {
    if (condition) {
      nodes.add(node);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 25})
  void majorityCutsInHalves(int count) {
    int small = count / 2;
    for (Map<String, Set<String>> refused : draws(PartitionShape.MAJORITY, count)) {
      assertEquals(2 * small * (count - small), links(refused));
      assertMutual(refused);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 25})
  void minorityThirdCutsNothingAmongThreeNodesOrFewer(int count) {
    int small = (count - 1) / 3;
    for (Map<String, Set<String>> refused : draws(PartitionShape.MINORITY_THIRD, count)) {
      assertEquals(2 * small * (count - small), links(refused));
      assertEquals(count <= 3, links(refused) == 0);
      assertMutual(refused);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 9, 25})
  void inMajoritiesRingEveryNodeHearsAMajority(int count) {
    for (Map<String, Set<String>> refused : draws(PartitionShape.MAJORITIES_RING, count)) {
      assertEquals(count, refused.size());
      refused.forEach((node, others) -> {
        int heard = count - others.size();
        assertTrue(heard >= count / 2 + 1, () -> node + " hears too few: " + refused);
        assertTrue(!others.contains(node), () -> node + " refuses itself: " + refused);
      });
      if (count <= 5) {
        assertTrue(
            refused.values().stream().allMatch(others -> count - others.size() == count / 2 + 1),
            () -> "exactly a majority: " + refused);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5})
  void inASmallRingNoTwoNodesHearTheSameMajority(int count) {
    for (Map<String, Set<String>> refused : draws(PartitionShape.MAJORITIES_RING, count)) {
      assertEquals(count, new HashSet<>(refused.values()).size(), () -> "" + refused);
    }
  }

  @Test
  void ofThreeNodesEachRefusesOneInACircle() {
    for (Map<String, Set<String>> refused : draws(PartitionShape.MAJORITIES_RING, 3)) {
      refused.forEach((node, others) -> {
        assertEquals(1, others.size());
        String other = others.iterator().next();
        assertTrue(!refused.get(other).contains(node), () -> "one way only: " + refused);
      });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aRingOfOneOrTwoCutsNothing(int count) {
    draws(PartitionShape.MAJORITIES_RING, count)
        .forEach(refused -> assertEquals(0, links(refused)));
  }
}
