package glomers.node;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** A real host that counts its log lines instead of writing them. */
public final class QuietHost implements Host {
  private final Host real = new RealHost("quiet");
  private final AtomicLong logged = new AtomicLong();

  long logged() {
    return logged.get();
  }

  @Override
  public long nanoTime() {
    return real.nanoTime();
  }

  @Override
  public long wallMillis() {
    return real.wallMillis();
  }

  @Override
  public void sleep(Duration time) {
    real.sleep(time);
  }

  @Override
  public void start(String name, Runnable work) {
    real.start(name, work);
  }

  @Override
  public void start(String name, Duration delay, Runnable work) {
    real.start(name, delay, work);
  }

  @Override
  public <T> Promise<T> promise() {
    return real.promise();
  }

  @Override
  public <T> Mailbox<T> mailbox(int capacity) {
    return real.mailbox(capacity);
  }

  @Override
  public RandomGenerator random() {
    return real.random();
  }

  @Override
  public NodeLog log() {
    return (level, text, cause) -> logged.incrementAndGet();
  }
}
