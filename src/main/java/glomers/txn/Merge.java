package glomers.txn;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * How two versions of a register become one. This is where the consistency model is decided (lesson
 * 4): nodes never ask each other before they answer, so what they make of each other's writes is
 * all the guarantee there is.
 *
 * <p>Versions arrive in any order and any number of times. So {@link #merge} must be commutative,
 * {@code merge(a, b) = merge(b, a)}; associative, {@code merge(a, merge(b, c)) = merge(merge(a, b),
 * c)}; and idempotent, {@code merge(a, a) = a}. Then all nodes that have heard the same hold the
 * same.
 *
 * @param <V> a register's version: what nodes keep and send. Immutable, compared by value
 */
public interface Merge<V> {

  /**
   * The merge of this name.
   *
   * @throws IllegalArgumentException for a name that is not one of {@code last-writer-wins}, {@code
   *     max-value} and {@code multi-value}
   */
  static Merge<?> named(String name) {
    return switch (name) {
      case "last-writer-wins" -> new LastWriterWins();
      case "max-value" -> new MaxValue();
      case "multi-value" -> new MultiValue();
      default ->
          throw new IllegalArgumentException(
              "no merge \"" + name + "\"; there are: last-writer-wins, max-value, multi-value");
    };
  }

  /**
   * The version that a write makes.
   *
   * @param current what the writing node holds
   * @param stamp the writing transaction's timestamp: later than that of any version held here
   */
  V write(Optional<V> current, JsonNode value, Timestamp stamp);

  /** The version that two versions become. */
  V merge(V one, V other);

  /** The value that a reader of this version sees. */
  JsonNode read(V version);

  /** A version on the wire. */
  JsonNode toJson(V version);

  /** Reads what {@link #toJson} wrote. */
  V fromJson(JsonNode json);
}
