package glomers.workbench.client;

/** A reply that does not fit its request: nobody knows whether the request took effect. */
public final class MalformedReplyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what came, what was expected, and where they differ. */
  public MalformedReplyException(String text) {
    super(text, null, false, false);
  }
}
