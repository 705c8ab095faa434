package glomers.workbench.checker.cycles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How Elle 0.2.2 names a circle that it found: by one reason for each step, the first that it can
 * give, and data come before real time, which leads from an operation to the next ones alone. So a
 * step that was taken because one operation had ended before the other began counts as an
 * anti-dependency if it is one, too. Where the circle thereby is of another kind than was looked
 * for, Elle passes over those with anti-dependencies, and files the others under their new name.
 */
final class ElleNames {
  private final List<Relation> order;

  /**
   * Names as Elle gives them.
   *
   * @param order which reason it gives first
   */
  ElleNames(List<Relation> order) {
    this.order = order;
  }

  /** The circle as Elle reports it, if it does. */
  Optional<Cycle> rename(DependencyGraph graph, Cycle cycle, List<Dependency> path) {
    var reasons = reasons(graph, path);
    CycleKind kind = kind(reasons);
    Strength strength =
        reasons.contains(Relation.REALTIME)
            ? Strength.REALTIME
            : reasons.contains(Relation.PROCESS) ? Strength.PROCESS : Strength.PLAIN;
    if (kind == cycle.kind() && strength == cycle.strength()) {
      return Optional.of(cycle);
    }
    return cycle.kind().compareTo(CycleKind.G_SINGLE) < 0
        ? Optional.of(new Cycle(kind, strength, cycle.operations(), cycle.steps()))
        : Optional.empty();
  }

  /** From operation to operation; the moments of real time between them disappear. */
  private List<Relation> reasons(DependencyGraph graph, List<Dependency> path) {
    int start = 0;
    while (!graph.isOperation(path.get(start).from())) {
      start++;
    }
    var reasons = new ArrayList<Relation>();
    int from = path.get(start).from();
    for (int i = 0; i < path.size(); i++) {
      Dependency step = path.get((start + i) % path.size());
      if (graph.isOperation(step.to())) {
        if (step.from() == from) {
          reasons.add(first(step.relations()));
        } else {
          addRealTime(graph, from, step.to(), reasons);
        }
        from = step.to();
      }
    }
    return reasons;
  }

  private void addRealTime(DependencyGraph graph, int before, int after, List<Relation> reasons) {
    int from = before;
    while (from != after) {
      int to = graph.between(from, after).orElse(after);
      Dependency direct = graph.edgeBetween(from, to);
      reasons.add(first(Relation.REALTIME.bit() | (direct == null ? 0 : direct.relations())));
      from = to;
    }
  }

  private Relation first(int relations) {
    return order.stream()
        .filter(relation -> (relations & relation.bit()) != 0)
        .findFirst()
        .orElseThrow();
  }

  private static CycleKind kind(List<Relation> reasons) {
    int count = reasons.size();
    long anti = reasons.stream().filter(Relation.RW::equals).count();
    if (anti == 0) {
      return reasons.contains(Relation.WR) ? CycleKind.G1C : CycleKind.G0;
    }
    if (anti == 1) {
      return CycleKind.G_SINGLE;
    }
    for (int i = 0; i < count; i++) {
      if (reasons.get(i) == Relation.RW && reasons.get((i + 1) % count) == Relation.RW) {
        return CycleKind.G2;
      }
    }
    return CycleKind.G_NONADJACENT;
  }
}
