package glomers.simulation;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Tasks by the time at which they are due. Each task has at most one timer and knows its place, so
 * a wait that ended early takes its timer along: no dead timer is left to move the clock or to fill
 * the heap.
 */
final class TimerHeap {
  private SimulatedTask[] heap = new SimulatedTask[64];
  // The times beside the tasks: with 100,000 messages in flight most comparisons are cache misses.
  private long[] dues = new long[64];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** When the first task is due. */
  long firstDue() {
    return dues[0];
  }

  /** Takes out the task that is due first. */
  SimulatedTask removeFirst() {
    SimulatedTask first = heap[0];
    remove(first);
    return first;
  }

  /** Sets the timer of a task that has none. */
  void add(SimulatedTask task, long due) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
      dues = Arrays.copyOf(dues, size * 2);
    }
    siftUp(task, due, size++);
  }

  /** Takes a task's timer out, if it has one. */
  void remove(SimulatedTask task) {
    int hole = task.timer;
    if (hole < 0) {
      return;
    }
    task.timer = -1;
    SimulatedTask last = heap[--size];
    heap[size] = null;
    if (last != task) {
      siftDown(last, dues[size], hole);
      if (heap[hole] == last) {
        siftUp(last, dues[hole], hole);
      }
    }
  }

  /** Takes out the timers of all tasks of which {@code condition} holds. */
  void removeIf(Predicate<SimulatedTask> condition) {
    for (SimulatedTask task : Arrays.copyOf(heap, size)) {
      if (condition.test(task)) {
        remove(task);
      }
    }
  }

  private void siftUp(SimulatedTask task, long due, int start) {
    int index = start;
    while (index > 0) {
      int parent = (index - 1) >>> 1;
      if (!before(task, due, parent)) {
        break;
      }
      move(parent, index);
      index = parent;
    }
    put(task, due, index);
  }

  private void siftDown(SimulatedTask task, long due, int start) {
    int index = start;
    while (true) {
      int child = 2 * index + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && before(heap[child + 1], dues[child + 1], child)) {
        child++;
      }
      if (before(task, due, child)) {
        break;
      }
      move(child, index);
      index = child;
    }
    put(task, due, index);
  }

  private void move(int from, int to) {
    put(heap[from], dues[from], to);
  }

  private void put(SimulatedTask task, long due, int index) {
    heap[index] = task;
    dues[index] = due;
    task.timer = index;
  }

  // Ids break ties: a total order, so that the run does not depend on the heap's inner layout.
  private boolean before(SimulatedTask task, long due, int index) {
    return due != dues[index] ? due < dues[index] : task.id < heap[index].id;
  }
}
