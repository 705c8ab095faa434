package glomers.simulation;

import glomers.node.Killed;
import glomers.simulation.SimulatedTask.State;
import glomers.simulation.SimulationFailure.Reason;
import glomers.simulation.SimulationOptions.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs tasks one at a time. The task that holds the baton runs, and only its thread may touch the
 * scheduler's state. A task that has to wait draws the next one itself, gives it the baton, and
 * parks; there is no scheduling thread in between, so a handoff costs one unpark and one park.
 *
 * <p>The next task is drawn at random from those that are ready. If none is, the clock jumps to the
 * next time at which something is due, and all that is due then becomes ready together. So the seed
 * decides in which order things of the same instant happen, not the order of the calls.
 */
final class Scheduler {
  /** A timeout that never runs out. */
  static final long FOREVER = Long.MAX_VALUE;

  // So many times a task may go on after it was told that it is dead.
  private static final int KILLS = 1_000;

  private enum Phase {
    SETUP,
    RUNNING,
    ENDING,
    OVER
  }

  private final long seed;
  private final SimulationOptions options;
  private final long latest;

  private final TimerHeap timers = new TimerHeap();
  private final ReadyTasks ready;
  private final ArrayList<SimulatedTask> live = new ArrayList<>();
  private final TaskWorkers workers;
  private final StepCount steps;

  private long now;
  private long nextId;
  private SimulatedTask main;
  private SimulationFailure failure;

  // What the thread that waits for the run reads or writes meanwhile.
  private final List<SimulatedTask> disowned = new CopyOnWriteArrayList<>();
  private volatile SimulatedTask current;
  private volatile Phase phase = Phase.SETUP;
  private volatile boolean interrupted;
  private Watchdog watchdog;

  Scheduler(long seed, SimulationOptions options) {
    this.seed = seed;
    this.options = options;
    this.latest = nanos(options.timeLimit());
    this.ready = new ReadyTasks(seed);
    this.workers = new TaskWorkers(this, options.threads());
    this.steps = new StepCount(options);
  }

  /** A duration in nanoseconds, from 0 to {@link #FOREVER} if it is out of that range. */
  static long nanos(Duration time) {
    return Math.max(0, TimeUnit.NANOSECONDS.convert(time));
  }

  long now() {
    return now;
  }

  long steps() {
    return steps.steps();
  }

  long fingerprint() {
    return steps.fingerprint();
  }

  void turn(long other) {
    ready.turn(other);
  }

  // What tasks call.

  /**
   * The task that calls, or null before and after a run.
   *
   * @throws Killed if that task must not go on
   * @throws IllegalStateException if the caller is no task at all
   */
  SimulatedTask enter() {
    SimulatedTask task = current;
    if (task == null || task.worker.thread() != Thread.currentThread()) {
      return outsider();
    }
    if (task.host.killed() || phase == Phase.ENDING) {
      throw killed(task);
    }
    return task;
  }

  private SimulatedTask outsider() {
    for (SimulatedTask task : disowned) {
      if (task.worker.thread() == Thread.currentThread()) {
        throw new Killed(task.host.name());
      }
    }
    if (phase == Phase.SETUP || phase == Phase.OVER) {
      return null;
    }
    throw new IllegalStateException(
        """
        The thread "%s" is no task of this simulation. Start it with Host.start, so that it runs when\
         the simulation says, and not whenever it likes.\
        """
            .formatted(Thread.currentThread().getName()));
  }

  /** The task that calls, which is about to wait. */
  SimulatedTask enterToWait() {
    SimulatedTask task = enter();
    if (task != null) {
      return task;
    }
    if (phase == Phase.OVER) {
      throw new Killed("the simulation");
    }
    throw new IllegalStateException("Only a task can wait: do this inside of Simulation.run.");
  }

  /** A new task, to begin once {@code delay} nanoseconds have passed. */
  void start(SimulatedHost host, String name, long delay, Runnable work, boolean brief) {
    enter();
    if (phase == Phase.OVER) {
      throw new Killed("the simulation");
    }
    SimulatedTask task = new SimulatedTask(nextId++, host, name, work, brief);
    if (host.killed()) {
      // Somebody else's message to a dead process: it goes nowhere.
      finish(task);
    } else if (delay > 0) {
      setTimer(task, delay);
    } else {
      ready.add(task);
    }
  }

  /**
   * Waits until {@link #wake} is called for the task that calls, at most for {@code nanos}.
   *
   * @param what what it waits for, in words, for reports
   * @return whether it was woken; false if the time ran out
   */
  boolean await(SimulatedTask me, String what, long nanos) {
    if (nanos <= 0) {
      return false;
    }
    me.state = State.WAITING;
    me.woken = false;
    if (nanos != FOREVER) {
      setTimer(me, nanos);
    }
    pause(me, what);
    return me.woken;
  }

  /**
   * Lets the task that calls wait again, after it was woken and did its work on another's thread.
   */
  void waitAgain(SimulatedTask me) {
    me.state = State.WAITING;
    me.woken = false;
  }

  /** Lets other tasks run, those that are ready now. */
  void yield(SimulatedTask me) {
    me.state = State.READY;
    ready.add(me);
    pause(me, "its turn");
  }

  /** Makes a waiting task ready. */
  void wake(SimulatedTask task) {
    if (task.state == State.WAITING) {
      timers.remove(task);
      task.woken = true;
      task.state = State.READY;
      ready.add(task);
    }
  }

  /** Lets a host's tasks go on that were held back. */
  void release(List<SimulatedTask> held) {
    ready.addAll(held);
    held.clear();
  }

  /** Drops what a killed host has not begun, and wakes what it has, so that it finds out. */
  void unwind(SimulatedHost host) {
    timers.removeIf(task -> task.host == host && task.state == State.FRESH);
    for (int i = 0; i < live.size(); i++) {
      if (live.get(i).host == host) {
        wake(live.get(i));
      }
    }
  }

  private void setTimer(SimulatedTask task, long nanos) {
    timers.add(task, nanos >= FOREVER - now ? FOREVER : now + nanos);
  }

  private void pause(SimulatedTask me, String what) {
    if (me.beneath != null) {
      throw new IllegalStateException(
          me.brief
              ? me + " was started as one that does not wait"
              : me + " waits for " + what + " in work that was said not to wait");
    }
    me.waitsFor = what;
    if (options.threads() == Threads.PLATFORM_CHECKING_MONITORS && phase == Phase.RUNNING) {
      String held = HeldMonitors.ofCurrentThread();
      if (held != null) {
        fail(Reason.MONITOR_HELD, me + " waits for " + what + " while it holds " + held, null);
      }
    }
    SimulatedTask next = next();
    if (next != me) {
      TaskWorker worker = me.worker;
      handOver(next);
      worker.awaitBaton();
      if (me.disowned) {
        throw new Killed(me.host.name());
      }
    }
    me.state = State.RUNNING;
    if (me.host.killed() || phase == Phase.ENDING) {
      throw killed(me);
    }
    switch (me.thrown) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(me.thrown);
    }
  }

  private Killed killed(SimulatedTask me) {
    if (me.kills++ >= KILLS) {
      // It catches what it must not. Nothing stops a thread that does not want to: leave it there.
      String text = me + " goes on though it was killed " + KILLS + " times. It catches Killed:\n";
      fail(Reason.UNKILLABLE, text + Report.stack(Thread.currentThread().getStackTrace()), null);
      disown(me);
      goOnWithoutCurrent();
      while (true) {
        LockSupport.park(this);
        Thread.interrupted();
      }
    }
    return new Killed(me.host.name());
  }

  // What workers call.

  /** Runs a task to its end. Returns the one that this worker is to run next, or null to end. */
  SimulatedTask perform(SimulatedTask task, TaskWorker worker) {
    if (task.disowned) {
      return null;
    }
    carryOut(task, worker);
    if (task.disowned) {
      return null;
    }
    if (task == main && phase == Phase.RUNNING) {
      phase = Phase.ENDING;
    }
    SimulatedTask next = next();
    if (next == null) {
      over();
      return null;
    }
    if (next.worker == null) {
      next.worker = worker;
      current = next;
      return next;
    }
    workers.giveBack(worker);
    handOver(next);
    worker.awaitBaton();
    return worker.task;
  }

  private void carryOut(SimulatedTask task, TaskWorker worker) {
    task.worker = worker;
    task.state = State.RUNNING;
    task.place = live.size();
    live.add(task);
    try {
      task.work.run();
    } catch (Killed killed) {
      if (task == main && phase == Phase.RUNNING) {
        failed(task, killed);
      }
    } catch (Throwable escaped) {
      failed(task, escaped);
    }
    if (!task.disowned) {
      leave(task);
    }
  }

  /**
   * Runs a task that does not wait on the thread of the one that is about to give the baton away:
   * to wake a thread for the arrival of each message would take longer than the arrival.
   */
  private void carryOutHere(SimulatedTask task) {
    task.beneath = current;
    current = task;
    carryOut(task, task.beneath.worker);
    if (task.disowned) {
      throw new Killed(task.host.name());
    }
    current = task.beneath;
  }

  /**
   * The same for a task that takes in what has come to it: returns whether it waits again. Node
   * readers and services do little else, and are more than a third of all that is woken.
   */
  private boolean tookInHere(SimulatedTask task) {
    // Platform threads are for profilers and debuggers, where each task's work is its own thread's.
    if (task.intake == null
        || task == current
        || task.host.killed()
        || options.threads() != Threads.VIRTUAL) {
      return false;
    }
    TaskWorker own = task.worker;
    task.beneath = current;
    task.worker = current.worker;
    task.state = State.RUNNING;
    current = task;
    boolean waits = false;
    try {
      waits = task.intake.getAsBoolean();
    } catch (RuntimeException | Error escaped) {
      task.thrown = escaped;
    }
    if (task.disowned) {
      throw new Killed(task.host.name());
    }
    current = task.beneath;
    task.beneath = null;
    task.worker = own;
    return waits;
  }

  private void failed(SimulatedTask task, Throwable escaped) {
    if (task.disowned || phase != Phase.RUNNING || task.host.killed() && task != main) {
      // What breaks while it dies is no fault of the run.
      return;
    }
    fail(Reason.EXCEPTION, task + " failed at " + Report.time(now) + ": " + escaped, escaped);
  }

  private void leave(SimulatedTask task) {
    SimulatedTask last = live.removeLast();
    if (last != task) {
      live.set(task.place, last);
      last.place = task.place;
    }
    finish(task);
  }

  private void finish(SimulatedTask task) {
    timers.remove(task);
    task.state = State.OVER;
    task.work = null;
  }

  // Who has the baton.

  private void handOver(SimulatedTask next) {
    TaskWorker worker = next.worker;
    if (worker == null) {
      worker = workers.take();
      worker.task = next;
      next.worker = worker;
    }
    current = next;
    worker.giveBaton();
  }

  /** Who runs next. Null once a run that ends has nobody left. */
  private SimulatedTask next() {
    while (phase == Phase.RUNNING) {
      if (interrupted) {
        fail(Reason.INTERRUPTED, "interrupted at " + Report.time(now), null);
      } else if (!ready.isEmpty()) {
        SimulatedTask task = ready.draw();
        boolean begun = task.worker != null;
        if (task.state == State.OVER) {
          continue;
        } else if (!begun && task.host.killed()) {
          finish(task);
        } else if (task.host.paused()) {
          task.host.hold(task);
        } else {
          step(task);
          if (phase == Phase.RUNNING && task.brief) {
            carryOutHere(task);
          } else if (phase == Phase.RUNNING && !tookInHere(task)) {
            return task;
          }
        }
      } else if (timers.isEmpty()) {
        String text = "every task waits at " + Report.time(now) + ", and none for a time:\n";
        fail(Reason.DEADLOCK, text + Report.waiting(live), null);
      } else {
        advance();
      }
    }
    steps.count();
    return live.isEmpty() ? null : live.getLast();
  }

  private void advance() {
    long due = timers.firstDue();
    if (due > latest) {
      String text = "the run takes longer than " + Report.time(latest) + " of its time:\n";
      fail(Reason.TIME_LIMIT, text + Report.waiting(live), null);
      return;
    }
    now = due;
    steps.newInstant();
    do {
      SimulatedTask task = timers.removeFirst();
      if (task.state == State.WAITING) {
        task.state = State.READY;
      }
      ready.add(task);
    } while (!timers.isEmpty() && timers.firstDue() == due);
  }

  private void step(SimulatedTask task) {
    String wrong = steps.count(task, now);
    if (wrong != null) {
      fail(Reason.STEP_LIMIT, wrong + ". Most steps:\n" + Report.busiest(live), null);
    }
  }

  // The end of a run.

  private void fail(Reason reason, String text, Throwable cause) {
    if (failure == null) {
      failure = new SimulationFailure(seed, reason, text, cause);
    }
    phase = Phase.ENDING;
  }

  private void over() {
    workers.dismiss();
    current = null;
    phase = Phase.OVER;
    watchdog.wake();
  }

  /**
   * Runs {@code work} as the first task on {@code host} and everything that it starts, until it
   * returns. Then everything else is unwound.
   *
   * @throws SimulationFailure if the run did not end as it should
   */
  void run(SimulatedHost host, String name, Runnable work) {
    if (phase != Phase.SETUP) {
      throw new IllegalStateException("A simulation runs once: make a new one with the same seed.");
    }
    watchdog = new Watchdog(this, steps, options.watchdog());
    main = new SimulatedTask(nextId++, host, name, work, false);
    phase = Phase.RUNNING;
    step(main);
    handOver(main);
    watchdog.watch();
    watchdog.join(workers, Duration.ofMillis(disowned.isEmpty() ? 10_000 : 10));
    if (failure != null) {
      throw failure;
    }
  }

  boolean isOver() {
    return phase == Phase.OVER;
  }

  /** Ends the run as soon as a task next waits. Called by the thread that waits for the run. */
  void interrupt() {
    interrupted = true;
  }

  /**
   * Takes the baton from a task that does not come back, and goes on without it. Called by the
   * thread that waits for the run. Nothing can stop the task's thread; it gets {@link Killed} as
   * soon as it calls its host again.
   */
  void seize() {
    SimulatedTask stuck = current;
    Thread thread = stuck.worker.thread();
    String stack = Report.stack(thread.getStackTrace());
    boolean starved = stuck.worker.waitsForThread();
    disown(stuck);
    fail(
        starved ? Reason.NO_THREAD : Reason.STUCK,
        starved
            ? stuck
                + " got no thread for "
                + options.watchdog().toMillis()
                + " ms of real time: all carriers of virtual threads in this JVM are taken, by nodes of"
                + " earlier runs that compute without end, or by tasks that wait while they hold a"
                + " monitor (before JDK 24)."
            : """
            %s did not come back for %d ms of real time, at %s. It blocks outside its host, or computes without end:
            %sMeanwhile the others wait:
            %s\
            """
                .formatted(
                    stuck,
                    options.watchdog().toMillis(),
                    Report.time(now),
                    stack,
                    Report.waiting(live)),
        null);
    thread.interrupt();
    goOnWithoutCurrent();
  }

  private void disown(SimulatedTask task) {
    task.disowned = true;
    disowned.add(task);
    if (task.state != State.FRESH && task.state != State.OVER) {
      leave(task);
    }
    if (task.beneath != null) {
      disown(task.beneath); // its thread does not come back either
    }
  }

  private void goOnWithoutCurrent() {
    SimulatedTask next = next();
    if (next == null) {
      over();
    } else {
      handOver(next);
    }
  }
}
