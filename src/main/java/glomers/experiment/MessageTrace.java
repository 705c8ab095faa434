package glomers.experiment;

import glomers.node.Message;
import glomers.workbench.network.Drop;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.NetworkJournal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Remembers all that happens to the messages of one simulated run. */
final class MessageTrace implements NetworkJournal {
  private final List<Event> events = new ArrayList<>();
  private LongSupplier clock = () -> 0;
  private long created;
  private long began;

  /**
   * Something that happened to a message.
   *
   * @param nanos when, on the run's clock
   * @param what what happened
   */
  record Event(long nanos, String what, Message message) {
    private static final int LONGEST = 160;

    String line() {
      String body = message.body().toString();
      return String.format(
          Locale.ROOT,
          "%9.4f s  %-8s %s -> %s  %s",
          nanos / 1e9,
          what,
          message.src(),
          message.dest(),
          body.length() <= LONGEST ? body : body.substring(0, LONGEST) + "…");
    }
  }

  MessageTrace on(LongSupplier runs) {
    clock = runs;
    created = runs.getAsLong();
    return this;
  }

  @Override
  public void began(long nanos) {
    began = nanos;
  }

  @Override
  public void sent(Envelope envelope) {
    add("sent", envelope);
  }

  @Override
  public void received(Envelope envelope) {
    add("received", envelope);
  }

  @Override
  public void dropped(Envelope envelope, Drop cause) {
    add(cause == Drop.RECEIVER ? "dropped" : cause == Drop.LOSS ? "lost" : "cut off", envelope);
  }

  private void add(String what, Envelope envelope) {
    events.add(new Event(clock.getAsLong(), what, envelope.message()));
  }

  /** Nanoseconds from the start of the run to the beginning of its history. */
  long prelude() {
    return began - created;
  }

  /** All of them, at times that count from the beginning of the history, as operations do. */
  List<Event> events() {
    return events.stream()
        .map(event -> new Event(event.nanos() - began, event.what(), event.message()))
        .toList();
  }
}
