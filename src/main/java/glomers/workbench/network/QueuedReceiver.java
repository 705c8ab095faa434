package glomers.workbench.network;

import glomers.node.Host;
import glomers.node.Mailbox;
import java.time.Duration;
import java.util.PriorityQueue;

/**
 * Receives as Maelstrom's queues do: whoever is due first is taken off, and if its link is not cut
 * at that moment its latency is waited out, while everything else, client requests included, waits
 * behind it.
 */
final class QueuedReceiver implements Recipient {
  private final Network network;
  private final Host host;
  private final String name;
  private final Recipient receiver;
  private final Mailbox<Boolean> arrivals;
  private final PriorityQueue<Waiting> queue = new PriorityQueue<>();

  private record Waiting(long due, Envelope envelope, boolean client)
      implements Comparable<Waiting> {
    @Override
    public int compareTo(Waiting other) {
      int byDue = Long.compare(due - other.due, 0);
      return byDue != 0 ? byDue : Long.compare(envelope.id(), other.envelope.id());
    }
  }

  QueuedReceiver(Network network, Host host, String name, Recipient receiver) {
    this.network = network;
    this.host = host;
    this.name = name;
    this.receiver = receiver;
    this.arrivals = host.mailbox(Integer.MAX_VALUE);
    host.start("queue of " + name, this::deliverAll);
  }

  void enqueue(Envelope envelope, long delay, boolean client) {
    synchronized (queue) {
      queue.add(new Waiting(host.nanoTime() + delay, envelope, client));
    }
    arrivals.offer(true);
  }

  void close() {
    arrivals.close();
  }

  @Override
  public boolean accept(Envelope envelope) {
    return receiver.accept(envelope);
  }

  private void deliverAll() {
    while (arrivals.take().isPresent()) {
      Waiting next;
      synchronized (queue) {
        next = queue.remove();
      }
      if (network.isCut(next.envelope())) {
        network.taken(name, next.envelope());
        network.drop(next.envelope(), Drop.PARTITION);
        continue;
      }
      long wait = next.due() - host.nanoTime();
      if (wait > 0) {
        host.sleep(Duration.ofNanos(wait));
      }
      network.hand(next.envelope(), name, receiver, next.client());
    }
  }
}
