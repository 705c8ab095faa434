package glomers.workbench.client;

import java.time.Duration;

/** No reply came in time: nobody knows whether the request took effect. */
public final class RpcTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RpcTimeoutException(String node, String type, Duration timeout) {
    super(
        node + " did not answer " + type + " within " + timeout.toMillis() + " ms",
        null,
        false,
        false);
  }
}
