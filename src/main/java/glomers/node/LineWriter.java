package glomers.node;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A thread that writes the lines of many tasks: it joins all that are ready into one write, and
 * never waits for more of them. A task that writes faster than the stream waits. Thread-safe.
 */
final class LineWriter {
  private static final int SOFT_LIMIT = 1 << 20;

  private final OutputStream out;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ready = lock.newCondition();
  private final Condition room = lock.newCondition();
  private LineBuffer filling = new LineBuffer(); // guarded by lock
  private volatile boolean full; // written while holding the lock
  private boolean closed; // guarded by lock
  private IOException failure; // guarded by lock

  LineWriter(OutputStream out) {
    this.out = out;
    this.thread = Thread.ofPlatform().name("stdout").daemon(true).start(this::run);
  }

  /**
   * Adds a line, which must not be changed any more. Waits first while a megabyte is to be written.
   *
   * @throws IOException if the stream is broken or this writer is closed
   */
  void write(LineBuffer line) throws IOException {
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
      if (filling.length() == 0) {
        ready.signal();
      }
      if (filling.length() == 0 && line.length() > SOFT_LIMIT) {
        filling = line; // so large a line is not copied
      } else {
        filling.add(line);
      }
      full = filling.length() >= SOFT_LIMIT;
    } finally {
      lock.unlock();
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
      ready.signal();
    } finally {
      lock.unlock();
    }
    try {
      return thread.join(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    try {
      writeUntilClosed();
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      fail(new IOException(e));
      throw e;
    }
  }

  private void writeUntilClosed() throws IOException {
    LineBuffer writing = new LineBuffer();
    while (true) {
      lock.lock();
      try {
        while (filling.length() == 0 && !closed) {
          ready.awaitUninterruptibly();
        }
        if (filling.length() == 0) {
          return;
        }
        LineBuffer next = filling;
        filling = writing;
        writing = next;
        full = false;
        room.signalAll();
      } finally {
        lock.unlock();
      }
      out.write(writing.bytes(), 0, writing.length());
      out.flush();
      writing = writing.length() > SOFT_LIMIT * 2 ? new LineBuffer() : writing;
      writing.clear();
    }
  }

  /** Wakes the tasks that wait for room: they, and all later ones, fail with this cause. */
  private void fail(IOException cause) {
    lock.lock();
    try {
      failure = cause;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
