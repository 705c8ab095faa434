package glomers.node;

/**
 * Thrown out of every waiting call of a task whose host has been killed or has ended.
 *
 * <p>An {@code Error}, so that no handler mistakes it for a failure it could deal with: a killed
 * process does not get to clean up, and neither does a killed node.
 */
public final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  /** A kill of the host named {@code host}. */
  public Killed(String host) {
    // No stack trace: it is flow, not a fault, and a simulation throws it thousands of times.
    super(host + " was killed", null, false, false);
  }
}
