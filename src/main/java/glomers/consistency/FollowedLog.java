package glomers.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.Node;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * An {@link OrderedLog} that is also replayed while this node appends nothing, so that reads which
 * ask nobody are not old for ever. A node that has just started reads it first: it may have
 * forgotten what its clients have seen.
 *
 * @param <R> what a transaction comes to
 */
final class FollowedLog<R> {
  /** How often an idle node looks; so old may a read be while lin-kv answers. */
  static final Duration PERIOD = Duration.ofMillis(500);

  private final OrderedLog<R> log;
  private final AtomicBoolean replayedOnce = new AtomicBoolean();

  FollowedLog(Node node, Function<JsonNode, R> replay) {
    this.log = new OrderedLog<>(node, replay);
    node.onInit(() -> node.every("follow", PERIOD, () -> log.catchUp(Node.RPC_TIMEOUT)));
  }

  /** Waits until all that was appended before this node started has been replayed. */
  void awaitFirst(Duration timeLeft) {
    if (!replayedOnce.get()) {
      log.catchUp(timeLeft);
      replayedOnce.set(true);
    }
  }

  /** See {@link OrderedLog#append}. */
  R append(JsonNode txn, Duration timeLeft) {
    return log.append(txn, timeLeft);
  }
}
