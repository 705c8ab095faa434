package glomers.cli.seeds;

import glomers.consistency.Causal;
import glomers.consistency.ReadAtomic;
import glomers.consistency.ReadCommitted;
import glomers.consistency.ReadUncommitted;
import glomers.consistency.Serializable;
import glomers.consistency.SnapshotIsolation;
import glomers.consistency.StrictSerializable;
import glomers.experiment.Subject;
import glomers.ladder.ConsistencyStep;
import java.util.List;

/** The steps of the consistency ladder, from the weakest up. */
final class ConsistencySteps {
  static final List<ConsistencyStep> ALL =
      List.of(
          step("read-uncommitted", "no dirty writes", ReadUncommitted.class, 7),
          step("read-committed", "reads only what was committed", ReadCommitted.class, 15),
          step("read-atomic", "all of a transaction or nothing", ReadAtomic.class, 13),
          step("causal", "and all that it had seen", Causal.class, 2),
          step("snapshot-isolation", "a snapshot; no lost updates", SnapshotIsolation.class, 2),
          step("serializable", "as if one after the other", Serializable.class, 1),
          step("strict-serializable", "in the order of real time", StrictSerializable.class, 0));

  private ConsistencySteps() {}

  private static ConsistencyStep step(String rung, String promise, Class<?> node, long shows) {
    Subject subject = Subjects.on("txn", rung);
    return new ConsistencyStep(subject, subject.options().getLast(), promise, node, shows);
  }
}
