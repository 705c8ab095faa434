package glomers.workbench.checker;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which nodes crashed when, by the nemesis's entries of a history. */
public final class Lives {
  /** Nobody crashed, or it does not matter. */
  static final Lives ALL_LAST = new Lives(Map.of(), List.of(), 1);

  private static final Keyword CRASH = Keyword.of("crash");

  private final Map<String, Long> lastCrash;
  private final List<String> nodes;
  private final int concurrency;

  private Lives(Map<String, Long> lastCrash, List<String> nodes, int concurrency) {
    this.lastCrash = lastCrash;
    this.nodes = nodes;
    this.concurrency = concurrency;
  }

  static Lives of(List<Operation> history, List<String> nodes, int concurrency) {
    Map<String, Long> lastCrash = new HashMap<>();
    for (Operation entry : history) {
      // Of the two entries the second, which says that it is done.
      if (!entry.isClient() && entry.f().equals(CRASH) && entry.value() instanceof Map<?, ?> done) {
        done.keySet().forEach(node -> lastCrash.put((String) node, entry.index()));
      }
    }
    return new Lives(lastCrash, nodes, concurrency);
  }

  /** Whether any node crashed. */
  public boolean anyEnded() {
    return !lastCrash.isEmpty();
  }

  /**
   * Whether the node that was asked never crashed after that: then what it knew when it answered
   * may not be gone. An operation that goes on while its node crashes was asked before.
   */
  public boolean lastsAfter(Operation invocation) {
    if (lastCrash.isEmpty()) {
      return true;
    }
    String node = nodes.get(invocation.process() % concurrency % nodes.size());
    return lastCrash.getOrDefault(node, -1L) < invocation.index();
  }
}
