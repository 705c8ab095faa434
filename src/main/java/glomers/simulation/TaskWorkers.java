package glomers.simulation;

import glomers.simulation.SimulationOptions.Threads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The threads of one run: as many as there were tasks begun and not over at any one moment. */
final class TaskWorkers {
  private final Scheduler scheduler;
  private final Thread.Builder threads;
  private final Deque<TaskWorker> idle = new ArrayDeque<>();
  private final List<TaskWorker> all = new ArrayList<>();

  TaskWorkers(Scheduler scheduler, Threads kind) {
    this.scheduler = scheduler;
    this.threads =
        kind == Threads.VIRTUAL
            ? Thread.ofVirtual().name("simulated-", 1)
            : Thread.ofPlatform().daemon().name("simulated-", 1);
  }

  /** A worker that has nothing to do. */
  TaskWorker take() {
    TaskWorker worker = idle.poll();
    if (worker == null) {
      worker = new TaskWorker(scheduler, threads);
      all.add(worker);
    }
    return worker;
  }

  /** Takes a worker back that has finished its task and will wait for the baton. */
  void giveBack(TaskWorker worker) {
    worker.task = null;
    idle.push(worker);
  }

  /** Lets all workers end that have nothing to do. */
  void dismiss() {
    idle.forEach(TaskWorker::giveBaton);
  }

  /** Waits until the threads have ended, for each at most {@code patience}. */
  void join(Duration patience) throws InterruptedException {
    for (TaskWorker worker : all) {
      worker.thread().join(patience);
    }
  }
}
