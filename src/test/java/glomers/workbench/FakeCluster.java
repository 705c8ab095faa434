package glomers.workbench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Host;
import glomers.node.Mailbox;
import glomers.node.Message;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.Network;
import glomers.workbench.network.Party;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Nodes that are a function from a message to what it makes them send. */
final class FakeCluster implements Cluster {
  private final Host host;
  private final Network network;
  private final BiConsumer<FakeNode, Message> behaviour;
  private final Map<String, Mailbox<Envelope>> inboxes = new LinkedHashMap<>();
  private Consumer<NodeDeath> listener;
  final List<String> started = new ArrayList<>();
  boolean stopped;

  FakeCluster(Host host, Network network, BiConsumer<FakeNode, Message> behaviour) {
    this.host = host;
    this.network = network;
    this.behaviour = behaviour;
  }

  /** What a node can do. */
  final class FakeNode {
    final String name;

    private FakeNode(String name) {
      this.name = name;
    }

    void reply(Message request, ObjectNode body) {
      send(request.src(), body.put("in_reply_to", request.integer("msg_id")));
    }

    void send(String dest, ObjectNode body) {
      network.send(new Message(name, dest, body));
    }

    void die(String how) {
      listener.accept(new NodeDeath(name, how, List.of("the end is near"), List.of()));
    }
  }

  /** Answers init and topology, and leaves everything else to {@code behaviour}. */
  static BiConsumer<FakeNode, Message> ready(BiConsumer<FakeNode, Message> behaviour) {
    return (node, message) -> {
      switch (message.type()) {
        case "init", "topology" -> node.reply(message, Body.of(message.type() + "_ok"));
        default -> behaviour.accept(node, message);
      }
    };
  }

  @Override
  public void attach(String node) {
    Mailbox<Envelope> inbox = host.mailbox(Integer.MAX_VALUE);
    inboxes.put(node, inbox);
    network.attach(node, Party.NODE, inbox::offer);
  }

  @Override
  public void start(String node) {
    started.add(node);
    FakeNode self = new FakeNode(node);
    host.start(
        node,
        () -> {
          Optional<Envelope> next = inboxes.get(node).take();
          while (next.isPresent()) {
            behaviour.accept(self, next.get().message());
            next = inboxes.get(node).take();
          }
        });
  }

  @Override
  public void onDeath(Consumer<NodeDeath> newListener) {
    listener = newListener;
  }

  @Override
  public String lastWords(String node) {
    return "It wrote nothing to stdout.";
  }

  @Override
  public void stop() {
    stopped = true;
    inboxes.values().forEach(Mailbox::close);
  }
}
