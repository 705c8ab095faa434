package glomers.node;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes the lines of many tasks: joins all that are ready into one write, and never waits for more
 * of them. The writing is a task of its own, which there is only while there are lines: no thread
 * has to be woken for it. A task that writes faster than the stream waits. Thread-safe.
 */
final class LineWriter implements Runnable {
  private static final int SOFT_LIMIT = 1 << 20;
  private static final LineBuffer NOTHING = new LineBuffer(0);

  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition idle = lock.newCondition();
  private LineBuffer filling = new LineBuffer(); // guarded by lock
  private LineBuffer spare = new LineBuffer(); // only the writing task's
  private boolean writing; // guarded by lock
  private volatile boolean full; // written while holding the lock
  private boolean closed; // guarded by lock
  private IOException failure; // guarded by lock

  LineWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Adds a line, which must not be changed any more. Waits first while a megabyte is to be written.
   *
   * @throws IOException if the stream is broken or this writer is closed
   */
  void write(LineBuffer line) throws IOException {
    boolean begin;
    lock.lock();
    try {
      while (full && failure == null) {
        room.awaitUninterruptibly();
      }
      if (failure != null) {
        throw new IOException("stdout is broken: " + failure.getMessage());
      }
      if (closed) {
        throw new IOException("stdout is closed: the node has ended");
      }
      if (filling.length() == 0 && line.length() > SOFT_LIMIT) {
        filling = line; // so large a line is not copied
      } else {
        filling.add(line);
      }
      full = filling.length() >= SOFT_LIMIT;
      begin = !writing;
      writing = true;
    } finally {
      lock.unlock();
    }
    if (begin) {
      begin();
    }
  }

  private void begin() {
    try {
      Thread.startVirtualThread(this);
    } catch (Error e) { // out of memory: without this task, all would wait for ever
      fail(new IOException("stdout cannot be written", e));
      throw e;
    }
  }

  /** Waits while a megabyte is to be written. */
  void awaitRoom() {
    if (!full) {
      return; // as nearly always: the lock is taken once for each line, not twice
    }
    lock.lock();
    try {
      while (full && failure == null) {
        room.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all lines are written, or the stream is broken.
   *
   * @return whether that was so within {@code atMost}: who reads the stream may have stopped
   */
  boolean close(Duration atMost) {
    lock.lock();
    try {
      closed = true;
      for (long left = atMost.toNanos(); writing && left > 0; ) {
        left = idle.awaitNanos(left);
      }
      return !writing;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Writes until nothing is left. */
  @Override
  public void run() {
    try {
      for (LineBuffer next = takeAll(); next.length() > 0; next = takeAll()) {
        out.write(next.bytes(), 0, next.length());
        out.flush();
        giveBack(next);
        Thread.yield(); // or what waits behind this task, in a flood, would wait for ever
      }
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      fail(new IOException(e));
      throw e;
    }
  }

  /** All lines that are to be written. If there are none, this task is the writing one no more. */
  private LineBuffer takeAll() {
    lock.lock();
    try {
      LineBuffer taken = filling;
      if (taken.length() == 0) {
        stop();
        return NOTHING; // since others fill that buffer from now on
      }
      filling = spare;
      full = false;
      room.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(LineBuffer written) {
    spare = written.length() > SOFT_LIMIT * 2 ? new LineBuffer() : written;
    spare.clear();
  }

  private void stop() {
    writing = false;
    idle.signalAll();
  }

  /** Wakes the tasks that wait for room: they, and all later ones, fail with this cause. */
  private void fail(IOException cause) {
    lock.lock();
    try {
      failure = cause;
      room.signalAll();
      stop();
    } finally {
      lock.unlock();
    }
  }
}
