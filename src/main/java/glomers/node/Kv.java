package glomers.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A client of Maelstrom's key-value services. Safe for use by many tasks.
 *
 * <p>What they promise differs, and decides what may be built on them: {@code lin-kv} is
 * linearizable; {@code seq-kv} may answer reads, and failed compare-and-swaps, from the past, but
 * never takes one client back; {@code lww-kv} may lose writes that it has acknowledged.
 *
 * <p>A request whose reply was lost may have been carried out, and a network that doubles messages
 * carries it out twice. So codes 20 and 22 do not prove that <em>your</em> compare-and-swap had no
 * effect: its first reply may be lost and its double refused. Read back before deciding, and never
 * store the same value twice.
 */
public final class Kv {
  /** How long {@link #update} goes on: less than the deadline of the request that it serves. */
  public static final Duration UPDATE_BUDGET = Duration.ofMillis(4_000);

  private final Node node;
  private final String service;

  private Kv(Node node, String service) {
    this.node = node;
    this.service = service;
  }

  /** The linearizable store. */
  public static Kv linearizable(Node node) {
    return new Kv(node, "lin-kv");
  }

  /** The sequentially consistent store. */
  public static Kv sequential(Node node) {
    return new Kv(node, "seq-kv");
  }

  /** The eventually consistent store in which the last write wins. */
  public static Kv lastWriteWins(Node node) {
    return new Kv(node, "lww-kv");
  }

  /**
   * The value of a key, or empty if the service knows none.
   *
   * @throws RpcException when there is no answer, or another error than {@link
   *     ErrorCode#KEY_DOES_NOT_EXIST}
   */
  public Optional<JsonNode> read(String key) {
    try {
      return Optional.of(node.rpc(service, request("read", key)).field("value"));
    } catch (RpcException e) {
      if (e.is(ErrorCode.KEY_DOES_NOT_EXIST)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Writes a value, whatever was there. Not for a key that changes: a write whose reply was lost
   * may take effect after later ones.
   *
   * @throws RpcException when there is no answer, and then it may have been written or may be yet
   */
  public void write(String key, JsonNode value) {
    node.rpc(service, request("write", key).set("value", value));
  }

  /**
   * Replaces {@code from} by {@code to}.
   *
   * @param createIfNotExists stores {@code to} if the key is missing, without a look at {@code
   *     from}; {@code lww-kv} ignores it
   * @throws RpcException with {@link ErrorCode#PRECONDITION_FAILED} when another value is there,
   *     {@link ErrorCode#KEY_DOES_NOT_EXIST} when none is; see above for what they do not prove
   */
  public void compareAndSwap(String key, JsonNode from, JsonNode to, boolean createIfNotExists) {
    ObjectNode request = request("cas", key);
    request.set("from", from);
    request.set("to", to);
    request.put("create_if_not_exists", createIfNotExists);
    node.rpc(service, request);
  }

  /**
   * The CAS loop: reads, computes, compares and swaps, and starts again, after a {@link Backoff},
   * when somebody else was quicker or no answer came.
   *
   * @param initial what to start from when the key is missing
   * @param change computes the new value. It is applied again after a time-out, so it must
   *     recognise its own earlier effect in the value it is given, and return that value unchanged.
   *     A value that would not change is not written, and says nothing about freshness
   * @return the value that was stored, or found to need no change
   * @throws RpcException with {@link ErrorCode#TIMEOUT} after {@link #UPDATE_BUDGET}, and then the
   *     change may have been made or may be yet; at once when the service refuses the request as
   *     malformed or not supported
   */
  public JsonNode update(String key, JsonNode initial, UnaryOperator<JsonNode> change) {
    Backoff backoff = Backoff.forContention(node).within(UPDATE_BUDGET);
    while (true) {
      try {
        Optional<JsonNode> found = read(key);
        JsonNode before = found.orElse(initial);
        JsonNode after = change.apply(before);
        if (found.isPresent() && after.equals(before)) {
          return before;
        }
        compareAndSwap(key, before, after, true);
        return after;
      } catch (RpcException e) {
        if (e.is(ErrorCode.MALFORMED_REQUEST) || e.is(ErrorCode.NOT_SUPPORTED)) {
          throw e;
        }
      }
      backoff.pause();
    }
  }

  private static ObjectNode request(String type, String key) {
    return Body.of(type).put("key", key);
  }
}
