package glomers.broadcast;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * When to send an upload so that it reaches the server just before its next round: late enough to
 * take along all there is, early enough not to wait for the round after. All times are nanoseconds
 * of this node's monotonic clock. Not safe for use by many tasks.
 *
 * <p>Only differences of times of one clock are used, so nobody's clocks need to agree: the server
 * says how early the upload came, and the rest is what passed here between the upload and the
 * batch.
 */
final class RoundClock {
  /** Few enough that the first seconds of busy nodes, all starting at once, are soon forgotten. */
  private static final int REMEMBERED = 8;

  private static final int SLOW = 16;

  private final long round;
  private final long margin;
  private final Deque<Long> leads = new ArrayDeque<>();
  private boolean anchored;
  private long anchor;

  RoundClock(long round, long margin) {
    this.round = round;
    this.margin = margin;
  }

  /** The server has restarted, and with it its rhythm. */
  void forget() {
    anchored = false;
    leads.clear();
  }

  /**
   * A batch of a round has arrived. Jitter only ever delays, so the earliest arrivals show the
   * rhythm: an earlier one is believed at once, a later one a little.
   */
  void batchArrived(long now) {
    if (!anchored) {
      anchored = true;
      anchor = now;
      return;
    }
    long rounds = Math.floorDiv(now - anchor + round / 2, round);
    long error = now - anchor - rounds * round;
    anchor += rounds * round + (error < 0 ? error : error / SLOW);
  }

  /**
   * An upload sent at {@code sent} came {@code early} before the round whose batch arrived at
   * {@code arrived}: it could have been sent that much later.
   */
  void uploadMeasured(long sent, long early, long arrived) {
    long lead = arrived - sent - early;
    if (lead < 0) {
      return;
    }
    leads.addLast(lead);
    if (leads.size() > REMEMBERED) {
      leads.removeFirst();
    }
  }

  /** From an upload to the arrival of the batch it just catches, if that is known. */
  OptionalLong roundTrip() {
    return leads.stream().mapToLong(Long::longValue).max();
  }

  /** The same at its quickest: the network's own share, without the delays of busy nodes. */
  OptionalLong quickest() {
    return leads.stream().mapToLong(Long::longValue).min();
  }

  /**
   * The first moment, not before {@code now}, at which to upload; empty if the rhythm is unknown.
   */
  OptionalLong nextUpload(long now) {
    if (!anchored || leads.isEmpty()) {
      return OptionalLong.empty();
    }
    long first = anchor - roundTrip().getAsLong() - margin;
    long rounds = Math.ceilDiv(now - first, round);
    return OptionalLong.of(first + rounds * round);
  }
}
