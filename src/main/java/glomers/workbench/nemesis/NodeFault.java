package glomers.workbench.nemesis;

import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** One kind of fault done to nodes: what a {@link NodeNemesis} does and undoes. */
interface NodeFault {

  /** Which one it is. */
  Fault kind();

  /** Draws some of these nodes; none if it can be done to nobody now. */
  List<String> choose(List<String> nodes, RandomGenerator random);

  /** Does it. Returns what was done to each node, for the history. */
  Map<Object, Object> begin(List<String> nodes, RandomGenerator random);

  /** Why it proved nothing, asked just before it ends; empty if it did. */
  default String futility(List<String> nodes) {
    return "";
  }

  /** Undoes it, even if it was done in part only. Returns what became of each node. */
  Map<Object, Object> end(List<String> nodes);

  /** One node, a minority, a majority, or all of them, each as often; at least one. */
  static List<String> some(List<String> nodes, RandomGenerator random) {
    int count =
        switch (random.nextInt(4)) {
          case 0 -> 1;
          case 1 -> (nodes.size() - 1) / 2;
          case 2 -> nodes.size() / 2 + 1;
          default -> nodes.size();
        };
    List<String> left = new ArrayList<>(nodes);
    List<String> chosen = new ArrayList<>();
    while (!left.isEmpty() && chosen.size() < Math.max(1, count)) {
      chosen.add(left.remove(random.nextInt(left.size())));
    }
    return chosen;
  }

  /** The same outcome for all of them. */
  static Map<Object, Object> all(List<String> nodes, String how) {
    Map<Object, Object> map = new LinkedHashMap<>();
    nodes.forEach(node -> map.put(node, Keyword.of(how)));
    return map;
  }
}
