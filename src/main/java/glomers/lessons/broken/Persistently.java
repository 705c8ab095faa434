package glomers.lessons.broken;

import glomers.node.Backoff;
import glomers.node.ErrorCode;
import glomers.node.Node;
import glomers.node.RpcException;
import java.util.function.Supplier;

/**
 * What may be asked twice is asked until there is an answer: that lesson these nodes have learned.
 */
final class Persistently {
  private Persistently() {}

  static <T> T ask(Node node, Supplier<T> question) {
    for (Backoff backoff = Backoff.forContention(node); ; backoff.pause()) {
      try {
        return question.get();
      } catch (RpcException e) {
        if (!e.is(ErrorCode.TIMEOUT)) {
          throw e;
        }
      }
    }
  }
}
