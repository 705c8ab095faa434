package glomers.simulation;

import glomers.node.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A promise whose waiters give the baton away. */
final class SimulatedPromise<T> implements Promise<T> {
  private final Scheduler scheduler;
  private final SimulatedHost host;
  private final List<SimulatedTask> waiters = new ArrayList<>(1);
  private T value;

  SimulatedPromise(Scheduler scheduler, SimulatedHost host) {
    this.scheduler = scheduler;
    this.host = host;
  }

  @Override
  public boolean complete(T value) {
    Objects.requireNonNull(value, "value");
    scheduler.enter();
    if (this.value != null) {
      return false;
    }
    this.value = value;
    waiters.forEach(scheduler::wake);
    waiters.clear();
    return true;
  }

  @Override
  public boolean isComplete() {
    return value != null;
  }

  @Override
  public Optional<T> await(Duration timeout) {
    SimulatedTask me = scheduler.enterToWait();
    if (value == null) {
      waiters.add(me);
      try {
        scheduler.await(me, "a promise", host.simulated(timeout));
      } finally {
        if (value == null) {
          waiters.remove(me);
        }
      }
    }
    return Optional.ofNullable(value);
  }
}
