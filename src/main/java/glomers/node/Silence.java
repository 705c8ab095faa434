package glomers.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The time in which a node must not write to others, because they may not be there yet: from its
 * start to the first message other than {@code init}, or to some time after {@code init}. Keeps
 * what is to begin afterwards. Thread-safe.
 */
final class Silence {
  private final List<Runnable> afterwards = new ArrayList<>(); // guarded by itself
  private volatile boolean over; // written while holding afterwards

  /** Ends the silence after {@code time}. */
  void endAfter(Host host, Duration time) {
    host.start("end of silence", time, this::end);
  }

  /** Ends the silence, and begins what has waited for that. */
  void end() {
    if (over) {
      return;
    }
    List<Runnable> begin;
    synchronized (afterwards) {
      over = true;
      begin = List.copyOf(afterwards);
      afterwards.clear();
    }
    begin.forEach(Runnable::run);
  }

  /** Runs {@code start} once the silence is over, which may be now. */
  void afterwards(Runnable start) {
    synchronized (afterwards) {
      if (!over) {
        afterwards.add(start);
        return;
      }
    }
    start.run();
  }

  /** Throws an {@link IllegalStateException} unless the silence is over. */
  void requireOver() {
    if (!over) {
      throw new IllegalStateException(
          "other nodes may not be there yet: send from a handler, or from background()");
    }
  }
}
