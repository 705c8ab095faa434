package glomers.workbench.checker.cycles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.junit.jupiter.api.Test;

class CycleSearchTest {
  private static final Set<CycleKind> ALL = EnumSet.allOf(CycleKind.class);

  @Test
  void onRandomSmallGraphsTheSearchFindsWhatTryingAllCirclesFinds() {
    var random = new Random(42);
    for (int round = 0; round < 3_000; round++) {
      int nodes = 2 + random.nextInt(6);
      var edges = new Relation[nodes][nodes];
      var graph = new DependencyGraph(sequential(nodes));
      for (int i = random.nextInt(3 * nodes); i > 0; i--) {
        int from = random.nextInt(nodes);
        int to = random.nextInt(nodes);
        if (from != to && edges[from][to] == null) {
          edges[from][to] = Relation.values()[random.nextInt(3)];
          graph.add(from, to, edges[from][to], "x", 1L, 2L);
        }
      }
      compare(graph, edges, "round " + round);
    }
  }

  private static void compare(DependencyGraph graph, Relation[][] edges, String round) {
    var found =
        new CycleSearch(graph)
            .find(ALL, Strength.PLAIN).cycles().stream()
                .peek(cycle -> assertTrue(isWhatItSays(cycle, edges), round + ": " + cycle))
                .map(Cycle::kind)
                .collect(Collectors.toSet());
    var circles = new ArrayList<List<Relation>>();
    for (int start = 0; start < edges.length; start++) {
      walk(edges, start, start, new ArrayList<>(), new HashSet<>(), circles);
    }
    Predicate<Predicate<List<Relation>>> exists = test -> circles.stream().anyMatch(test);
    assertEquals(
        exists.test(circle -> count(circle, Relation.WW) == circle.size()),
        found.contains(CycleKind.G0),
        round + ": G0");
    assertEquals(
        exists.test(circle -> count(circle, Relation.RW) == 0),
        found.contains(CycleKind.G0) || found.contains(CycleKind.G1C),
        round + ": G0 or G1c");
    assertEquals(
        exists.test(circle -> count(circle, Relation.RW) == 1),
        found.contains(CycleKind.G_SINGLE),
        round + ": G-single");
    if (exists.test(circle -> count(circle, Relation.RW) > 1 && !hasAdjacent(circle))) {
      assertTrue(
          found.contains(CycleKind.G_SINGLE) || found.contains(CycleKind.G_NONADJACENT),
          round + ": G-nonadjacent");
    }
    assertEquals(circles.isEmpty(), found.isEmpty(), round + ": any");
  }

  private static void walk(
      Relation[][] edges,
      int start,
      int at,
      List<Relation> path,
      Set<Integer> seen,
      List<List<Relation>> circles) {
    for (int next = 0; next < edges.length; next++) {
      if (edges[at][next] != null && seen.add(next)) {
        path.add(edges[at][next]);
        if (next == start) {
          circles.add(List.copyOf(path));
        } else {
          walk(edges, start, next, path, seen, circles);
        }
        path.removeLast();
        seen.remove(next);
      }
    }
  }

  private static boolean isWhatItSays(Cycle cycle, Relation[][] edges) {
    var relations = new ArrayList<Relation>();
    var operations = cycle.operations();
    for (int i = 0; i + 1 < operations.size(); i++) {
      relations.add(edges[operations.get(i).process()][operations.get(i + 1).process()]);
    }
    long anti = count(relations, Relation.RW);
    return operations.getFirst().equals(operations.getLast())
        && !relations.contains(null)
        && switch (cycle.kind()) {
          case G0 -> count(relations, Relation.WW) == relations.size();
          case G1C -> anti == 0 && relations.contains(Relation.WR);
          case G_SINGLE -> anti == 1;
          case G_NONADJACENT -> anti > 1 && !hasAdjacent(relations);
          case G2 -> anti > 1 && hasAdjacent(relations);
        };
  }

  private static boolean hasAdjacent(List<Relation> circle) {
    for (int i = 0; i < circle.size(); i++) {
      if (circle.get(i) == Relation.RW
          && circle.get((i + 1) % circle.size()) == Relation.RW
          && circle.size() > 1) {
        return true;
      }
    }
    return false;
  }

  private static long count(List<Relation> circle, Relation relation) {
    return circle.stream().filter(relation::equals).count();
  }

  @Test
  void theMomentsOfRealTimeOrderExactlyWhatEndedBeforeWhatBegan() {
    var random = new Random(7);
    for (int round = 0; round < 300; round++) {
      var nodes = overlapping(2 + random.nextInt(12), 1 + random.nextInt(4), random);
      var graph = new DependencyGraph(nodes);
      graph.addRealTimeOrder();
      var paths = new BFSShortestPath<>(graph.graph());
      for (int one = 0; one < nodes.size(); one++) {
        for (int other = 0; other < nodes.size(); other++) {
          if (one != other) {
            var end = nodes.get(one).completion();
            assertEquals(
                end != null && end.index() < nodes.get(other).invocation().index(),
                paths.getPath(one, other) != null,
                nodes.get(one) + " before " + nodes.get(other));
          }
        }
      }
    }
  }

  @Test
  void realTimeTakesNoMoreThanThreeDependenciesForEachOperationHoweverManyAreConcurrent() {
    var nodes = overlapping(5_000, 200, new Random(1));
    var graph = new DependencyGraph(nodes);
    graph.addRealTimeOrder();
    assertTrue(graph.size() <= 3 * nodes.size(), graph::toString);
    assertTrue(new ConnectivityInspector<>(graph.graph()).isConnected());
  }

  @Test
  void whatNeverEndedComesBeforeNothingInRealTime() {
    var graph =
        new DependencyGraph(
            List.of(
                new DependencyGraph.Vertex(entry(0, 0), null, entry(0, 0)),
                new DependencyGraph.Vertex(entry(1, 1), entry(2, 1), entry(2, 1))));
    graph.addRealTimeOrder();
    graph.addProcessOrder();
    graph.add(1, 0, Relation.WR, "x", 1L, 1L);
    assertEquals(List.of(), new CycleSearch(graph).find(ALL, Strength.REALTIME).cycles());
  }

  @Test
  void theWeakestStrengthThatShowsACircleNamesIt() {
    var nodes =
        List.of(
            new DependencyGraph.Vertex(entry(0, 0), entry(1, 0), entry(1, 0)),
            new DependencyGraph.Vertex(entry(2, 0), entry(3, 0), entry(3, 0)));
    var graph = new DependencyGraph(nodes);
    graph.addProcessOrder();
    graph.addRealTimeOrder();
    graph.add(1, 0, Relation.WR, "x", 1L, 1L);
    var search = new CycleSearch(graph);
    assertEquals(List.of(), search.find(ALL, Strength.PLAIN).cycles());
    assertEquals(
        List.of(Keyword.of("G1c-process")),
        search.find(ALL, Strength.REALTIME).cycles().stream().map(Cycle::name).toList());
  }

  @Test
  void theMomentsOfRealTimeAreNotShown() {
    var nodes =
        List.of(
            new DependencyGraph.Vertex(entry(0, 0), entry(1, 0), entry(1, 0)),
            new DependencyGraph.Vertex(entry(2, 1), entry(3, 1), entry(3, 1)),
            new DependencyGraph.Vertex(entry(4, 2), entry(5, 2), entry(5, 2)));
    var graph = new DependencyGraph(nodes);
    graph.addRealTimeOrder();
    graph.add(2, 0, Relation.RW, "x", null, 1L);
    Cycle cycle = new CycleSearch(graph).find(ALL, Strength.REALTIME).cycles().getFirst();
    assertEquals(Keyword.of("G-single-item-realtime"), cycle.name());
    assertEquals(3, cycle.operations().size(), "two, and the first again");
    assertEquals(
        Set.of(Keyword.of("rw"), Keyword.of("realtime")),
        cycle.steps().stream()
            .map(step -> step.get(Keyword.of("type")))
            .collect(Collectors.toSet()));
  }

  /** One after the other, each by the process of its number. */
  private static List<DependencyGraph.Vertex> sequential(int count) {
    var nodes = new ArrayList<DependencyGraph.Vertex>();
    for (int i = 0; i < count; i++) {
      nodes.add(
          new DependencyGraph.Vertex(entry(2L * i, i), entry(2L * i + 1, i), entry(2L * i + 1, i)));
    }
    return nodes;
  }

  /** Up to so many at a time; one in ten never ends. */
  private static List<DependencyGraph.Vertex> overlapping(
      int count, int concurrent, Random random) {
    var nodes = new ArrayList<DependencyGraph.Vertex>();
    var open = new ArrayList<Operation>();
    long index = 0;
    int begun = 0;
    while (begun < count || !open.isEmpty()) {
      if (begun < count && open.size() < concurrent && (open.isEmpty() || random.nextBoolean())) {
        open.add(entry(index++, begun++));
      } else {
        Operation invocation = open.remove(random.nextInt(open.size()));
        Operation end = random.nextInt(10) == 0 ? null : entry(index++, invocation.process());
        nodes.add(new DependencyGraph.Vertex(invocation, end, invocation));
      }
    }
    return nodes;
  }

  private static Operation entry(long index, int process) {
    return new Operation(
        index, index, Operation.Type.OK, process, Keyword.of("txn"), null, Map.of());
  }
}
