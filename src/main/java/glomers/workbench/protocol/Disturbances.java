package glomers.workbench.protocol;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which nodes the workbench itself keeps from answering at this moment, or has since a mark,
 * because it pauses them, or kills them and starts them again. A reply that is late for that reason
 * is not the node's fault. Safe for use by many tasks.
 */
public final class Disturbances {
  private static final Count NONE = new Count(0, 0);

  /** At a mark that was made while a node was disturbed. */
  private static final int DISTURBED = -1;

  private final Map<String, Count> states = new ConcurrentHashMap<>();

  /**
   * What was done to one node.
   *
   * @param begun how many disturbances have begun
   * @param open how many of them are not over
   */
  private record Count(int begun, int open) {}

  /** The workbench begins to disturb a node. */
  public void begin(String node) {
    states.compute(
        node,
        (name, state) ->
            state == null ? new Count(1, 1) : new Count(state.begun + 1, state.open + 1));
  }

  /** One disturbance of a node is over. */
  public void end(String node) {
    states.computeIfPresent(node, (name, state) -> new Count(state.begun, state.open - 1));
  }

  /** A mark of this moment, for {@link #since}. */
  public int mark(String node) {
    Count state = states.getOrDefault(node, NONE);
    return state.open > 0 ? DISTURBED : state.begun;
  }

  /** Whether a node was disturbed when {@code mark} was made, or at any time since then. */
  public boolean since(String node, int mark) {
    return mark == DISTURBED || states.getOrDefault(node, NONE).begun != mark;
  }
}
