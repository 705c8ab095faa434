package glomers.broadcast;

import static glomers.broadcast.Share.NEVER;

/**
 * When a server's rounds leave. They are as long as the budget allows once it is known how long
 * messages are under way, and shorter the more this varies: a busy machine costs messages, and not
 * the budget. A round begins where the grid says, even if the one before was late: late once must
 * not mean late for ever. For one task.
 */
final class Grid {
  /** What a round trip may take until it is known: all nodes are just starting. */
  private static final long UNKNOWN = 430_000_000;

  private final Tuning tuning;
  private final Delays late;
  private final Delays ways;
  private long round;
  private long next;
  private long margin;

  Grid(Tuning tuning, long now) {
    this.tuning = tuning;
    this.late = new Delays(tuning.remembered());
    this.ways = new Delays(tuning.remembered());
    this.round = tuning.longestRound(UNKNOWN);
    this.next = now + round;
    this.margin = round / 8;
  }

  /** When the next round is due. */
  long next() {
    return next;
  }

  long round() {
    return round;
  }

  /** What a batch says that was to leave at this moment. */
  Share.Rhythm rhythm(long at) {
    return new Share.Rhythm(at, next, round, margin);
  }

  /** An upload has come, late or early, and tells how long messages are under way. */
  void measure(Share.Upload upload, long now) {
    if (upload.aim() != NEVER) {
      late.add(now - upload.aim());
    }
    if (upload.way() != NEVER) {
      ways.add(Math.clamp(upload.way(), 0, tuning.nanos()));
    }
  }

  /** Begins the round that is due. Returns when it was due. */
  long begin(long now) {
    long at = skip(now) - round;
    adapt();
    next = at + round;
    return at;
  }

  /** Lets pass what rounds are due: there is nothing to send. Returns when the next one is. */
  long skip(long now) {
    if (now >= next) {
      next += round * (1 + (now - next) / round);
    }
    return next;
  }

  private void adapt() {
    if (!late.known() || !ways.known()) {
      return;
    }
    margin = Math.clamp(late.longest() + tuning.spare(), 0, round / 4);
    // Longer by and by, shorter at once.
    round = Math.min(tuning.longestRound(ways.longest() + tuning.spare()), round * 3 / 2);
  }
}
