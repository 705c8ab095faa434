package glomers.lessons.stage;

import glomers.node.Message;
import glomers.workbench.network.Drop;
import java.util.Optional;

/**
 * One message's way through the network, which is over.
 *
 * @param message what was sent
 * @param sent when, in nanoseconds on the run's clock
 * @param ended when it arrived or was dropped, on the same clock
 * @param drop why it did not arrive, if it did not
 */
public record Passage(Message message, long sent, long ended, Optional<Drop> drop) {

  public boolean arrived() {
    return drop.isEmpty();
  }

  /** Whether this node, client or service is at either end. */
  public boolean touches(String name) {
    return message.src().equals(name) || message.dest().equals(name);
  }

  /** Whether it is of this type. */
  public boolean is(String type) {
    return message.type().equals(type);
  }

  /** Whether a client is at either end. */
  public boolean withClient() {
    return Names.isClient(message.src()) || Names.isClient(message.dest());
  }

  /** Whether a service is at either end. */
  public boolean withService() {
    return Names.isService(message.src()) || Names.isService(message.dest());
  }

  /** Whether a node asks a service. */
  public boolean asksService() {
    return Names.isNode(message.src()) && Names.isService(message.dest());
  }
}
