package glomers.node;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The handler of each type of message, and whether only peers may send that type. Thread-safe. */
final class Handlers {
  private final Map<String, Registered> registered = new ConcurrentHashMap<>();

  private record Registered(Handler handler, boolean fromPeersOnly) {}

  /**
   * Registers a handler.
   *
   * @throws IllegalArgumentException if there is one of this type already
   */
  void add(String type, Handler handler, boolean fromPeersOnly) {
    if (type.equals("init")) {
      throw new IllegalArgumentException("a node handles init itself: use onInit");
    }
    if (registered.putIfAbsent(type, new Registered(handler, fromPeersOnly)) != null) {
      throw new IllegalArgumentException("there is a handler for " + type + " already");
    }
  }

  /** The handler of this message; one that refuses it if its type or its sender has none. */
  Handler of(Message message, Membership membership) {
    Registered found = registered.get(message.type());
    if (found == null) {
      return refusal("this node does not know \"%s\" requests", message.type());
    }
    if (found.fromPeersOnly() && !membership.isPeer(message.src())) {
      return refusal("this node takes \"%s\" from other nodes only", message.type());
    }
    return found.handler();
  }

  private static Handler refusal(String text, String type) {
    return message -> {
      throw new RpcException(ErrorCode.NOT_SUPPORTED, text.formatted(type));
    };
  }
}
