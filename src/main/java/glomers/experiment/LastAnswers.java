package glomers.experiment;

import glomers.node.Limits;
import glomers.workbench.checker.Results;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.nemesis.Fault;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether the nodes answered when all was mended and had been quiet for a while. Clients' messages
 * are never lost, so whatever went wrong before, a node that is silent then is at fault. But where
 * messages to services are lost, slow or long under way at the end, too, a node may say that it
 * could not do it; it must say so itself.
 */
final class LastAnswers {
  /**
   * Milliseconds from which on a service is so far away that of many nodes that swap its one
   * register at once the last may not get its turn in time.
   */
  static final int FAR = 100;

  /** Ends in nothing else than {@code info}, whatever nodes do. */
  private static final Keyword CRASH = Keyword.of("crash");

  /** After which the node library answers for a handler that hangs: as good as no answer. */
  private static final long SILENCE = Limits.DEFAULT.deadline().toNanos();

  private LastAnswers() {}

  /**
   * Whether the last operation of every worker that had final operations to do was answered well,
   * and every node could be read that was to be, or said that it could not answer; true if nothing
   * was asked at the end.
   */
  static boolean areThere(Trial trial, Experiment experiment, Experiment.Ran ran, Results results) {
    boolean mayRefuse =
        trial.latency() >= FAR || trial.faults().keySet().stream().anyMatch(Fault::hindersToTheEnd);
    boolean wasRead = results.find("workload", "unread").isEmpty();
    boolean refused = !wasRead && results.find("workload", "silent").isEmpty();
    return (wasRead || mayRefuse && refused)
        && !byWorker(experiment, ran, mayRefuse).containsValue(false);
  }

  private static Map<Integer, Boolean> byWorker(
      Experiment experiment, Experiment.Ran ran, boolean mayRefuse) {
    long end = experiment.plan().timeLimit().toNanos();
    Map<Integer, Long> asked = new HashMap<>();
    Map<Integer, Boolean> well = new HashMap<>();
    for (Operation entry : ran.outcome().history()) {
      int worker = entry.process() % experiment.plan().concurrency();
      if (!entry.isClient() || entry.f().equals(CRASH)) {
        continue;
      }
      if (entry.type() == Type.INVOKE && entry.time() >= end) {
        asked.put(worker, entry.time());
        well.put(worker, false);
      } else if (entry.type() != Type.INVOKE && asked.containsKey(worker)) {
        boolean refused = entry.time() - asked.get(worker) < SILENCE;
        well.put(worker, entry.type() == Type.OK || mayRefuse && refused);
      }
    }
    return well;
  }
}
