package glomers.workbench;

/** A run that could not begin. The message tells a person what to do; it may have several lines. */
public final class SetUpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A run that could not begin for this reason. */
  public SetUpException(String message) {
    super(message);
  }

  /** The same with what caused it. */
  public SetUpException(String message, Throwable cause) {
    super(message, cause);
  }
}
