package glomers.node;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The requests that are not answered yet, each with its deadline. Says who may still answer:
 * whoever closes a request first, and nobody after its deadline. Safe for use by many tasks.
 */
final class OpenRequests {
  private final int limit;
  private final Map<Long, Open> open = new ConcurrentHashMap<>();

  private record Open(Message request, long deadline) {}

  OpenRequests(int limit) {
    this.limit = limit;
  }

  /** Takes a request in. Returns false, and does not, when there are too many. One task's only. */
  boolean open(Message request, long deadline) {
    if (open.size() >= limit) {
      return false;
    }
    open.put(request.number(), new Open(request, deadline));
    return true;
  }

  /** Claims the right to answer. Returns false if the request was answered or has expired. */
  boolean close(Message request) {
    return open.remove(request.number()) != null;
  }

  /** Closes, and returns, the requests whose deadline is not after {@code now}, oldest first. */
  List<Message> expire(long now) {
    return open.values().stream()
        .filter(each -> each.deadline() - now <= 0)
        .map(Open::request)
        .sorted(Comparator.comparingLong(Message::number))
        .filter(this::close)
        .toList();
  }

  /** When the oldest request expires, if there is one. */
  OptionalLong nextDeadline() {
    return open.values().stream().mapToLong(Open::deadline).min();
  }
}
