package glomers.node;

/**
 * Thrown by the calls of a task whose host has been killed or has ended.
 *
 * <p>It is an {@code Error}, so that code that catches exceptions does not catch it: like a killed
 * process, a killed node must not clean up.
 */
public final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  /** A kill of the host named {@code host}. */
  public Killed(String host) {
    // No stack trace: it is no fault, and a simulation throws it thousands of times.
    super(host + " was killed", null, false, false);
  }
}
