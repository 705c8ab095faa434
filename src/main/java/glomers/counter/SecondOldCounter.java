package glomers.counter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glomers.counter.Register.State;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.Promise;
import glomers.node.RpcException;
import java.math.BigInteger;
import java.time.Duration;

/**
 * Challenge 4 with reads that may be a second old: a read shows every add that was acknowledged a
 * second or more before it began, and may miss later ones of other nodes. As with {@link
 * CasCounter} every acknowledged add is in {@code seq-kv}, under every fault.
 *
 * <p>Each node has a {@link Register} of its own. Nobody else swaps there, so an add is always one
 * round trip. A read that finds what it knows of the others too old asks for each of their
 * registers; all reads within a second share that.
 */
public final class SecondOldCounter {
  private static final Duration OLDEST = Duration.ofSeconds(1);

  /**
   * How old the own register may be when the others are read. Whatever this node changes takes it
   * to the newest state of all {@code seq-kv}: so a node that adds often need not ask for that.
   */
  private static final Duration RECENT = Duration.ofMillis(500);

  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration AGAIN = Duration.ofMillis(400);
  private static final int ATTEMPTS = 10;

  private final Node node;
  private final Kv kv;
  private final Register own;
  private final Combiner<Others> looks;
  private volatile Others others;

  /** What the other nodes had added by a time of {@code Host.nanoTime}. */
  private record Others(BigInteger total, long asOf) {}

  /** Makes {@code node} a counter node. */
  public SecondOldCounter(Node node) {
    this.node = node;
    this.kv = Kv.sequential(node);
    this.others = new Others(BigInteger.ZERO, Register.longAgo(node));
    this.own = new Register(node, kv.impatient(), () -> key(node.id()));
    this.looks = new Combiner<>(node, "look", this::look);
    node.handle("add", this::add);
    node.handle("read", this::read);
  }

  private static String key(String node) {
    return "counter/" + node;
  }

  private void add(Message request) {
    long delta = request.integer("delta");
    if (delta != 0) { // else there is nothing to wait for
      own.add(delta);
    }
    node.reply(request, Body.of("add_ok"));
  }

  private void read(Message request) {
    Others known = others;
    if (isOlder(known.asOf(), OLDEST)) {
      known = looks.outcome(PATIENCE);
    }
    BigInteger total = known.total().add(own.seen().total());
    node.reply(request, Body.of("read_ok").set("value", Sums.toJson(total)));
  }

  private boolean isOlder(long asOf, Duration age) {
    return node.host().nanoTime() - asOf > age.toNanos();
  }

  private Others look() {
    if (!isOlder(others.asOf(), OLDEST)) {
      return others; // those who came while it was looked for need not look again
    }
    State present = own.seen();
    if (isOlder(present.asOf(), RECENT)) {
      present = own.add(0);
    }
    BigInteger total = BigInteger.ZERO;
    for (Promise<BigInteger> each : node.peers().stream().map(this::ask).toList()) {
      total = total.add(node.await(each, PATIENCE).orElseThrow(SecondOldCounter::noAnswer));
    }
    others = new Others(total, present.asOf());
    return others;
  }

  private static RpcException noAnswer() {
    return new RpcException(ErrorCode.TIMEOUT, "no answer of seq-kv");
  }

  private Promise<BigInteger> ask(String peer) {
    Promise<BigInteger> answer = node.host().promise();
    node.background("ask for " + peer, () -> ask(peer, answer));
    return answer;
  }

  /** Asks again while no answer comes, and takes the first: each of them would be new enough. */
  private void ask(String peer, Promise<BigInteger> answer) {
    for (int attempt = 0; attempt < ATTEMPTS && !answer.isComplete(); attempt++) {
      node.host().start("read of " + peer, () -> read(peer, answer));
      node.await(answer, AGAIN);
    }
  }

  private void read(String peer, Promise<BigInteger> answer) {
    try {
      JsonNode register = kv.read(key(peer)).orElseGet(JsonNodeFactory.instance::objectNode);
      answer.complete(Register.total(register));
    } catch (RpcException e) {
      node.host().log().debug("no answer of seq-kv: " + e);
    }
  }
}
