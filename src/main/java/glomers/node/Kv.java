package glomers.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A client of one of Maelstrom's key-value services. Thread-safe.
 *
 * <p>The services differ in what they promise: {@code lin-kv} is linearizable; {@code seq-kv} may
 * answer reads and refused compare-and-swaps from an old state, but never from an older one than
 * the same client has seen; {@code lww-kv} may lose acknowledged writes.
 *
 * <p>A request that got no reply may have been carried out, and a network that doubles messages
 * carries it out twice. So codes 20 and 22 do not prove that a compare-and-swap had no effect: the
 * reply to the first copy may be lost, and the second copy refused. Where that can happen, store no
 * value twice, and read back what is stored before the next step.
 *
 * <p>A request waits {@link Node#RPC_TIMEOUT} for its reply, unless the client is {@link
 * #impatient}.
 */
public final class Kv {
  /** How long {@link #update} goes on: less than the default deadline of a request. */
  public static final Duration UPDATE_BUDGET = Duration.ofMillis(4_000);

  /** A pause of the service or of this node that is shorter than this costs no second request. */
  private static final Duration LEAST_TIMEOUT = Duration.ofMillis(30);

  /** Longer than a round trip over a network with a latency of one second. */
  private static final Duration MOST_TIMEOUT = Duration.ofSeconds(3);

  /** To Jackson an int is not equal to a long of the same value. */
  private static final Comparator<JsonNode> SAME_NUMBERS =
      (a, b) -> {
        boolean integers = a.isIntegralNumber() && b.isIntegralNumber();
        return integers ? a.bigIntegerValue().compareTo(b.bigIntegerValue()) : a.equals(b) ? 0 : 1;
      };

  private final Node node;
  private final String service;
  private final AdaptiveTimeout timeout;

  private Kv(Node node, String service, Duration least, Duration most) {
    this.node = node;
    this.service = service;
    this.timeout = new AdaptiveTimeout(node.host(), Node.RPC_TIMEOUT, least, most);
  }

  private Kv(Node node, String service) {
    this(node, service, Node.RPC_TIMEOUT, Node.RPC_TIMEOUT); // so it never adapts
  }

  /**
   * A client of the same service whose time-out is learned from its replies (see {@link
   * AdaptiveTimeout}), so keep it as long as the node lives. A quick service that was slow once is
   * asked again soon: only for those who may repeat a request without harm.
   */
  public Kv impatient() {
    return new Kv(node, service, LEAST_TIMEOUT, MOST_TIMEOUT);
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
    return read(key, MOST_TIMEOUT);
  }

  private Optional<JsonNode> read(String key, Duration atMost) {
    try {
      return Optional.of(ask(request("read", key), atMost).field("value"));
    } catch (RpcException e) {
      if (e.is(ErrorCode.KEY_DOES_NOT_EXIST)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Writes a value, whatever was there. Not for a key whose value matters to anybody and changes: a
   * write whose reply was lost may take effect after later ones.
   *
   * @throws RpcException when there is no answer, and then it may have been written or may be yet
   */
  public void write(String key, JsonNode value) {
    ask(request("write", key).set("value", value), MOST_TIMEOUT);
  }

  /**
   * Replaces {@code from} by {@code to}.
   *
   * @param createIfNotExists stores {@code to} if the key is missing, whatever {@code from} is;
   *     {@code lww-kv} ignores it and answers that there is no such key
   * @return whether it was replaced; false if another value is there ({@link
   *     ErrorCode#PRECONDITION_FAILED}), the normal flow of a CAS loop. See above for what that
   *     does not prove
   * @throws RpcException with {@link ErrorCode#KEY_DOES_NOT_EXIST} if there is no value; without an
   *     answer, and then the swap may have been made, or may be yet
   */
  public boolean compareAndSwap(String key, JsonNode from, JsonNode to, boolean createIfNotExists) {
    return compareAndSwap(key, from, to, createIfNotExists, MOST_TIMEOUT);
  }

  private boolean compareAndSwap(
      String key, JsonNode from, JsonNode to, boolean createIfNotExists, Duration atMost) {
    ObjectNode request = request("cas", key);
    request.set("from", from);
    request.set("to", to);
    request.put("create_if_not_exists", createIfNotExists);
    try {
      ask(request, atMost);
      return true;
    } catch (RpcException e) {
      if (e.is(ErrorCode.PRECONDITION_FAILED)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * The CAS loop: reads, computes, compares and swaps, and starts again, after a {@link Backoff},
   * if another value was there or no answer came. Not for {@code lww-kv}: it creates no missing
   * key, and two swaps from the same value may both succeed there.
   *
   * @param initial what to start from when the key is missing
   * @param change computes the new value; may change the one it is given, which is a copy. It is
   *     applied again after a time-out, so it must recognise its own earlier effect in the value it
   *     is given, and return that value unchanged. A value that does not change is not written, and
   *     on {@code seq-kv} need not be the newest
   * @return the value that was stored, or found to need no change
   * @throws RpcException with {@link ErrorCode#TIMEOUT} after {@link #UPDATE_BUDGET}, and then the
   *     change may have been made or may be yet; at once if the service refuses the request as
   *     malformed or not supported, or if {@code change} throws it. Its code is made indefinite
   *     ({@link ErrorCode#CRASH}) if an earlier attempt of this call may have stored something
   */
  public JsonNode update(String key, JsonNode initial, UnaryOperator<JsonNode> change) {
    boolean inDoubt = false; // whether an attempt may have stored something, or may yet
    long end = node.host().nanoTime() + UPDATE_BUDGET.toNanos();
    Backoff backoff = Backoff.forContention(node).within(UPDATE_BUDGET);
    for (; ; backoff.pause()) {
      Optional<JsonNode> found;
      try {
        found = read(key, until(end));
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
        if (compareAndSwap(key, before, after, true, until(end))) {
          return after;
        }
      } catch (RpcException e) {
        throwIfHopeless(e, inDoubt);
        inDoubt |= !e.definite();
      }
    }
  }

  private static void throwIfHopeless(RpcException e, boolean inDoubt) {
    if (e.hopeless()) {
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

  private Duration until(long end) {
    return Duration.ofNanos(Math.max(0, end - node.host().nanoTime()));
  }

  private Message ask(ObjectNode request, Duration atMost) {
    return timeout.ask(
        wait -> node.rpc(service, request, wait.compareTo(atMost) < 0 ? wait : atMost));
  }

  private static ObjectNode request(String type, String key) {
    return Body.of(type).put("key", key);
  }
}
