package glomers.simulation;

import glomers.node.Mailbox;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A mailbox whose waiting tasks give the baton away. */
final class SimulatedMailbox<T> implements Mailbox<T> {
  private final Scheduler scheduler;
  private final SimulatedHost host;
  private final int capacity;
  private final ArrayDeque<T> items = new ArrayDeque<>();
  private final ArrayDeque<SimulatedTask> takers = new ArrayDeque<>(2);
  private boolean closed;

  SimulatedMailbox(Scheduler scheduler, SimulatedHost host, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("A mailbox needs room for one item, not " + capacity);
    }
    this.scheduler = scheduler;
    this.host = host;
    this.capacity = capacity;
  }

  @Override
  public boolean offer(T item) {
    Objects.requireNonNull(item, "item");
    scheduler.enter();
    if (closed || items.size() >= capacity) {
      return false;
    }
    items.add(item);
    wakeTaker();
    return true;
  }

  @Override
  public Optional<T> take() {
    return poll(Scheduler.FOREVER);
  }

  @Override
  public Optional<T> poll(Duration timeout) {
    return poll(host.simulated(timeout));
  }

  @Override
  public void drain(BooleanSupplier brief, Consumer<T> each) {
    SimulatedTask me = scheduler.enterToWait();
    Optional<T> next;
    do {
      me.intake = () -> takesInAll(me, brief, each);
      next = take();
      me.intake = null;
      next.ifPresent(each);
    } while (next.isPresent());
  }

  /**
   * Takes in all that has come, for a task that was woken. Returns whether the task waits again; if
   * not, its own thread must go on.
   */
  private boolean takesInAll(SimulatedTask task, BooleanSupplier brief, Consumer<T> each) {
    while (!items.isEmpty() && brief.getAsBoolean()) {
      T item = items.poll();
      wakeTaker();
      each.accept(item);
    }
    boolean waits = items.isEmpty() && !closed;
    if (waits) {
      takers.add(task);
      scheduler.waitAgain(task);
    }
    return waits;
  }

  private Optional<T> poll(long timeout) {
    if (items.isEmpty() && !closed && timeout > 0) {
      SimulatedTask me = scheduler.enterToWait();
      long due = timeout >= Scheduler.FOREVER - scheduler.now() ? -1 : scheduler.now() + timeout;
      boolean inTime = true;
      while (items.isEmpty() && !closed && inTime) {
        // What woke this task may have been taken by another that came along meanwhile.
        long left = due < 0 ? Scheduler.FOREVER : due - scheduler.now();
        inTime = await(me, left);
      }
    } else {
      scheduler.enter();
    }
    T item = items.poll();
    wakeTaker();
    return Optional.ofNullable(item);
  }

  @Override
  public void close() {
    scheduler.enter();
    closed = true;
    takers.forEach(scheduler::wake);
    takers.clear();
  }

  private boolean await(SimulatedTask me, long nanos) {
    takers.add(me);
    boolean woken = false;
    try {
      woken = scheduler.await(me, "an item in an empty mailbox", nanos);
      return woken;
    } finally {
      if (!woken) {
        takers.remove(me);
        // If it was woken and killed at once, the item it was woken for is another's.
        wakeTaker();
      }
    }
  }

  private void wakeTaker() {
    if (!items.isEmpty() && !takers.isEmpty()) {
      scheduler.wake(takers.poll());
    }
  }
}
