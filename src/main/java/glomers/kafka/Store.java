package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.Kv;
import glomers.node.Node;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** lin-kv, asked with {@link Patience}. Errors are those of {@link Kv}. */
final class Store {
  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofSeconds(2);

  private final Kv kv;
  private final Patience patience;

  Store(Node node) {
    this.kv = Kv.linearizable(node);
    this.patience = new Patience(node.host(), LEAST, MOST);
  }

  /** The value of a key, or empty if there is none. */
  Optional<JsonNode> read(String key) {
    return patience.ask(timeout -> kv.withTimeout(timeout).read(key));
  }

  /** Puts {@code to} in the place of {@code from}, or of nothing. */
  void swap(String key, JsonNode from, JsonNode to) {
    patience.ask(timeout -> {
      kv.withTimeout(timeout).compareAndSwap(key, from, to, true);
      return true;
    });
  }

  /** {@link Kv#update}, with one time-out for all of its requests. */
  JsonNode update(String key, JsonNode initial, UnaryOperator<JsonNode> change)
      throws RpcException {
    return kv.withTimeout(patience.timeout()).update(key, initial, change);
  }
}
