package glomers.node;

import java.util.ArrayList;
import java.util.List;

/**
 * Messages that came before a node knew who it is: a peer may be quicker than its own {@code init}.
 * Bounded in number and bytes. For the reader alone.
 */
final class EarlyMessages {
  private static final int MAX_COUNT = 1_024;
  private static final long MAX_BYTES = 16 << 20;

  private final List<Arrival> arrivals = new ArrayList<>();
  private long bytes;

  /** A message, and when it came on the host's monotonic clock: its deadline counts from there. */
  record Arrival(Message message, long time) {}

  /** Keeps a message. Returns false, and does not, when there are too many. */
  boolean add(Arrival arrival) {
    long more = arrival.message().weight();
    if (arrivals.size() >= MAX_COUNT || bytes + more > MAX_BYTES) {
      return false;
    }
    bytes += more;
    return arrivals.add(arrival);
  }

  /** Gives all of them up, oldest first. */
  List<Arrival> removeAll() {
    List<Arrival> all = List.copyOf(arrivals);
    arrivals.clear();
    bytes = 0;
    return all;
  }
}
