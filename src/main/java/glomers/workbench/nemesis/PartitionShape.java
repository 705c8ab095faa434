package glomers.workbench.nemesis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The ways in which a cluster falls apart. */
public enum PartitionShape {
  /** One node is alone. */
  ONE,
  /** Two halves, the smaller one first. */
  MAJORITY,
  /** Just under a third is cut off: with three nodes or fewer, that is nobody. */
  MINORITY_THIRD,
  /** Every node hears a majority, but no two nodes hear the same one. */
  MAJORITIES_RING,
  /** Two halves, always the same: the first nodes in their order, and the others. */
  HALVES,
  /** Two halves at random: one hears nothing of the other, and is heard. */
  ONE_WAY,
  /** Around a ring in random order, each node hears the one before and the one behind it. */
  RING,
  /** Every node is alone. */
  ISOLATED;

  /** The ones that Maelstrom chooses from, in its order. */
  public static final List<PartitionShape> MAELSTROMS =
      List.of(ONE, MAJORITY, MINORITY_THIRD, MAJORITIES_RING);

  /**
   * The shape of this name.
   *
   * @throws IllegalArgumentException if there is none, which the message says in one line
   */
  static PartitionShape named(String label) {
    return Arrays.stream(values())
        .filter(shape -> shape.label().equals(label))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "--partitions %s: there are %s."
                    .formatted(
                        label,
                        Arrays.stream(values())
                            .map(PartitionShape::label)
                            .collect(Collectors.joining(", ")))));
  }

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
      case HALVES -> split(nodes, count / 2);
      case ONE_WAY -> oneWay(shuffled);
      case RING -> neighbours(shuffled);
      case ISOLATED -> allBut(nodes, Set::of);
    };
  }

  private static Map<String, Set<String>> oneWay(List<String> nodes) {
    Map<String, Set<String>> refused = split(nodes, nodes.size() / 2);
    nodes.subList(nodes.size() / 2, nodes.size()).forEach(refused::remove);
    return refused;
  }

  private static Map<String, Set<String>> neighbours(List<String> nodes) {
    int count = nodes.size();
    Map<String, Set<String>> heard = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String before = nodes.get((i + count - 1) % count);
      String behind = nodes.get((i + 1) % count);
      heard.put(nodes.get(i), new LinkedHashSet<>(List.of(before, nodes.get(i), behind)));
    }
    return allBut(nodes, heard::get);
  }

  /** What nodes do not hear that hear these, themselves among them. */
  private static Map<String, Set<String>> allBut(
      List<String> nodes, Function<String, Set<String>> heard) {
    Map<String, Set<String>> refused = new LinkedHashMap<>();
    for (String node : nodes) {
      Set<String> others = new LinkedHashSet<>(nodes);
      others.removeAll(heard.apply(node));
      refused.put(node, others);
    }
    return refused;
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
    return allBut(nodes, heard::get);
  }

  private static String leastLinked(
      List<String> nodes, Map<String, Set<String>> heard, RandomGenerator random) {
    int fewest = nodes.stream().mapToInt(node -> heard.get(node).size()).min().orElseThrow();
    List<String> candidates =
        nodes.stream().filter(node -> heard.get(node).size() == fewest).toList();
    return candidates.get(random.nextInt(candidates.size()));
  }
}
