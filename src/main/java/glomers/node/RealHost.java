package glomers.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The host of a real process: virtual threads, the JDK's clocks, SLF4J. It is gone only with its
 * process, so a waiting call throws {@link Killed} only if its thread is interrupted.
 */
public final class RealHost implements Host {
  /** The environment variable that names the folder for what is to survive this process. */
  public static final String DISK = "GLOMERS_DISK";

  private final String name;
  private final RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
  private final NodeLog log = this::write;
  private volatile Logger logger; // null until the first line, see write
  private final Consumer<Throwable> onFailure;
  private Disk disk; // guarded by this; null until somebody asks for it

  /** A host whose log lines carry {@code name}. */
  public RealHost(String name) {
    this(name, failure -> {});
  }

  /** The same, and {@code onFailure} gets every exception that escapes a task. */
  public RealHost(String name, Consumer<Throwable> onFailure) {
    this.name = name;
    this.onFailure = onFailure;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public void sleep(Duration time) {
    try {
      Thread.sleep(time);
      if (time.isNegative() || time.isZero()) {
        Thread.yield();
      }
    } catch (InterruptedException e) {
      throw new Killed(name);
    }
  }

  @Override
  public void start(String task, Runnable work) {
    // Unnamed threads are cheaper, and a dump names the work by its frames.
    Thread.startVirtualThread(new Task(this, task, work));
  }

  @Override
  public void start(String task, Duration delay, Runnable work) {
    start(
        task,
        () -> {
          sleep(delay);
          work.run();
        });
  }

  /** No lambda, since one that captures is made by a call into the JVM in the code of C1. */
  private record Task(RealHost host, String name, Runnable work) implements Runnable {
    @Override
    public void run() {
      host.run(name, work);
    }
  }

  private void run(String task, Runnable work) {
    try {
      work.run();
    } catch (Killed e) {
      log.debug(task + " was killed");
    } catch (Throwable e) {
      onFailure.accept(e);
      log.error(task + " failed", e);
      if (e instanceof VirtualMachineError fatal) {
        throw fatal;
      }
    }
  }

  @Override
  public <T> Promise<T> promise() {
    return new RealPromise<>();
  }

  @Override
  public <T> Mailbox<T> mailbox(int capacity) {
    return new RealMailbox<>(capacity);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public NodeLog log() {
    return log;
  }

  @Override
  public synchronized Disk disk() {
    if (disk == null) {
      String folder = System.getenv(DISK);
      disk = folder == null || folder.isEmpty() ? Disk.NONE : new FileDisk(Path.of(folder));
    }
    return disk;
  }

  /** Unlike {@code Duration.toNanos}, it does not overflow: the most is 292 years. */
  private static long nanos(Duration time) {
    return TimeUnit.NANOSECONDS.convert(time);
  }

  /** SLF4J takes as long to start as the rest of a node does, and most nodes never log. */
  private void write(Level level, String text, Throwable cause) {
    if (logger == null) {
      logger = LoggerFactory.getLogger(name);
    }
    logger.atLevel(level).setMessage(text).setCause(cause).log();
  }

  private final class RealPromise<T> implements Promise<T> {
    private final AtomicReference<T> value = new AtomicReference<>();
    private final CountDownLatch done = new CountDownLatch(1);

    @Override
    public boolean complete(T newValue) {
      if (!value.compareAndSet(null, Objects.requireNonNull(newValue))) {
        return false;
      }
      done.countDown();
      return true;
    }

    @Override
    public boolean isComplete() {
      return value.get() != null;
    }

    @Override
    public Optional<T> await(Duration timeout) {
      try {
        done.await(nanos(timeout), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        throw new Killed(name);
      }
      return Optional.ofNullable(value.get());
    }
  }

  private final class RealMailbox<T> implements Mailbox<T> {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<T> items = new ArrayDeque<>();
    private boolean closed;

    RealMailbox(int capacity) {
      if (capacity < 1) {
        throw new IllegalArgumentException("a mailbox needs room for at least one item");
      }
      this.capacity = capacity;
    }

    @Override
    public boolean offer(T item) {
      lock.lock();
      try {
        if (closed || items.size() >= capacity) {
          return false;
        }
        items.addLast(item);
        arrived.signal();
        return true;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public Optional<T> take() {
      return remove(FOR_EVER);
    }

    @Override
    public Optional<T> poll(Duration timeout) {
      return remove(nanos(timeout));
    }

    private Optional<T> remove(long patience) {
      lock.lock();
      try {
        long left = patience;
        while (items.isEmpty() && !closed && left > 0) {
          left = arrived.awaitNanos(left);
        }
        return Optional.ofNullable(items.pollFirst());
      } catch (InterruptedException e) {
        throw new Killed(name);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        closed = true;
        arrived.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
