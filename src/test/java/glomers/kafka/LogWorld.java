package glomers.kafka;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Json;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One node of a log, n1 of n1, n2 and n3, in simulated time, between a client c1, lin-kv and a test
 * that plays the network in between.
 */
final class LogWorld {
  private final World world = new World();
  private final TestLinKv kv = new TestLinKv();
  private final List<String> replies = new ArrayList<>();
  private Network network = Network.PERFECT;
  private Consumer<Message> peers = message -> {};
  private Predicate<Message> lost = message -> false;
  private Predicate<Message> refused = message -> false;
  private long nextId;

  /** What becomes of a request to lin-kv. */
  enum Network {
    /** It gets there, and so does the reply. */
    PERFECT,
    /** It is lost. */
    LOSES_REQUESTS,
    /** It gets there, but the reply is lost. */
    LOSES_REPLIES,
    /** It gets there twice, and of the replies only the second one comes back. */
    DOUBLES_REQUESTS_AND_LOSES_THE_FIRST_REPLY
  }

  LogWorld(Consumer<Node> challenge) {
    challenge.accept(world.node());
    world.whenSent(message -> {
      if (message.dest().equals("lin-kv")) {
        serve(message);
      } else if (message.dest().startsWith("c")) {
        replies.add(
            message
                .body()
                .deepCopy()
                .without(List.of("in_reply_to", "text"))
                .toString()
                .replace('"', '\''));
      } else {
        peers.accept(message);
      }
    });
  }

  private void serve(Message request) {
    if (lost.test(request)) {
      return;
    }
    if (refused.test(request)) {
      world.deliver(World.replyTo(request, Body.error(11, "not now")));
      return;
    }
    switch (network) {
      case PERFECT -> world.deliver(World.replyTo(request, kv.apply(request)));
      case LOSES_REQUESTS -> {}
      case LOSES_REPLIES -> kv.apply(request);
      case DOUBLES_REQUESTS_AND_LOSES_THE_FIRST_REPLY -> {
        kv.apply(request);
        world.deliver(World.replyTo(request, kv.apply(request)));
      }
    }
  }

  void run(Runnable test) {
    run(List.of("n1", "n2", "n3"), test);
  }

  /** {@link #run}, with the nodes in this order. */
  void run(List<String> nodes, Runnable test) {
    ObjectNode init = Json.object("{'type':'init','msg_id':1,'node_id':'n1'}");
    nodes.forEach(init.putArray("node_ids")::add);
    world.run(() -> {
      world.deliver(new Message("c0", "n1", init));
      world.settle();
      replies.clear();
      test.run();
    });
  }

  TestLinKv kv() {
    return kv;
  }

  World world() {
    return world;
  }

  void network(Network condition) {
    network = condition;
  }

  /** From now on, these requests to lin-kv are lost, whatever the condition of the network. */
  void losing(Predicate<Message> requests) {
    lost = requests;
  }

  /** From now on, lin-kv refuses these requests for certain. */
  void refusing(Predicate<Message> requests) {
    refused = requests;
  }

  /** From now on, {@code others} sees what the node sends to other nodes. Must not wait. */
  void peers(Consumer<Message> others) {
    peers = others;
  }

  void sleep(Duration time) {
    world.sleep(time);
  }

  /** Sends a request, waits for nothing. */
  void send(String body) {
    send(Json.object(body));
  }

  /** The same with a body that will be changed. */
  void send(ObjectNode request) {
    world.deliver(new Message("c1", "n1", request.put("msg_id", ++nextId)));
  }

  /** Sends a request, waits for 10 s at most, and returns the only reply that came. */
  String ask(String body) {
    int before = replies.size();
    send(body);
    for (int i = 0; i < 10_000 && replies.size() == before; i++) {
      world.sleep(Duration.ofMillis(1));
    }
    List<String> since = replies.subList(before, replies.size());
    return since.size() == 1 ? since.get(0) : "not one reply but " + since;
  }

  /** The replies to clients, without what they refer to and without error texts. */
  List<String> replies() {
    return List.copyOf(replies);
  }
}
