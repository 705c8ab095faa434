package glomers.workbench.checker;

import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which totals a counter had before its last: at each moment those that the adds acknowledged until
 * then make, with any of those that were under way or whose end is unknown. A read that shows one
 * of them late is stale.
 */
final class EarlierTotals {

  /**
   * So many adds of unknown end fill the gaps between their sums: only the bounds are looked at.
   */
  private static final int MANY = 64;

  private final Map<Long, Long> possible = new HashMap<>();
  private long certain;
  private long up;
  private long down;

  private EarlierTotals() {}

  /**
   * Of these totals those that the counter had, with the time in nanoseconds at which it last had
   * them.
   */
  static Map<Long, Long> lastTimes(List<Operation> history, Lives lives, Collection<Long> totals) {
    var state = new EarlierTotals();
    var times = new TreeMap<Long, Long>();
    Set<Long> failed = CounterRecency.failedAdds(history);
    state.note(totals, times, 0);
    Invocations.walk(
        history,
        (invocation, entry) -> {
          if (!invocation.f().equals(CounterTotals.ADD) || failed.contains(invocation.index())) {
            return;
          }
          if (entry.type() == Type.INVOKE) {
            state.begins(entry);
          } else if (entry.type() == Type.OK && lives.lastsAfter(invocation)) {
            // Until here it may be in the total or not, as all that is under way.
            state.note(totals, times, entry.time());
            state.happened(invocation);
          }
        });
    return times;
  }

  private void begins(Operation add) {
    long delta = CounterTotals.delta(add);
    possible.put(add.index(), delta);
    up = Math.addExact(up, Math.max(0, delta));
    down = Math.addExact(down, Math.min(0, delta));
  }

  private void happened(Operation add) {
    long delta = possible.remove(add.index());
    up -= Math.max(0, delta);
    down -= Math.min(0, delta);
    certain = Math.addExact(certain, delta);
  }

  private void note(Collection<Long> totals, Map<Long, Long> times, long time) {
    for (long total : totals) {
      if (total >= certain + down
          && total <= certain + up
          && (possible.size() > MANY
              || Totals.reachable(certain, List.copyOf(possible.values())).contains(total))) {
        times.put(total, time);
      }
    }
  }
}
