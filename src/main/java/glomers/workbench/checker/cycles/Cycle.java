package glomers.workbench.checker.cycles;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Operations each of which comes before the next, and the last before the first.
 *
 * @param kind what it is made of
 * @param strength the orders from outside that it leans on
 * @param operations the first of them again at the end
 * @param steps why each comes before the next: {@code :type}, {@code :key}, {@code :value}, {@code
 *     :value'}
 */
public record Cycle(
    CycleKind kind,
    Strength strength,
    List<Operation> operations,
    List<Map<Keyword, Object>> steps) {

  /** The anomaly's name, such as {@code :G-single-item-realtime}. */
  public Keyword name() {
    return Keyword.of(kind.label() + strength.suffix());
  }

  /** As results show it. */
  public Map<Keyword, Object> describe() {
    var result = new LinkedHashMap<Keyword, Object>();
    result.put(Keyword.of("cycle"), operations);
    result.put(Keyword.of("steps"), new Sequence(steps));
    result.put(Keyword.of("type"), name());
    return result;
  }

  /** Reads a closed path of the graph; the moments of real time between operations disappear. */
  static Cycle of(
      DependencyGraph graph, CycleKind kind, Strength strength, int among, List<Dependency> path) {
    int start = 0;
    while (!graph.isOperation(path.get(start).from())) {
      start++;
    }
    var operations = new ArrayList<Operation>();
    var steps = new ArrayList<Map<Keyword, Object>>();
    for (int i = 0; i < path.size(); i++) {
      Dependency step = path.get((start + i) % path.size());
      if (graph.isOperation(step.from())) {
        operations.add(graph.shown(step.from()));
        steps.add(step.describe(among));
      }
    }
    operations.add(operations.getFirst());
    return new Cycle(kind, strength, operations, steps);
  }
}
