package glomers.node;

import java.util.Optional;

/**
 * The error codes of Maelstrom's protocol.
 *
 * <p>A <em>definite</em> code promises that the request had no effect and never will have. As soon
 * as there may have been an effect, only {@link #TIMEOUT} or {@link #CRASH} may be answered.
 */
public enum ErrorCode {
  /** No answer came in time: the request may or may not have taken effect. */
  TIMEOUT(0, false),
  /** The addressed node does not exist. */
  NODE_NOT_FOUND(1, true),
  /** The node does not know this type of request. */
  NOT_SUPPORTED(10, true),
  /** The node cannot do this now, and did not. */
  TEMPORARILY_UNAVAILABLE(11, true),
  /** The request makes no sense, and was not carried out. */
  MALFORMED_REQUEST(12, true),
  /** Something unexpected happened, maybe after an effect: the safe default. */
  CRASH(13, false),
  /** The request was given up, and had no effect. */
  ABORT(14, true),
  /** The key must exist and does not. */
  KEY_DOES_NOT_EXIST(20, true),
  /** The key must not exist and does. */
  KEY_ALREADY_EXISTS(21, true),
  /** What the request expected is not so, such as the {@code from} of a compare-and-swap. */
  PRECONDITION_FAILED(22, true),
  /** The transaction was aborted by a conflict with another. */
  TXN_CONFLICT(30, true);

  private final int code;
  private final boolean definite;

  ErrorCode(int code, boolean definite) {
    this.code = code;
    this.definite = definite;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** Whether this code promises that the request had no effect. */
  public boolean definite() {
    return definite;
  }

  /** The name in Maelstrom's histories, e.g. {@code temporarily-unavailable}. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The code with this number, or empty for one that the protocol does not name. */
  public static Optional<ErrorCode> of(int code) {
    for (ErrorCode known : values()) {
      if (known.code == code) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }
}
