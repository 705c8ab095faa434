package glomers.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One node of a cluster. A message's way through it, in the order of the methods below:
 *
 * <ol>
 *   <li>{@link #run} has the {@link Transport} read the next line from stdin.
 *   <li>{@code dispatch} hands a reply to the {@link #rpc} that waits for it, has {@code init}
 *       answered, and keeps what comes before {@code init} until then.
 *   <li>{@code accept} gives any other message a number, and a request a deadline. It waits while
 *       too many handlers run, and turns down what is beyond the {@link Limits}.
 *   <li>The {@link Handler} of the message's type runs in a task of its own ({@link Throttle}). It
 *       calls other nodes ({@link #send}, {@link #rpc}), waits ({@link #sleep}, {@link #await}),
 *       and answers a request ({@link #reply}). What it throws is answered as an error, and a
 *       request without an answer gets an error at its deadline ({@link Answers}).
 *   <li>The {@link Transport} prints the answer as a line onto stdout.
 * </ol>
 *
 * <p>Register handlers and the hook for {@code init} first, then call {@link #run} once. All other
 * methods are thread-safe; call none that waits while holding a monitor.
 */
public final class Node implements RecordBodies {
  /** How long {@link #rpc(String, ObjectNode)} waits for a reply. */
  public static final Duration RPC_TIMEOUT = Duration.ofSeconds(1);

  private final Transport transport;
  private final Host host;
  private final Limits limits;
  private final long incarnation;
  private final Handlers handlers = new Handlers();
  private final Complaints complaints;
  private final Answers answers;
  private final PendingRpcs rpcs;
  private final Throttle throttle;
  private final Silence silence = new Silence();
  private final EarlyMessages early = new EarlyMessages();
  private long accepted; // only the reader's
  private Runnable initHook = () -> {};
  private volatile Membership membership = Membership.UNKNOWN; // before init

  /** A node with the default {@link Limits}. */
  public Node(Transport transport, Host host) {
    this(transport, host, Limits.DEFAULT);
  }

  /** A node with these limits. */
  public Node(Transport transport, Host host, Limits limits) {
    this.transport = transport;
    this.host = host;
    this.limits = limits;
    this.incarnation = Incarnation.draw(host);
    this.complaints = new Complaints(host.log());
    this.answers = new Answers(transport, host, limits, complaints, () -> membership);
    this.rpcs = new PendingRpcs(host, limits.rpcs(), 1 + host.random().nextInt(1 << 30));
    this.throttle = new Throttle(host, limits);
  }

  /**
   * Registers what to do with messages of this type, whoever sent them. {@code init} is answered by
   * the node itself; {@code topology} is a message like any other. Returns this node.
   *
   * @throws IllegalArgumentException if this type has a handler already
   */
  public Node handle(String type, Handler handler) {
    handlers.add(type, handler, false);
    return this;
  }

  /** The same for messages between nodes: the handler gets only what comes from {@link #peers}. */
  public Node handleFromPeers(String type, Handler handler) {
    handlers.add(type, handler, true);
    return this;
  }

  /**
   * Sets what to do once this node knows its id, before it answers {@code init}. The hook must not
   * wait or send: start that with {@link #background}. If it throws, {@code init} is answered with
   * that error, and the next {@code init} tries again.
   */
  public void onInit(Runnable hook) {
    this.initHook = hook;
  }

  /** Reads messages until the input ends, then gives the running handlers two seconds to finish. */
  public void run() {
    transport.receiveAll(
        () -> membership.isKnown() && throttle.isCalm(),
        message -> dispatch(new EarlyMessages.Arrival(message, host.nanoTime())));
    rpcs.shutDown();
    throttle.awaitEnd();
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
    } else if (!membership.isKnown()) {
      if (!early.add(arrival)) {
        complaints.warn(() -> "dropped a message from " + message.src() + ": no init came before");
      }
    } else {
      silence.end();
      accept(message, arrival.time());
    }
  }

  private void init(Message message) {
    Membership before = membership;
    try {
      Membership told = Membership.of(message);
      if (!before.isKnown()) {
        membership = told; // the hook asks for it
        initHook.run();
        silence.endAfter(host, limits.silence());
      } else if (!before.id().equals(told.id())) {
        throw new RpcException(
            ErrorCode.MALFORMED_REQUEST, "this node is " + before.id() + " already");
      }
    } catch (RuntimeException e) {
      membership = before;
      answers.replyAtOnce(message, answers.error(message, e));
      return;
    }
    answers.replyAtOnce(message, Body.of("init_ok")); // repeated, too: an answer may get lost
    early.removeAll().forEach(this::dispatch);
  }

  private void accept(Message received, long arrival) {
    Message message = received.numbered(++accepted);
    long bytes = message.weight();
    if (!throttle.awaitRoom()) {
      complaints.warn(() -> "dropped a message: nobody reads what this node writes");
      return;
    }
    // Whatever answers is a task: the reader must not wait for stdout, or it would miss its end.
    if (throttle.hasRoom(bytes) && (!message.isRequest() || answers.expect(message, arrival))) {
      Handler handler = handlers.of(message, membership);
      throttle.start(message.type(), bytes, answers.handling(message, handler));
    } else {
      Message rest = message.withoutContent(); // of which there may be many
      throttle.start("turn down", 0, () -> answers.turnDown(rest));
    }
  }

  /** What this node runs on: clocks, randomness, promises, mailboxes and the log. */
  public Host host() {
    return host;
  }

  /** This node's name. Known from {@code init} on; asking earlier is a programming error. */
  public String id() {
    return membership.requireId();
  }

  /** The names of all nodes, this one included, as {@code init} orders them. Empty before it. */
  public List<String> ids() {
    return membership.ids();
  }

  /** The names of all other nodes, as {@code init} orders them. Empty before it. */
  public List<String> peers() {
    return membership.peers();
  }

  /**
   * A number that differs after a restart. Whatever peers or services remember of a node (counters,
   * dedupe keys) must contain it, because a restarted node has forgotten how far it had counted.
   * Positive and below 2^53.
   */
  public long incarnation() {
    return incarnation;
  }

  /**
   * This node's name and incarnation in one word, such as {@code n1/1c9x2kq0ha}: its name for those
   * who must tell it from the node before a restart. Known from {@code init} on.
   */
  public String origin() {
    return id() + "/" + Long.toString(incarnation, Character.MAX_RADIX);
  }

  /**
   * How long a request may still be answered: 4.5 s at first with the default {@link Limits}. Zero
   * if it was answered, has expired, or is no request.
   */
  public Duration timeLeft(Message request) {
    return answers.timeLeft(request);
  }

  /**
   * Sends a message without waiting for an answer. The body is not changed.
   *
   * @throws IllegalStateException if others may not be there yet, see {@link #background}
   * @throws IllegalArgumentException if the message is too long to be sent
   */
  public void send(String dest, ObjectNode body) {
    silence.requireOver();
    transport.send(new Message(id(), dest, body));
  }

  /** {@link #rpc(String, ObjectNode, Duration)} with {@link #RPC_TIMEOUT}. */
  public Message rpc(String dest, ObjectNode body) {
    return rpc(dest, body, RPC_TIMEOUT);
  }

  /**
   * Sends a request and waits for its reply. The body is not changed.
   *
   * @return the reply, which is not an error
   * @throws RpcException with the code of an error reply; with {@link ErrorCode#TIMEOUT} if none
   *     came in time, and then the request may have been carried out, or may be yet; with {@link
   *     ErrorCode#TEMPORARILY_UNAVAILABLE} if too many requests wait, and it was not even sent
   * @throws IllegalStateException if others may not be there yet, see {@link #background}
   * @throws IllegalArgumentException if the message is too long to be sent
   */
  public Message rpc(String dest, ObjectNode body, Duration timeout) {
    silence.requireOver();
    PendingRpcs.Pending rpc = rpcs.open(dest);
    try {
      transport.send(new Message(id(), dest, rpc.numbered(body)));
      return await(rpc.reply(), timeout)
          .map(RpcException::throwIfError)
          .orElseThrow(() -> RpcException.noReply(dest, timeout));
    } finally {
      rpcs.close(rpc);
    }
  }

  /** Waits for {@code time}. */
  public void sleep(Duration time) {
    throttle.sleep(time);
  }

  /** Waits for a promise, at most for {@code timeout}; empty if it was not kept in time. */
  public <T> Optional<T> await(Promise<T> promise, Duration timeout) {
    return throttle.await(promise, timeout);
  }

  /**
   * Starts a part of a handler's work in a task of its own, which counts like a handler.
   *
   * @param needed whether to start it even if too many run: at most one for each handler
   * @return whether it was started
   */
  public boolean fork(String name, Runnable work, boolean needed) {
    return throttle.fork(name, work, needed);
  }

  /**
   * Runs {@code work} beside the handlers, as soon as this node may write to others: after the
   * first message other than {@code init}, or 10 s after {@code init}.
   */
  public void background(String name, Runnable work) {
    silence.afterwards(() -> host.start(name, work));
  }

  /**
   * Runs {@code work} periodically in the {@link #background}: each time {@code period} after it
   * has ended. An exception is logged and does not end it; an {@link RpcException}, as every
   * partition causes them, only at debug level.
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
              host.log().debug(name + " failed: " + e);
            } catch (RuntimeException e) {
              complaints.error(() -> name + " failed, and goes on", e);
            }
          }
        });
  }

  /**
   * Answers a request. Dropped, and logged, if it was answered already or its deadline has passed;
   * ignored if the message is no request at all. The body is not changed. A reply that is too long
   * to be sent becomes the error {@link ErrorCode#CRASH}.
   */
  public void reply(Message request, ObjectNode body) {
    answers.reply(request, body);
  }
}
