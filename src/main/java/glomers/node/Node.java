package glomers.node;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One node of a cluster: reads messages, gives each a task of its own, and offers its handlers
 * plain blocking calls.
 *
 * <p>Register handlers, then call {@link #run}. {@code init} is answered by the node itself; {@code
 * topology} is an ordinary message. A request is answered once: by {@link #reply}, by the error
 * that its handler threw, or by an indefinite error at its deadline; whatever comes later is
 * dropped, since Maelstrom takes an answer to a client that has gone for a malformed message.
 *
 * <p>All methods may be called from any task. None of those that wait ({@link #rpc}, {@link
 * #sleep}, {@link #await}) may be called while holding a monitor.
 */
public final class Node {
  /** How long {@link #rpc(String, ObjectNode)} waits for a reply. */
  public static final Duration RPC_TIMEOUT = Duration.ofSeconds(1);

  private static final Duration FAREWELL = Duration.ofSeconds(2);
  private static final Duration FAREWELL_CHECK = Duration.ofMillis(5);

  private final Transport transport;
  private final Host host;
  private final Limits limits;
  private final long incarnation;
  private final Handlers handlers = new Handlers();
  private final Complaints complaints;
  private final OpenRequests open;
  private final PendingRpcs rpcs;
  private final Throttle throttle;
  private final Silence silence = new Silence();
  private final EarlyMessages early = new EarlyMessages();
  private long accepted; // the reader's alone
  private Runnable initHook = () -> {};
  private volatile Membership membership; // null before init

  /** A node with the default {@link Limits}. */
  public Node(Transport transport, Host host) {
    this(transport, host, Limits.DEFAULT);
  }

  /** A node with limits of one's own. */
  public Node(Transport transport, Host host, Limits limits) {
    this.transport = transport;
    this.host = host;
    this.limits = limits;
    this.incarnation = Incarnation.draw(host);
    this.open = new OpenRequests(host, limits.open(), this::answerTooLate);
    this.rpcs = new PendingRpcs(host, limits.rpcs(), 1 + host.random().nextInt(1 << 30));
    this.throttle = new Throttle(host, limits);
    this.complaints = new Complaints(host.log());
  }

  /** What this node stands on: for clocks, chance, promises, mailboxes and the log. */
  public Host host() {
    return host;
  }

  /** This node's name. Known from {@code init} on; asking earlier is a programming error. */
  public String id() {
    Membership known = membership;
    if (known == null) {
      throw new IllegalStateException("a node has no id before init: ask in a handler or onInit");
    }
    return known.id();
  }

  /**
   * The names of all nodes, this one included, in the order that {@code init} gave them. Empty
   * before it.
   */
  public List<String> ids() {
    Membership known = membership;
    return known == null ? List.of() : known.ids();
  }

  /** The names of all other nodes, in the order that {@code init} gave them. Empty before it. */
  public List<String> peers() {
    Membership known = membership;
    return known == null ? List.of() : known.peers();
  }

  /**
   * A number that differs after a restart. Whatever peers or services remember of a node (counters,
   * dedupe keys) must carry it, for a restarted node has forgotten how far it had counted. Positive
   * and below 2^53.
   */
  public long incarnation() {
    return incarnation;
  }

  /**
   * This node's name and incarnation in one word, such as {@code n1/1c9x2kq0ha}: what others should
   * remember it by where a restarted node must not be taken for the one before. Known from {@code
   * init} on.
   */
  public String origin() {
    return id() + "/" + Long.toString(incarnation, Character.MAX_RADIX);
  }

  /**
   * Registers what to do with messages of this type, from whomever they come. Returns this node.
   *
   * @throws IllegalArgumentException if somebody does that already
   */
  public Node handle(String type, Handler handler) {
    handlers.add(type, handler, false);
    return this;
  }

  /**
   * The same for what nodes tell each other: all but {@link #peers} are refused. Maelstrom stops
   * reading a node that writes to a name nobody has.
   */
  public Node handleFromPeers(String type, Handler handler) {
    handlers.add(type, handler, true);
    return this;
  }

  /**
   * Sets what to do once this node knows its id, before it says {@code init_ok}. Must be short, and
   * must not send: start that with {@link #background}. If it throws, {@code init} is answered with
   * that error, and the next {@code init} tries again.
   */
  public void onInit(Runnable hook) {
    this.initHook = hook;
  }

  /**
   * Reads and dispatches messages until the input ends, then lets running handlers finish, for 2 s
   * at most. Call it once.
   */
  public void run() {
    for (Optional<Message> next = transport.receive();
        next.isPresent();
        next = transport.receive()) {
      dispatch(new EarlyMessages.Arrival(next.get(), host.nanoTime()));
    }
    rpcs.shutDown();
    long end = host.nanoTime() + FAREWELL.toNanos();
    while (throttle.alive() > 0 && host.nanoTime() - end < 0) {
      host.sleep(FAREWELL_CHECK);
    }
    if (throttle.alive() > 0) {
      host.log().warn("the input has ended; " + throttle.alive() + " handlers were not done");
    }
  }

  /**
   * Sends a message and waits for nothing. The body is not changed.
   *
   * @throws IllegalStateException if others may not be there yet, see {@link #background}
   */
  public void send(String dest, ObjectNode body) {
    silence.requireOver();
    transport.send(new Message(id(), dest, body));
  }

  /**
   * Answers a request. Dropped, and logged, if it was answered already or its deadline has passed;
   * ignored if the message is no request at all. The body is not changed.
   */
  public void reply(Message request, ObjectNode body) {
    if (!request.isRequest()) {
      return;
    }
    if (!open.close(request)) {
      complaints.warn(
          () -> "dropped a second or late reply to " + request.src() + ": " + Body.excerpt(body));
      return;
    }
    answer(request, body);
  }

  /**
   * How long a request may still be answered: from 4.5 s downwards with the default {@link Limits}.
   * Zero if it was answered, has expired, or is no request.
   */
  public Duration timeLeft(Message request) {
    return open.timeLeft(request);
  }

  /** {@link #rpc(String, ObjectNode, Duration)} with {@link #RPC_TIMEOUT}. */
  public Message rpc(String dest, ObjectNode body) {
    return rpc(dest, body, RPC_TIMEOUT);
  }

  /**
   * Sends a request and waits for its reply. The body is not changed.
   *
   * @return the reply, which is not an error
   * @throws RpcException with the code of an error reply; with {@link ErrorCode#TIMEOUT} when none
   *     came in time, and then the request may have been carried out, or may be yet; with {@link
   *     ErrorCode#TEMPORARILY_UNAVAILABLE} when too many requests wait, and it was not even sent
   * @throws IllegalStateException if others may not be there yet, see {@link #background}
   */
  public Message rpc(String dest, ObjectNode body, Duration timeout) {
    silence.requireOver();
    PendingRpcs.Pending rpc = rpcs.open(dest);
    try {
      transport.send(
          new Message(id(), dest, Body.with(body, "msg_id", LongNode.valueOf(rpc.id()))));
      Message reply =
          await(rpc.reply(), timeout)
              .orElseThrow(() ->
                  new RpcException(
                      ErrorCode.TIMEOUT,
                      "no reply from " + dest + " in " + timeout.toMillis() + " ms"));
      if (reply.type().equals("error")) {
        throw RpcException.of(reply);
      }
      return reply;
    } finally {
      rpcs.close(rpc);
    }
  }

  /** Waits for {@code time}. */
  public void sleep(Duration time) {
    throttle.waits();
    try {
      host.sleep(time);
    } finally {
      throttle.waited();
    }
  }

  /** Waits for a promise, at most for {@code timeout}; empty if it was not kept in time. */
  public <T> Optional<T> await(Promise<T> promise, Duration timeout) {
    throttle.waits();
    try {
      return promise.await(timeout);
    } finally {
      throttle.waited();
    }
  }

  /**
   * Starts a part of what a handler does in a task of its own, which counts like a handler.
   *
   * @param needed whether to do so even if there are too many: one for each handler at most
   * @return whether it was started
   */
  public boolean fork(String name, Runnable work, boolean needed) {
    if (!needed && !throttle.hasTasksToSpare()) {
      return false;
    }
    throttle.begin(0);
    host.start(
        name,
        () -> {
          try {
            work.run();
          } finally {
            throttle.end(0);
          }
        });
    return true;
  }

  /**
   * Runs {@code work} beside the handlers, from the moment on that this node may write to others:
   * the first message other than {@code init}, or 10 s after {@code init}.
   */
  public void background(String name, Runnable work) {
    silence.afterwards(() -> host.start(name, work));
  }

  /**
   * Runs {@code work} again and again in the {@link #background}, with pauses of {@code period} in
   * between. What it throws is logged, and does not end it.
   */
  public void every(String name, Duration period, Runnable work) {
    background(
        name,
        () -> {
          while (true) {
            sleep(period);
            try {
              work.run();
            } catch (RpcException e) {
              host.log().debug(name + ": " + e); // the normal flow of a partition
            } catch (RuntimeException e) {
              host.log().error(name + " failed; it goes on in " + period.toMillis() + " ms", e);
            }
          }
        });
  }

  private void dispatch(EarlyMessages.Arrival arrival) {
    Message message = arrival.message();
    OptionalLong inReplyTo = message.inReplyTo();
    if (inReplyTo.isPresent()) {
      if (!rpcs.complete(inReplyTo.getAsLong(), message)) {
        host.log().debug("ignored a late, doubled or unasked reply from " + message.src());
      }
    } else if (message.type().equals("init")) {
      init(message);
    } else if (membership == null) {
      if (!early.add(arrival)) {
        complaints.warn(() -> "dropped a message from " + message.src() + ": no init came before");
      }
    } else {
      silence.end();
      accept(message, arrival.time() + limits.deadline().toNanos());
    }
  }

  private void init(Message message) {
    try {
      Membership told = Membership.of(message);
      if (membership == null) {
        begin(told);
      } else if (!membership.id().equals(told.id())) {
        throw new RpcException(
            ErrorCode.MALFORMED_REQUEST, "this node is " + membership.id() + " already");
      }
    } catch (RpcException e) {
      refuse(message, e.code(), e.getMessage());
      return;
    } catch (RuntimeException e) {
      host.log().error("could not begin", e);
      refuse(message, ErrorCode.CRASH.code(), "crashed: " + e);
      return;
    }
    // Also to the second of two equal ones: the answer to the first may have been lost.
    if (message.isRequest()) {
      answer(message, Body.of("init_ok"));
    }
    early.removeAll().forEach(this::dispatch);
  }

  private void begin(Membership told) {
    membership = told;
    try {
      initHook.run();
    } catch (RuntimeException e) {
      membership = null;
      throw e;
    }
    silence.endAfter(host, limits.silence());
  }

  private void accept(Message received, long deadline) {
    Message message = received.numbered(++accepted);
    long bytes = message.weight();
    if (!throttle.awaitRoom()) {
      complaints.warn(() -> "dropped a message: nobody takes in what this node has to say");
      return;
    }
    if (throttle.hasRoom(bytes) && (!message.isRequest() || open.open(message, deadline))) {
      start(handlers.of(message, membership), message, bytes);
    } else {
      // Without what it says, or many that wait for stdout would hold all that there was no room
      // for.
      start(this::turnDown, message.withoutContent(), 0);
    }
  }

  /** Whatever answers is a task: the reader must not wait for stdout, or would miss its end. */
  private void start(Handler handler, Message message, long bytes) {
    throttle.begin(bytes);
    host.start(message.type(), () -> handle(handler, message, bytes));
  }

  private void turnDown(Message message) {
    complaints.warn(() -> "too much to do: turned down a message from " + message.src());
    refuse(
        message,
        ErrorCode.TEMPORARILY_UNAVAILABLE.code(),
        "this node has too many requests to answer; try again later");
  }

  private void handle(Handler handler, Message message, long bytes) {
    try {
      handler.handle(message);
    } catch (RpcException e) {
      fail(message, e.code(), e.getMessage());
    } catch (Killed e) {
      throw e;
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        throw new Killed(id());
      }
      complaints.error(() -> "failed to handle " + Body.excerpt(message.body()), e);
      fail(message, ErrorCode.CRASH.code(), "crashed: " + e);
      if (e instanceof VirtualMachineError fatal) {
        throw fatal;
      }
    } finally {
      throttle.end(bytes);
    }
  }

  /** Answers with an error, unless the handler has answered before it failed. */
  private void fail(Message message, int code, String text) {
    if (message.isRequest() && open.close(message)) {
      answer(message, Body.error(code, Body.excerpt(text)));
    } else {
      String about = Body.excerpt(message.type()) + " from " + Body.excerpt(message.src());
      complaints.warn(() -> "a " + about + " failed: " + Body.excerpt(text));
    }
  }

  /** Answers a request that no handler has seen. */
  private void refuse(Message message, int code, String text) {
    if (message.isRequest()) {
      answer(message, Body.error(code, Body.excerpt(text)));
    }
  }

  private void answerTooLate(Message late) {
    complaints.warn(
        () -> "no answer in time to " + Body.excerpt(late.body()) + " from " + late.src());
    String text = "no answer within " + limits.deadline().toMillis() + " ms";
    answer(late, Body.error(ErrorCode.TIMEOUT.code(), text));
  }

  private void answer(Message request, ObjectNode body) {
    String self = membership == null ? request.dest() : membership.id();
    // The sender's own number, however large it may be.
    ObjectNode reply = Body.with(body, "in_reply_to", request.field("msg_id"));
    try {
      transport.send(new Message(self, request.src(), reply));
    } catch (RuntimeException e) {
      // As good as lost on its way. Neither the reader nor the timer may stop over it.
      host.log().error("could not send a reply to " + request.src(), e);
    }
  }
}
