package glomers.lessons.stage;

import glomers.workbench.network.Drop;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.NetworkJournal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Remembers every message of a run, in the order in which they arrived or were dropped. For one
 * simulated run, in which one task runs at a time.
 */
public final class Trace implements NetworkJournal {
  private static final long NONE = -1;

  private final List<Passage> passages = new ArrayList<>();
  private final Map<Long, Long> sent = new HashMap<>();
  private long lastArrived = NONE;
  private LongSupplier clock = () -> 0;

  /** The same, from now on with a clock that tells in nanoseconds when things happen. */
  public Trace with(LongSupplier nanos) {
    this.clock = nanos;
    return this;
  }

  @Override
  public void sent(Envelope envelope) {
    sent.put(envelope.id(), clock.getAsLong());
  }

  @Override
  public void received(Envelope envelope) {
    add(envelope, Optional.empty());
    lastArrived = envelope.id();
  }

  @Override
  public void dropped(Envelope envelope, Drop cause) {
    // What reaches nobody was told as received first.
    if (lastArrived == envelope.id() && cause == Drop.RECEIVER) {
      passages.removeLast();
    }
    add(envelope, Optional.of(cause));
    lastArrived = NONE;
  }

  private void add(Envelope envelope, Optional<Drop> drop) {
    long begin = sent.getOrDefault(envelope.id(), clock.getAsLong());
    passages.add(new Passage(envelope.message(), begin, clock.getAsLong(), drop));
  }

  /** All of them. */
  public List<Passage> all() {
    return Collections.unmodifiableList(passages);
  }
}
