package glomers.workbench.checker.cycles;

import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An edge: {@code from} comes before {@code to}, for one reason or several. Two edges are never
 * equal: the graph keeps one for each pair.
 */
final class Dependency {

  /**
   * What the reason was: {@code from} had {@code value} of {@code key}, {@code to} {@code next}.
   */
  record Evidence(Relation relation, Object key, Object value, Object next) {}

  private final int from;
  private final int to;
  private int relations;
  private List<Evidence> reasons = List.of();

  Dependency(int from, int to) {
    this.from = from;
    this.to = to;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** The bits of all its relations. */
  int relations() {
    return relations;
  }

  void add(Relation relation) {
    relations |= relation.bit();
  }

  void add(Evidence reason) {
    if ((relations & reason.relation().bit()) != 0) {
      return; // one example of a kind is enough to understand it
    }
    relations |= reason.relation().bit();
    if (reasons.isEmpty()) {
      reasons = List.of(reason); // as nearly always, and there are millions
    } else {
      var more = new ArrayList<Evidence>(reasons);
      more.add(reason);
      reasons = more;
    }
  }

  /** The step as results show it, by the strongest of its relations among these. */
  Map<Keyword, Object> describe(int among) {
    var step = new LinkedHashMap<Keyword, Object>();
    for (Relation relation : Relation.values()) {
      if ((relations & among & relation.bit()) != 0) {
        step.put(Keyword.of("type"), relation.keyword());
        reasons.stream()
            .filter(reason -> reason.relation() == relation)
            .forEach(reason -> {
              step.put(Keyword.of("key"), reason.key());
              step.put(Keyword.of("value"), reason.value());
              if (relation != Relation.WR) {
                step.put(Keyword.of("value'"), reason.next());
              }
            });
        return step;
      }
    }
    return step;
  }
}
