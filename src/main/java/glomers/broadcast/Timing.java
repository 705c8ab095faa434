package glomers.broadcast;

import static glomers.broadcast.Share.NEVER;

/**
 * When to send an upload so that it reaches the server just before its next round: late enough to
 * take along all there is, early enough not to wait for the round after. For one task.
 *
 * <p>Nobody's clocks need to agree. A batch says when it was to leave in the server's time, and the
 * difference to its arrival is that of the clocks and the way together. It says when the upload
 * came, so the same difference shows how long an upload and the batch after it are under way.
 */
final class Timing {
  private static final int SLOW = 16;

  private final Tuning tuning;
  private long life;
  private Share.Rhythm rhythm;
  private long offset;
  private long roundTrip = NEVER;
  private long late;

  Timing(Tuning tuning) {
    this.tuning = tuning;
  }

  /** A batch has come. */
  void measure(Share.Batch batch, long now) {
    Share.Rhythm said = batch.rhythm();
    if (said.at() == NEVER || said.next() == NEVER || said.round() == NEVER) {
      return;
    }
    boolean sameLife = rhythm != null && life == batch.head().incarnation();
    if (!sameLife) {
      life = batch.head().incarnation();
      offset = now - said.at();
      roundTrip = NEVER;
      late = 0;
    }
    // What varies only ever delays: so an earlier batch is believed at once, a later one a little.
    late = Math.max(late, now - said.at() - offset);
    offset = least(offset, now - said.at());
    long round = Math.clamp(said.round(), tuning.shortestRound(), tuning.nanos());
    long margin = said.margin() == NEVER ? 0 : Math.clamp(said.margin(), 0, round);
    rhythm = new Share.Rhythm(said.at(), said.next(), round, margin);
    if (batch.stamp() != NEVER && batch.came() != NEVER) {
      measured(Math.clamp(offset + batch.came() - batch.stamp(), 0, 10 * tuning.nanos()));
    }
  }

  private void measured(long sample) {
    roundTrip = roundTrip == NEVER ? sample : least(roundTrip, sample);
  }

  private static long least(long before, long now) {
    return now < before ? now : before + (now - before) / SLOW;
  }

  /** From an upload to the arrival of the batch that it just catches; or never. */
  long roundTrip() {
    return roundTrip;
  }

  long round() {
    return rhythm.round();
  }

  boolean known() {
    return roundTrip != NEVER;
  }

  /**
   * The first moment not before {@code earliest} at which to upload; never if none is known. That
   * is a margin before a round, for it may take longer; but what is made just after that can still
   * catch the round, at a small risk, and need not wait for the next one. So no value waits for the
   * margin, and it costs no more than a few uploads.
   */
  long nextUpload(long earliest) {
    if (!known()) {
      return NEVER;
    }
    long first = offset + rhythm.next() - roundTrip - tuning.spare();
    long last = first + Math.ceilDiv(earliest - first, rhythm.round()) * rhythm.round();
    return Math.max(earliest, last - Math.max(0, rhythm.margin() - tuning.spare()));
  }

  /** When an upload that was to leave at this moment should come, in the server's time. */
  long aim(long planned) {
    return known() ? planned + roundTrip - offset : NEVER;
  }

  /** When the server must pass on a value of this age, in its time. */
  long by(long since) {
    return known() ? since + tuning.nanos() - offset : NEVER;
  }

  /** How long an upload and the batch after it were under way lately; asked once an upload. */
  long way() {
    long way = known() ? roundTrip + late : NEVER;
    late = 0;
    return way;
  }
}
