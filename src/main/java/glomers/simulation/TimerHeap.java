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
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  SimulatedTask first() {
    return heap[0];
  }

  void add(SimulatedTask task) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    siftUp(task, size++);
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
    if (last == task) {
      return;
    }
    siftDown(last, hole);
    if (heap[hole] == last) {
      siftUp(last, hole);
    }
  }

  /** Takes out the timers of all tasks of which {@code condition} holds. */
  void removeIf(Predicate<SimulatedTask> condition) {
    SimulatedTask[] all = Arrays.copyOf(heap, size);
    for (SimulatedTask task : all) {
      if (condition.test(task)) {
        remove(task);
      }
    }
  }

  private void siftUp(SimulatedTask task, int start) {
    int index = start;
    while (index > 0) {
      int parent = (index - 1) >>> 1;
      if (!before(task, heap[parent])) {
        break;
      }
      put(heap[parent], index);
      index = parent;
    }
    put(task, index);
  }

  private void siftDown(SimulatedTask task, int start) {
    int index = start;
    while (true) {
      int child = 2 * index + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (!before(heap[child], task)) {
        break;
      }
      put(heap[child], index);
      index = child;
    }
    put(task, index);
  }

  private void put(SimulatedTask task, int index) {
    heap[index] = task;
    task.timer = index;
  }

  // Ids break ties: a total order, so that the run does not depend on the heap's inner layout.
  private static boolean before(SimulatedTask a, SimulatedTask b) {
    return a.due != b.due ? a.due < b.due : a.id < b.id;
  }
}
