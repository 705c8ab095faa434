package glomers.node;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A request failed: either the error that another node answered to ours, or the one that a handler
 * wants answered to a request it was given. Codes from 1000 up are free for applications, and
 * always indefinite.
 */
public final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /** An error of the protocol's. */
  public RpcException(ErrorCode code, String text) {
    this(code.code(), text);
  }

  /** An error by number, for codes that {@link ErrorCode} does not name. */
  public RpcException(int code, String text) {
    // No stack trace: errors are ordinary replies here, and CAS loops meet them by the thousand.
    super(text, null, false, false);
    this.code = code;
  }

  /** What a reply of type {@code error} says. */
  static RpcException of(Message reply) {
    JsonNode code = reply.body().path("code");
    boolean usable = code.isIntegralNumber() && code.canConvertToInt();
    return new RpcException(
        usable ? code.intValue() : ErrorCode.CRASH.code(), reply.body().path("text").asText(""));
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** Whether this is the protocol's error {@code code}. */
  public boolean is(ErrorCode code) {
    return this.code == code.code();
  }

  /** Whether the request certainly had no effect. Unknown codes promise nothing. */
  public boolean definite() {
    return ErrorCode.of(code).map(ErrorCode::definite).orElse(false);
  }

  @Override
  public String toString() {
    String name = ErrorCode.of(code).map(ErrorCode::label).orElse("error");
    return name + " (" + code + "): " + getMessage();
  }
}
