package glomers.simulation;

import glomers.node.Disk;
import glomers.node.Host;
import glomers.node.Mailbox;
import glomers.node.NodeLog;
import glomers.node.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One simulated process: its tasks, its clocks, its chance.
 *
 * <p>Whose call it is decides what becomes of it: a task that waits through another host's promise
 * or mailbox still lives, pauses and dies with its own host.
 */
public final class SimulatedHost implements Host {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** What the wall clocks show when a run begins. */
  static final Instant WALL_START = Instant.parse("2026-01-01T00:00:00Z");

  private final Scheduler scheduler;
  private final Consumer<LogLine> echo;
  private final String name;
  private final SplittableRandom random;
  private final SimulatedDisk machine;
  private final Disk disk;
  private final long origin;
  private final List<SimulatedTask> held = new ArrayList<>();

  private boolean killed;
  private boolean paused;

  // This host's clock showed localBase when the simulation's showed simulatedBase.
  private long localBase;
  private long simulatedBase;
  private double rate = 1;
  private long skew;

  SimulatedHost(
      Scheduler scheduler, Consumer<LogLine> echo, String name, SimulatedDisk machine, long seed) {
    this.scheduler = scheduler;
    this.machine = machine;
    this.disk = machine.of(this, scheduler);
    this.echo = echo;
    this.name = name;
    this.random = new SplittableRandom(seed);
    // Monotonic clocks of different machines have nothing to do with each other.
    this.origin = seed >>> 20;
    this.localBase = scheduler.now();
    this.simulatedBase = localBase;
  }

  /** What this host is called. */
  public String name() {
    return name;
  }

  @Override
  public long nanoTime() {
    return origin + local();
  }

  @Override
  public long wallMillis() {
    return WALL_START.toEpochMilli() + Math.floorDiv(local() + skew, NANOS_PER_MILLI);
  }

  private long local() {
    long passed = scheduler.now() - simulatedBase;
    return localBase + (rate == 1 ? passed : (long) (passed * rate));
  }

  @Override
  public void sleep(Duration time) {
    SimulatedTask me = scheduler.enterToWait();
    if (time.isPositive()) {
      scheduler.await(me, "a time to pass", simulated(time));
    } else {
      scheduler.yield(me);
    }
  }

  @Override
  public void start(String name, Runnable work) {
    start(name, Duration.ZERO, work);
  }

  @Override
  public void start(String name, Duration delay, Runnable work) {
    start(name, delay, work, false);
  }

  @Override
  public void startBrief(String name, Duration delay, Runnable work) {
    start(name, delay, work, true);
  }

  private void start(String name, Duration delay, Runnable work, boolean brief) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(work, "work");
    scheduler.start(this, name, simulated(delay), work, brief);
  }

  @Override
  public <T> Promise<T> promise() {
    return new SimulatedPromise<>(scheduler, this);
  }

  @Override
  public <T> Mailbox<T> mailbox(int capacity) {
    return new SimulatedMailbox<>(scheduler, this, capacity);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public NodeLog log() {
    return (level, text, cause) -> {
      // A dead process says nothing more, though its tasks may try while they unwind.
      if (!killed) {
        echo.accept(new LogLine(scheduler.now(), name, level, text, cause));
      }
    };
  }

  @Override
  public Disk disk() {
    return disk;
  }

  /**
   * Ends this host as a crash ends a process and a loss of power ends a disk: what it has not begun
   * never begins, and each of its tasks gets {@link glomers.node.Killed} from the call in which it
   * waits, or from its next call. What it wrote to its {@link Disk} and did not sync may be lost. A
   * dead host stays dead; {@link Simulation#host} gives a new one of the same name.
   */
  public void kill() {
    scheduler.enter();
    if (!killed) {
      killed = true;
      paused = false;
      machine.crash(random);
      scheduler.release(held);
      scheduler.unwind(this);
    }
  }

  /** Whether this host was killed. */
  public boolean killed() {
    return killed;
  }

  /**
   * Stops this host's tasks, as a stop signal stops a process: none gets to run until {@link
   * #resume}, while time goes on. A task that pauses its own host stops when it next waits.
   */
  public void pause() {
    scheduler.enter();
    paused = !killed;
  }

  /** Lets this host's tasks go on: all that came due meanwhile is ready at once. */
  public void resume() {
    scheduler.enter();
    paused = false;
    scheduler.release(held);
  }

  /** Whether this host is paused. */
  public boolean paused() {
    return paused;
  }

  /**
   * Sets this host's wall clock ahead of the simulation's by {@code offset}, or behind it if that
   * is negative. The monotonic clock does not care.
   */
  public void skew(Duration offset) {
    skew = offset.toNanos();
  }

  /**
   * Lets both of this host's clocks, and so its timers, go faster or slower from now on.
   *
   * @param rate seconds that pass here in a second of simulated time; positive
   */
  public void drift(double rate) {
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("A clock cannot go at " + rate + " times its speed");
    }
    localBase = local();
    simulatedBase = scheduler.now();
    this.rate = rate;
  }

  /** Nanoseconds of simulated time in which {@code time} passes on this host's clock. */
  long simulated(Duration time) {
    long nanos = Scheduler.nanos(time);
    return rate == 1 || nanos == Scheduler.FOREVER ? nanos : (long) Math.ceil(nanos / rate);
  }

  void hold(SimulatedTask task) {
    held.add(task);
  }

  @Override
  public String toString() {
    return name;
  }
}
