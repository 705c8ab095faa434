package glomers.workbench.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Host;
import glomers.node.Mailbox;
import glomers.node.Message;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.Network;
import glomers.workbench.network.Party;
import glomers.workbench.protocol.FaultKind;
import glomers.workbench.protocol.ProtocolFault;
import glomers.workbench.protocol.ProtocolFaults;

/** Runs a service on the network in a task of its own. */
public final class ServiceTask {
  private final Network network;
  private final Service service;
  private final ProtocolFaults faults;
  private final Mailbox<Envelope> inbox;

  private ServiceTask(Host host, Network network, Service service, ProtocolFaults faults) {
    this.network = network;
    this.service = service;
    this.faults = faults;
    this.inbox = host.mailbox(Integer.MAX_VALUE);
  }

  /**
   * Makes a service known to the network and lets it work until {@link #stop}.
   *
   * @param faults where it is noted who asks for what the service does not know
   */
  public static ServiceTask start(
      Host host, Network network, Service service, ProtocolFaults faults) {
    ServiceTask task = new ServiceTask(host, network, service, faults);
    network.attach(service.name(), Party.SERVICE, task.inbox::offer);
    host.start(service.name(), () -> task.inbox.drain(() -> true, task::serve));
    return task;
  }

  private void serve(Envelope next) {
    network.taken(service.name(), next);
    Message request = next.message();
    service
        .handle(request)
        .ifPresentOrElse(reply -> answer(request, reply), () -> complain(request));
  }

  private void answer(Message request, ObjectNode reply) {
    request.msgId().ifPresent(id -> reply.put("in_reply_to", id));
    network.send(new Message(service.name(), request.src(), reply));
  }

  private void complain(Message request) {
    String cause =
        "%s does not know requests of the type \"%s\", and so never answers them; it knows %s"
            .formatted(service.name(), request.type(), String.join(", ", service.requests()));
    faults.add(
        new ProtocolFault(
            FaultKind.UNKNOWN_REQUEST, request.src(), 0, request.body().toString(), cause));
  }

  /** Takes no more requests. */
  public void stop() {
    network.detach(service.name());
    inbox.close();
  }
}
