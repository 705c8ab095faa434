package glomers.node;

import java.util.ArrayList;
import java.util.List;

/**
 * Messages that came before {@code init}, as from a peer that got its own {@code init} earlier.
 * Bounded in number and bytes. Only for the reader.
 */
final class EarlyMessages {
  private static final int MAX_COUNT = 1_024;
  private static final long MAX_BYTES = 16 << 20;

  private final List<Arrival> arrivals = new ArrayList<>();
  private long bytes;

  /** A message, and its time of arrival on the monotonic clock, from which its deadline counts. */
  record Arrival(Message message, long time) {}

  /** Keeps a message. Returns false, and does not keep it, if there are too many. */
  boolean add(Arrival arrival) {
    long more = arrival.message().weight();
    if (arrivals.size() >= MAX_COUNT || bytes + more > MAX_BYTES) {
      return false;
    }
    bytes += more;
    return arrivals.add(arrival);
  }

  /** Removes and returns all of them, oldest first. */
  List<Arrival> removeAll() {
    List<Arrival> all = List.copyOf(arrivals);
    arrivals.clear();
    bytes = 0;
    return all;
  }
}
