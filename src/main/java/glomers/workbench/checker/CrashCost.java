package glomers.workbench.checker;

import glomers.workbench.history.Operation;
import java.util.List;

/**
 * What the crash of a node may cost. If nodes acknowledge only what is safe elsewhere, nothing that
 * was acknowledged. If a node acknowledges first and tells the others afterwards, what it alone
 * had: then an operation may be gone if every node that was ever seen to know of it has crashed
 * since. What a node knew that did not crash afterwards must be there at the end in either case.
 *
 * @param nodes the nodes' names, none of them if a crash may cost nothing; process p asks the node
 *     number (p mod concurrency) mod nodes
 * @param concurrency how many workers there are
 */
public record CrashCost(List<String> nodes, int concurrency) {
  private static final CrashCost NOTHING = new CrashCost(List.of(), 1);

  /** Nothing acknowledged. */
  public static CrashCost nothing() {
    return NOTHING;
  }

  /** What only the crashed node had. */
  public static CrashCost unshared(List<String> nodes, int concurrency) {
    return new CrashCost(nodes, concurrency);
  }

  /** Which operations a crash may have cost. */
  public Lives lives(List<Operation> history) {
    return nodes.isEmpty() ? Lives.ALL_LAST : Lives.of(history, nodes, concurrency);
  }
}
