package glomers.workbench.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Who is whose neighbour. Neighbours come in the order in which Maelstrom names them. */
public enum Topology {
  /** A chain. */
  LINE,
  /** Rows and columns of a square that may lack the end of its last row. */
  GRID,
  /** Everybody beside everybody. */
  TOTAL,
  /** A tree in which each node has up to two children. */
  TREE,
  /** The same as {@link #TREE}. */
  TREE2,
  /** A tree with up to three children. */
  TREE3,
  /** A tree with up to four children. */
  TREE4;

  /** The name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The topology of this name. */
  public static Optional<Topology> of(String label) {
    return Arrays.stream(values()).filter(each -> each.label().equals(label)).findFirst();
  }

  /** The neighbours of each of these nodes. A line of one node has nobody in it, not even that. */
  public Map<String, List<String>> neighbours(List<String> nodes) {
    Map<String, List<String>> neighbours = new LinkedHashMap<>();
    if (this == LINE && nodes.size() == 1) {
      return neighbours;
    }
    for (int i = 0; i < nodes.size(); i++) {
      List<String> near = new ArrayList<>();
      for (int index : candidates(i, nodes.size())) {
        if (index >= 0 && index < nodes.size()) {
          near.add(nodes.get(index));
        }
      }
      neighbours.put(nodes.get(i), near);
    }
    return neighbours;
  }

  /** The indexes beside {@code i}; those that are no node's are left out later. */
  private List<Integer> candidates(int i, int count) {
    return switch (this) {
      case LINE -> List.of(i - 1, i + 1);
      case GRID -> besideInGrid(i, (int) Math.ceil(Math.sqrt(count)));
      case TOTAL -> IntStream.range(0, count).filter(other -> other != i).boxed().toList();
      case TREE, TREE2 -> besideInTree(i, 2);
      case TREE3 -> besideInTree(i, 3);
      case TREE4 -> besideInTree(i, 4);
    };
  }

  private static List<Integer> besideInGrid(int i, int side) {
    List<Integer> beside = new ArrayList<>(List.of(i + side, i - side));
    if (i % side != side - 1) {
      beside.add(i + 1);
    }
    if (i % side != 0) {
      beside.add(i - 1);
    }
    return beside;
  }

  private static List<Integer> besideInTree(int i, int branches) {
    List<Integer> beside = new ArrayList<>();
    if (i > 0) {
      beside.add((i - 1) / branches);
    }
    for (int child = 1; child <= branches; child++) {
      beside.add(branches * i + child);
    }
    return beside;
  }
}
