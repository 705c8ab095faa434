package glomers.workbench.nemesis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The ways in which a cluster falls apart. */
public enum PartitionShape {
  /** One node is alone. */
  ONE,
  /** Two halves, the smaller one first. */
  MAJORITY,
  /** Just under a third is cut off: with three nodes or fewer, that is nobody. */
  MINORITY_THIRD,
  /** Every node hears a majority, but no two nodes hear the same one. */
  MAJORITIES_RING;

  /** The name in histories. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Draws a partition of this shape.
   *
   * @return for every node, the nodes that it hears nothing of; perhaps none
   */
  public Map<String, Set<String>> draw(List<String> nodes, RandomGenerator random) {
    List<String> shuffled = shuffle(nodes, random);
    int count = nodes.size();
    return switch (this) {
      case ONE -> split(shuffled, 1);
      case MAJORITY -> split(shuffled, count / 2);
      case MINORITY_THIRD -> split(shuffled, (count - 1) / 3);
      // A ring of windows is possible with any number of nodes, but with six and more Maelstrom
      // draws a random graph instead, which is a harder case.
      case MAJORITIES_RING -> count <= 5 ? ring(shuffled) : graph(shuffled, random);
    };
  }

  private static List<String> shuffle(List<String> nodes, RandomGenerator random) {
    List<String> shuffled = new ArrayList<>(nodes);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      shuffled.set(i, shuffled.set(j, shuffled.get(i)));
    }
    return shuffled;
  }

  private static Map<String, Set<String>> split(List<String> nodes, int first) {
    List<String> here = nodes.subList(0, Math.min(first, nodes.size()));
    List<String> there = nodes.subList(here.size(), nodes.size());
    Map<String, Set<String>> refused = new LinkedHashMap<>();
    here.forEach(node -> refused.put(node, new LinkedHashSet<>(there)));
    there.forEach(node -> refused.put(node, new LinkedHashSet<>(here)));
    return refused;
  }

  /** Around a ring, each node hears those within a window around itself. */
  private static Map<String, Set<String>> ring(List<String> nodes) {
    int count = nodes.size();
    int majority = count / 2 + 1;
    Map<String, Set<String>> refused = new LinkedHashMap<>();
    for (int from = 0; from < count; from++) {
      String centre = nodes.get((from + majority / 2) % count);
      Set<String> others = new LinkedHashSet<>();
      for (int i = majority; i < count; i++) {
        others.add(nodes.get((from + i) % count));
      }
      refused.put(centre, others);
    }
    return refused;
  }

  /** Links the two least linked nodes, again and again, until each is in touch with a majority. */
  private static Map<String, Set<String>> graph(List<String> nodes, RandomGenerator random) {
    int majority = nodes.size() / 2 + 1;
    Map<String, Set<String>> heard = new LinkedHashMap<>();
    nodes.forEach(node -> heard.put(node, new LinkedHashSet<>(Set.of(node))));
    while (true) {
      String loneliest = leastLinked(nodes, heard, random);
      Set<String> links = heard.get(loneliest);
      if (links.size() >= majority) {
        break;
      }
      List<String> strangers = nodes.stream().filter(node -> !links.contains(node)).toList();
      String stranger = leastLinked(strangers, heard, random);
      links.add(stranger);
      heard.get(stranger).add(loneliest);
    }
    Map<String, Set<String>> refused = new LinkedHashMap<>();
    for (String node : nodes) {
      Set<String> others = new LinkedHashSet<>(nodes);
      others.removeAll(heard.get(node));
      refused.put(node, others);
    }
    return refused;
  }

  private static String leastLinked(
      List<String> nodes, Map<String, Set<String>> heard, RandomGenerator random) {
    int fewest = nodes.stream().mapToInt(node -> heard.get(node).size()).min().orElseThrow();
    List<String> candidates =
        nodes.stream().filter(node -> heard.get(node).size() == fewest).toList();
    return candidates.get(random.nextInt(candidates.size()));
  }
}
