package glomers.workbench;

import glomers.node.Host;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the history down, in order. Safe for use by many tasks. */
final class Recorder {
  private final Host host;
  private final List<Operation> history = new ArrayList<>();
  private long origin;
  private final long[] counts = new long[Type.values().length];

  Recorder(Host host) {
    this.host = host;
    this.origin = host.nanoTime();
  }

  /** Makes this moment the beginning of time. Returns it, by the host's clock. */
  synchronized long begin() {
    origin = host.nanoTime();
    return origin;
  }

  /** Adds an entry. Returns its time. */
  synchronized long add(
      Type type, int process, Keyword f, Object value, Map<Keyword, Object> extra) {
    // The clock is read under the lock, so that times never go back along the history.
    long time = host.nanoTime() - origin;
    history.add(new Operation(history.size(), time, type, process, f, value, extra));
    if (process != Operation.NEMESIS) {
      counts[type.ordinal()]++;
    }
    return time;
  }

  /** How many entries of clients there are of this type. */
  synchronized long count(Type type) {
    return counts[type.ordinal()];
  }

  /** Nanoseconds since the beginning. */
  synchronized long elapsed() {
    return host.nanoTime() - origin;
  }

  /** What was written so far. */
  synchronized List<Operation> history() {
    return List.copyOf(history);
  }
}
