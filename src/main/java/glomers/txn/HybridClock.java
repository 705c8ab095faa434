package glomers.txn;

import glomers.node.Host;

/**
 * A hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014): close to the wall
 * clock, but never behind anything that this node has seen, so that what was written in knowledge
 * of another write is later than it, however the clocks are skewed. Not safe for use by many tasks.
 */
public final class HybridClock {
  private final Host host;
  private long millis;
  private long counter;

  /** A clock that has seen nothing but the wall clock of this host. */
  public HybridClock(Host host) {
    this.host = host;
  }

  /** A timestamp later than all that were drawn or observed here. */
  public Timestamp next(String origin) {
    long wall = host.wallMillis();
    if (wall > millis) {
      millis = wall;
      counter = 0;
    } else {
      counter++;
    }
    return new Timestamp(millis, counter, origin);
  }

  /** Another node's timestamp has been seen. */
  public void observe(Timestamp other) {
    if (other.millis() > millis || (other.millis() == millis && other.counter() > counter)) {
      millis = other.millis();
      counter = other.counter();
    }
  }
}
