package glomers.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The tasks that only wait for the baton. Which one gets it is drawn from the seed. */
final class ReadyTasks {
  private final ArrayList<SimulatedTask> tasks = new ArrayList<>();
  private SplittableRandom random;

  ReadyTasks(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Draws from here on as another seed says. */
  void turn(long other) {
    random = new SplittableRandom(other);
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }

  void add(SimulatedTask task) {
    tasks.add(task);
  }

  void addAll(List<SimulatedTask> more) {
    tasks.addAll(more);
  }

  /** Takes out any of them. */
  SimulatedTask draw() {
    SimulatedTask last = tasks.removeLast();
    if (tasks.isEmpty()) {
      return last;
    }
    int drawn = random.nextInt(tasks.size() + 1);
    return drawn == tasks.size() ? last : tasks.set(drawn, last);
  }
}
