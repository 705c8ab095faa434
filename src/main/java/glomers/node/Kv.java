package glomers.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Comparator;
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

  /** Jackson holds an int for different from a long of the same value. */
  private static final Comparator<JsonNode> SAME_NUMBERS =
      (a, b) -> {
        boolean integers = a.isIntegralNumber() && b.isIntegralNumber();
        return integers ? a.bigIntegerValue().compareTo(b.bigIntegerValue()) : a.equals(b) ? 0 : 1;
      };

  private final Node node;
  private final String service;
  private final Duration timeout;

  private Kv(Node node, String service) {
    this(node, service, Node.RPC_TIMEOUT);
  }

  private Kv(Node node, String service, Duration timeout) {
    this.node = node;
    this.service = service;
    this.timeout = timeout;
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

  /** The same store, asked with another time-out than {@link Node#RPC_TIMEOUT} for each request. */
  public Kv withTimeout(Duration timeout) {
    return new Kv(node, service, timeout);
  }

  /**
   * The value of a key, or empty if the service knows none.
   *
   * @throws RpcException when there is no answer, or another error than {@link
   *     ErrorCode#KEY_DOES_NOT_EXIST}
   */
  public Optional<JsonNode> read(String key) {
    try {
      return Optional.of(node.rpc(service, request("read", key), timeout).field("value"));
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
    node.rpc(service, request("write", key).set("value", value), timeout);
  }

  /**
   * Replaces {@code from} by {@code to}.
   *
   * @param createIfNotExists stores {@code to} if the key is missing, without a look at {@code
   *     from}; {@code lww-kv} ignores it and answers that there is no such key
   * @throws RpcException with {@link ErrorCode#PRECONDITION_FAILED} when another value is there,
   *     {@link ErrorCode#KEY_DOES_NOT_EXIST} when none is; see above for what they do not prove
   */
  public void compareAndSwap(String key, JsonNode from, JsonNode to, boolean createIfNotExists) {
    ObjectNode request = request("cas", key);
    request.set("from", from);
    request.set("to", to);
    request.put("create_if_not_exists", createIfNotExists);
    node.rpc(service, request, timeout);
  }

  /**
   * The CAS loop: reads, computes, compares and swaps, and starts again, after a {@link Backoff},
   * when somebody else was quicker or no answer came.
   *
   * <p>Not for {@code lww-kv}: it creates no missing key, and a swap there excludes nobody.
   *
   * @param initial what to start from when the key is missing
   * @param change computes the new value; may change the one it is given, which is a copy. It is
   *     applied again after a time-out, so it must recognise its own earlier effect in the value it
   *     is given, and return that value unchanged. A value that would not change is not written,
   *     and says nothing about freshness
   * @return the value that was stored, or found to need no change
   * @throws RpcException with {@link ErrorCode#TIMEOUT} after {@link #UPDATE_BUDGET}, and then the
   *     change may have been made or may be yet; at once when the service refuses the request as
   *     malformed or not supported, or {@code change} throws it. Its code is made indefinite
   *     ({@link ErrorCode#CRASH}) if an earlier attempt of this call may have stored something
   */
  public JsonNode update(String key, JsonNode initial, UnaryOperator<JsonNode> change) {
    boolean inDoubt = false; // whether an attempt may have stored something, or may yet
    Backoff backoff = Backoff.forContention(node).within(UPDATE_BUDGET);
    for (; ; backoff.pause()) {
      Optional<JsonNode> found;
      try {
        found = read(key);
      } catch (RpcException e) {
        throwIfHopeless(e, inDoubt);
        continue;
      }
      JsonNode before = found.orElse(initial);
      JsonNode after;
      try {
        after = change.apply(before.deepCopy());
      } catch (RpcException e) {
        throw honest(e, inDoubt);
      }
      if (found.isPresent() && before.equals(SAME_NUMBERS, after)) {
        return before;
      }
      try {
        compareAndSwap(key, before, after, true);
        return after;
      } catch (RpcException e) {
        throwIfHopeless(e, inDoubt);
        inDoubt |= !e.definite();
      }
    }
  }

  private static void throwIfHopeless(RpcException e, boolean inDoubt) {
    if (e.is(ErrorCode.MALFORMED_REQUEST) || e.is(ErrorCode.NOT_SUPPORTED)) {
      throw honest(e, inDoubt);
    }
  }

  /** A definite code would be a lie once something may have been stored. */
  private static RpcException honest(RpcException e, boolean inDoubt) {
    return inDoubt && e.definite()
        ? new RpcException(
            ErrorCode.CRASH, e.getMessage() + "; what an earlier attempt did is unknown")
        : e;
  }

  private static ObjectNode request(String type, String key) {
    return Body.of(type).put("key", key);
  }
}
