package glomers.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * A request failed. It is either the error with which another node answered our request, or the one
 * with which a handler answers a request. Codes from 1000 on are free for applications, and always
 * indefinite.
 */
public final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /** One of the protocol's errors. */
  public RpcException(ErrorCode code, String text) {
    this(code.code(), text);
  }

  /** An error by number, for codes that {@link ErrorCode} does not name. */
  public RpcException(int code, String text) {
    // No stack trace: errors are ordinary replies, and a run has thousands of them.
    super(text, null, false, false);
    this.code = code;
  }

  /** A time-out: nobody has answered. */
  static RpcException noReply(String dest, Duration timeout) {
    return new RpcException(
        ErrorCode.TIMEOUT, "no reply from " + dest + " in " + timeout.toMillis() + " ms");
  }

  /** Returns a reply, or throws what it says if its type is {@code error}. */
  static Message throwIfError(Message reply) {
    if (!reply.type().equals("error")) {
      return reply;
    }
    JsonNode code = reply.body().path("code");
    boolean usable = code.isIntegralNumber() && code.canConvertToInt();
    throw new RpcException(
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

  /** Whether asking again would not help: the receiver does not understand such requests. */
  public boolean hopeless() {
    return is(ErrorCode.MALFORMED_REQUEST) || is(ErrorCode.NOT_SUPPORTED);
  }

  /** Whether the request certainly had no effect. Unknown codes are indefinite. */
  public boolean definite() {
    return ErrorCode.of(code).map(ErrorCode::definite).orElse(false);
  }

  @Override
  public String toString() {
    String name = ErrorCode.of(code).map(ErrorCode::label).orElse("error");
    return name + " (" + code + "): " + getMessage();
  }
}
