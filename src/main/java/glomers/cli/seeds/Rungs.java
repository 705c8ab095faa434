package glomers.cli.seeds;

import glomers.broadcast.BatchedBroadcast;
import glomers.broadcast.Broadcast;
import glomers.broadcast.ReliableBroadcast;
import glomers.counter.CasCounter;
import glomers.counter.Counter;
import glomers.counter.CrdtCounter;
import glomers.counter.SecondOldCounter;
import glomers.kafka.CasLog;
import glomers.kafka.Log;
import glomers.kafka.OwnedLog;
import glomers.ladder.OfficialCommand;
import glomers.ladder.Rung;
import glomers.txn.SyncedTransactions;
import glomers.txn.Transactions;
import java.util.List;

/**
 * The rows of the ladder, from the plainest rung of a challenge up. What each must stand is said by
 * {@link Subjects}.
 */
final class Rungs {
  static final List<Rung> ALL =
      List.of(
          rung("broadcast", "plain", Broadcast.class, OfficialCommand.BROADCAST_3B),
          rung("broadcast", "robust", ReliableBroadcast.class, OfficialCommand.BROADCAST_3B),
          rung("broadcast", "efficient", BatchedBroadcast.class, OfficialCommand.BROADCAST_3D),
          rung("broadcast", "efficient:3e", BatchedBroadcast.class, OfficialCommand.BROADCAST_3E),
          rung("g-counter", "plain", Counter.class, OfficialCommand.COUNTER_4),
          rung("g-counter", "robust", CasCounter.class, OfficialCommand.COUNTER_4),
          rung("g-counter", "robust:second-old", SecondOldCounter.class, OfficialCommand.COUNTER_4),
          rung("g-counter", "efficient", CrdtCounter.class, OfficialCommand.COUNTER_4),
          rung("kafka", "plain", Log.class, OfficialCommand.LOG_5B),
          rung("kafka", "robust", CasLog.class, OfficialCommand.LOG_5B),
          rung("kafka", "efficient", OwnedLog.class, OfficialCommand.LOG_5C),
          rung("txn", "plain", SyncedTransactions.class, OfficialCommand.TRANSACTIONS_6C),
          rung("txn", "robust", Transactions.class, OfficialCommand.TRANSACTIONS_6C));

  private Rungs() {}

  private static Rung rung(String challenge, String rung, Class<?> node, OfficialCommand command) {
    return new Rung(challenge, rung, Subjects.on(challenge, rung), node, command);
  }
}
