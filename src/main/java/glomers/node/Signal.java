package glomers.node;

import java.time.Duration;

/**
 * Tells a task that waits that there is something to do. However often it is raised before that
 * task looks, it counts once. Safe for use by many tasks.
 */
public final class Signal {
  private final Mailbox<Boolean> raised;

  /** A signal that is not raised. */
  public Signal(Host host) {
    this.raised = host.mailbox(1);
  }

  /** Raises it. Never waits. */
  public void raise() {
    raised.offer(true);
  }

  /** Lowers it. */
  public void lower() {
    raised.poll(Duration.ZERO);
  }

  /** Waits until it is raised, and lowers it. */
  public void await() {
    raised.take();
  }

  /** Waits until it is raised, at most for {@code timeout}, and lowers it. */
  public void await(Duration timeout) {
    raised.poll(timeout);
  }
}
