package glomers.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
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
 *
 * <p>A request waits for its reply for {@link Node#RPC_TIMEOUT}; what may be asked again at will
 * can have that learned, see {@link #impatient}.
 */
public final class Kv {
  /** How long {@link #update} goes on: less than the deadline of the request that it serves. */
  public static final Duration UPDATE_BUDGET = Duration.ofMillis(4_000);

  /** Shorter pauses of the service, or of this node, should not cost a second request. */
  private static final Duration LEAST_TIMEOUT = Duration.ofMillis(30);

  /** Enough for a second in each direction. */
  private static final Duration MOST_TIMEOUT = Duration.ofSeconds(3);

  /** Jackson holds an int for different from a long of the same value. */
  private static final Comparator<JsonNode> SAME_NUMBERS =
      (a, b) -> {
        boolean integers = a.isIntegralNumber() && b.isIntegralNumber();
        return integers ? a.bigIntegerValue().compareTo(b.bigIntegerValue()) : a.equals(b) ? 0 : 1;
      };

  private final Node node;
  private final String service;
  private final Patience patience;

  /** How long to wait: asks with a time-out, and may learn from when the reply comes. */
  private interface Patience {
    Message ask(Function<Duration, Message> request);
  }

  private Kv(Node node, String service) {
    this(node, service, request -> request.apply(Node.RPC_TIMEOUT));
  }

  private Kv(Node node, String service, Patience patience) {
    this.node = node;
    this.service = service;
    this.patience = patience;
  }

  /**
   * The same store, but how long a request waits for its reply is learned from the replies, see
   * {@link AdaptiveTimeout}: for whoever may ask again without harm, and keeps one client for as
   * long as the node lives.
   */
  public Kv impatient() {
    AdaptiveTimeout timeout =
        new AdaptiveTimeout(node.host(), Node.RPC_TIMEOUT, LEAST_TIMEOUT, MOST_TIMEOUT);
    return new Kv(node, service, timeout::ask);
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
   * Writes a value, whatever was there. Not for a key that changes: a write whose reply was lost
   * may take effect after later ones.
   *
   * @throws RpcException when there is no answer, and then it may have been written or may be yet
   */
  public void write(String key, JsonNode value) {
    ask(request("write", key).set("value", value), MOST_TIMEOUT);
  }

  /**
   * Replaces {@code from} by {@code to}.
   *
   * @param createIfNotExists stores {@code to} if the key is missing, without a look at {@code
   *     from}; {@code lww-kv} ignores it and answers that there is no such key
   * @return whether it did; not if another value is there ({@link ErrorCode#PRECONDITION_FAILED}),
   *     the normal flow of every CAS loop. See above for what that does not prove
   * @throws RpcException with {@link ErrorCode#KEY_DOES_NOT_EXIST} when there is no value; when
   *     there is no answer, and then the swap may have been made, or may be yet
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

  private Duration until(long end) {
    return Duration.ofNanos(Math.max(0, end - node.host().nanoTime()));
  }

  private Message ask(ObjectNode request, Duration atMost) {
    return patience.ask(
        wait -> node.rpc(service, request, wait.compareTo(atMost) < 0 ? wait : atMost));
  }

  private static ObjectNode request(String type, String key) {
    return Body.of(type).put("key", key);
  }
}
