package glomers.lessons;

import glomers.node.Host;
import glomers.workbench.network.Drop;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.Journal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Remembers every message of a run, in the order in which they arrived or were dropped. For one
 * simulated run, in which one task runs at a time.
 */
final class Trace implements Journal {
  private final List<Passage> passages = new ArrayList<>();
  private final Map<Long, Long> sent = new HashMap<>();
  private Host clock;

  /** Names the clock that tells when things happen. To be called before the first message. */
  void clock(Host host) {
    this.clock = host;
  }

  @Override
  public void sent(Envelope envelope) {
    sent.put(envelope.id(), clock.nanoTime());
  }

  @Override
  public void received(Envelope envelope) {
    add(envelope, Optional.empty());
  }

  @Override
  public void dropped(Envelope envelope, Drop cause) {
    add(envelope, Optional.of(cause));
  }

  private void add(Envelope envelope, Optional<Drop> drop) {
    long begin = sent.getOrDefault(envelope.id(), clock.nanoTime());
    passages.add(new Passage(envelope.message(), begin, clock.nanoTime(), drop));
  }

  /** All of them. */
  List<Passage> all() {
    return Collections.unmodifiableList(passages);
  }

  /** Those of which this is true. */
  List<Passage> matching(Predicate<Passage> condition) {
    return passages.stream().filter(condition).toList();
  }
}
