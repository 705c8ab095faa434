package glomers.workbench.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Host;
import glomers.node.Mailbox;
import glomers.node.Message;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.Network;
import glomers.workbench.network.Party;
import java.util.Optional;

/** Runs a service on the network in a task of its own. */
public final class ServiceTask {
  private final Network network;
  private final Service service;
  private final Mailbox<Envelope> inbox;

  private ServiceTask(Host host, Network network, Service service) {
    this.network = network;
    this.service = service;
    this.inbox = host.mailbox(Integer.MAX_VALUE);
  }

  /** Makes a service known to the network and lets it work until {@link #stop}. */
  public static ServiceTask start(Host host, Network network, Service service) {
    ServiceTask task = new ServiceTask(host, network, service);
    network.attach(service.name(), Party.SERVICE, task.inbox::offer);
    host.start(service.name(), task::serve);
    return task;
  }

  private void serve() {
    Optional<Envelope> next = inbox.take();
    while (next.isPresent()) {
      Message request = next.get().message();
      service.handle(request).ifPresent(reply -> answer(request, reply));
      next = inbox.take();
    }
  }

  private void answer(Message request, ObjectNode reply) {
    request.msgId().ifPresent(id -> reply.put("in_reply_to", id));
    network.send(new Message(service.name(), request.src(), reply));
  }

  /** Takes no more requests. */
  public void stop() {
    network.detach(service.name());
    inbox.close();
  }
}
