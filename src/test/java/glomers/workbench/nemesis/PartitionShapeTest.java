package glomers.workbench.nemesis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.workbench.SeededRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PartitionShapeTest {
  private static final List<String> NODES = List.of("n0", "n1", "n2", "n3", "n4");

  private static Map<String, Set<String>> draw(PartitionShape shape) {
    return shape.draw(NODES, SeededRandom.of(1, "shapes"));
  }

  @Test
  void halvesAreAlwaysTheFirstNodesAgainstTheOthers() {
    Map<String, Set<String>> refused = draw(PartitionShape.HALVES);
    for (String node : List.of("n0", "n1")) {
      assertEquals(Set.of("n2", "n3", "n4"), refused.get(node));
    }
    for (String node : List.of("n2", "n3", "n4")) {
      assertEquals(Set.of("n0", "n1"), refused.get(node));
    }
  }

  @Test
  void oneWayMeansThatOneHalfHearsNothingAndIsHeard() {
    Map<String, Set<String>> refused = draw(PartitionShape.ONE_WAY);
    assertEquals(2, refused.size(), () -> "so many are deaf: " + refused);
    Set<String> others = new LinkedHashSet<>(NODES);
    others.removeAll(refused.keySet());
    refused.values().forEach(unheard -> assertEquals(others, unheard));
  }

  @Test
  void aroundARingEveryNodeHearsTwoWhoHearItToo() {
    Map<String, Set<String>> refused = draw(PartitionShape.RING);
    for (String node : NODES) {
      assertEquals(2, refused.get(node).size(), () -> "of five, two are too far: " + refused);
      refused
          .get(node)
          .forEach(other ->
              assertEquals(true, refused.get(other).contains(node), () -> "one way: " + refused));
    }
  }

  @Test
  void isolatedNodesHearNobody() {
    draw(PartitionShape.ISOLATED)
        .forEach((node, unheard) -> {
          Set<String> others = new LinkedHashSet<>(NODES);
          others.remove(node);
          assertEquals(others, unheard);
        });
  }

  @Test
  void everyShapeIsFoundByItsNameAndDrawnForAnyNumberOfNodes() {
    for (PartitionShape shape : PartitionShape.values()) {
      assertEquals(shape, PartitionShape.named(shape.label()));
      for (int count = 1; count <= 7; count++) {
        List<String> nodes = List.of("a", "b", "c", "d", "e", "f", "g").subList(0, count);
        shape
            .draw(nodes, SeededRandom.of(count, "shapes"))
            .forEach((node, unheard) ->
                assertEquals(
                    false,
                    unheard.contains(node),
                    () -> shape + " makes " + node + " deaf to itself"));
      }
    }
  }
}
