package glomers.workbench.nemesis;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** How a nemesis chooses nodes. */
final class Choice {
  private Choice() {}

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
}
