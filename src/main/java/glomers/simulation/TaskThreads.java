package glomers.simulation;

import glomers.simulation.SimulationOptions.Threads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The threads of one run: as many as there are tasks that have begun at the same time. */
final class TaskThreads {
  private final Scheduler scheduler;
  private final Thread.Builder threads;
  private final Deque<TaskThread> idle = new ArrayDeque<>();
  private final List<TaskThread> all = new ArrayList<>();

  TaskThreads(Scheduler scheduler, Threads kind) {
    this.scheduler = scheduler;
    this.threads =
        kind == Threads.VIRTUAL
            ? Thread.ofVirtual().name("simulated-", 1)
            : Thread.ofPlatform().daemon().name("simulated-", 1);
  }

  /** A worker that has nothing to do. */
  TaskThread take() {
    TaskThread worker = idle.poll();
    if (worker == null) {
      worker = new TaskThread(scheduler, threads);
      all.add(worker);
    }
    return worker;
  }

  /** Takes a worker back that has finished its task and will wait for the baton. */
  void giveBack(TaskThread worker) {
    worker.task = null;
    idle.push(worker);
  }

  /** Lets all workers end that have nothing to do. */
  void dismiss() {
    idle.forEach(TaskThread::giveBaton);
  }

  /** Waits until the threads have ended, for each at most {@code patience}. */
  void join(Duration patience) throws InterruptedException {
    for (TaskThread worker : all) {
      worker.thread().join(patience);
    }
  }
}
