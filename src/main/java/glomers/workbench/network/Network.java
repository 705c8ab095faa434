package glomers.workbench.network;

import glomers.node.Host;
import glomers.node.Message;
import glomers.workbench.network.NetworkStatistics.Traffic;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * Carries messages between clients, nodes and services, and does to them what {@link Conditions}
 * and the cuts of the moment say. Safe for use by many tasks; none of its methods waits.
 *
 * <p>A message is lost to a cut if its link is cut at the moment at which it would arrive. However
 * long one takes, it does not hold up another, unless {@link Conditions#queued} asks for that.
 */
public final class Network {
  private final Host host;
  private final Conditions conditions;
  private final RandomGenerator random;
  private final NetworkJournal journal;

  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();
  private final Set<String> departedClients = ConcurrentHashMap.newKeySet();
  private final AtomicInteger clientNumbers = new AtomicInteger();
  private final AtomicLong ids = new AtomicLong();

  /** For each receiver, the senders it hears nothing of. Replaced as a whole, never changed. */
  private volatile Map<String, Set<String>> cuts = Map.of();

  private final LongAdder clientsSent = new LongAdder();
  private final LongAdder clientsReceived = new LongAdder();
  private final AtomicLong serversSent = new AtomicLong();
  private final LongAdder serversReceived = new LongAdder();
  private final LongAdder duplicated = new LongAdder();
  private final LongAdder held = new LongAdder();
  private final LongAdder slowed = new LongAdder();
  private volatile long room = Long.MAX_VALUE;
  private final Map<String, Long> refusedByDeparted = new ConcurrentHashMap<>();
  private volatile MessageBudget budget = new MessageBudget(Long.MAX_VALUE, () -> {});
  private final AtomicLongArray dropped = new AtomicLongArray(Drop.values().length);

  /**
   * A network with nobody on it.
   *
   * @param random decides delays, losses and doublings, and nothing else, so that a seed repeats
   *     them
   */
  public Network(Host host, Conditions conditions, RandomGenerator random, NetworkJournal journal) {
    this.host = host;
    this.conditions = conditions;
    this.random = random;
    this.journal = journal;
  }

  private record MessageBudget(long messages, Runnable whenExceeded) {}

  /**
   * Carries at most so many messages between nodes and services. Those beyond are not delivered.
   *
   * @param whenExceeded is run once, by the task that sends the first message too many; must not
   *     wait
   */
  public void limit(long messages, Runnable whenExceeded) {
    budget = new MessageBudget(messages, whenExceeded);
  }

  /**
   * Bounds the memory of the messages that are under way to one receiver or wait there, for each
   * receiver that is attached from now on. Messages beyond that are dropped, and {@link #refused}
   * counts them. A receiver must call {@link #taken} for each message that it takes.
   */
  public void bound(long bytes) {
    room = bytes;
  }

  /** A receiver has taken this message from where it waited. */
  public void taken(String name, Envelope envelope) {
    Endpoint endpoint = endpoints.get(name);
    if (endpoint != null) {
      endpoint.backlog().release(envelope.weight());
    }
  }

  /** All that waited at a receiver is gone. */
  public void emptied(String name) {
    Endpoint endpoint = endpoints.get(name);
    if (endpoint != null) {
      endpoint.backlog().empty();
    }
  }

  /** How many messages were dropped by receiver, because there was no room for more. */
  public Map<String, Long> refused() {
    Map<String, Long> refused = new TreeMap<>(refusedByDeparted);
    endpoints.forEach((name, endpoint) -> {
      if (endpoint.backlog().refused() > 0) {
        refused.put(name, endpoint.backlog().refused());
      }
    });
    return refused;
  }

  /** One name on the network. */
  record Endpoint(
      String name, Party party, Recipient receiver, LongAdder arrivals, Backlog backlog) {}

  /**
   * Makes {@code name} known. From now on it can be written to, and write.
   *
   * @throws IllegalStateException if the name is taken
   */
  public void attach(String name, Party party, Recipient receiver) {
    Recipient inbound =
        conditions.queued() ? new QueuedReceiver(this, host, name, receiver) : receiver;
    if (endpoints.putIfAbsent(
            name, new Endpoint(name, party, inbound, new LongAdder(), new Backlog(room)))
        != null) {
      throw new IllegalStateException("there is already somebody called " + name);
    }
  }

  /** A name for a new client: c0, c1, … */
  public String nextClientName() {
    return "c" + clientNumbers.getAndIncrement();
  }

  /** Lets the journal know that the history begins, at this moment of the host's clock. */
  public void began(long nanos) {
    journal.began(nanos);
  }

  /** Lets the journal know for which process of the history a client works from now on. */
  public void acting(String client, int process) {
    journal.acting(client, process);
  }

  /** Makes {@code name} unknown again. Messages on their way to it are dropped. */
  public void detach(String name) {
    Endpoint gone = endpoints.get(name);
    if (gone == null) {
      return;
    }
    if (gone.party() == Party.CLIENT) {
      // First, so that no reply that comes meanwhile is taken for one to somebody who never was.
      departedClients.add(name);
    }
    endpoints.remove(name);
    if (gone.backlog().refused() > 0) {
      refusedByDeparted.put(name, gone.backlog().refused());
    }
    if (gone.receiver() instanceof QueuedReceiver queue) {
      queue.close();
    }
  }

  /** Sends a message, or says why that cannot be. */
  public Routing send(Message message) {
    Endpoint from = endpoints.get(message.src());
    if (from == null) {
      return Routing.UNKNOWN_SOURCE;
    }
    Endpoint to = endpoints.get(message.dest());
    if (to == null) {
      return departedClients.contains(message.dest())
          ? Routing.CLIENT_GONE
          : Routing.UNKNOWN_DESTINATION;
    }
    boolean client = from.party() == Party.CLIENT || to.party() == Party.CLIENT;
    long weight = room == Long.MAX_VALUE ? 0 : Footprint.of(message);
    Envelope envelope = new Envelope(ids.getAndIncrement(), message, weight);
    if (client) {
      clientsSent.increment();
    } else if (isTooMuch(serversSent.incrementAndGet())) {
      return Routing.SENT;
    }
    journal.sent(envelope);
    if (!client && chance(conditions.faults().loss())) {
      drop(envelope, Drop.LOSS);
      return Routing.SENT;
    }
    dispatch(envelope, to, client);
    if (!client && chance(conditions.faults().duplicate())) {
      duplicated.increment();
      dispatch(envelope.again(), to, false);
    }
    return Routing.SENT;
  }

  private boolean isTooMuch(long count) {
    MessageBudget limit = budget;
    if (count == limit.messages() + 1) {
      limit.whenExceeded().run();
    }
    return count > limit.messages();
  }

  private boolean chance(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  private void dispatch(Envelope envelope, Endpoint to, boolean client) {
    if (!to.backlog().take(envelope.weight())) {
      drop(envelope, Drop.RECEIVER);
      return;
    }
    long delay = conditions.delay().nanos(client, random) + (client ? 0 : hold());
    if (to.receiver() instanceof QueuedReceiver queue) {
      queue.enqueue(envelope, delay, client);
    } else if (delay <= 0) {
      deliver(envelope, to, client);
    } else {
      host.startBrief("delivery", Duration.ofNanos(delay), () -> deliver(envelope, to, client));
    }
  }

  /** How much longer than others a message takes, in nanoseconds; mostly nothing. */
  private long hold() {
    MessageFaults faults = conditions.faults();
    long hold = 0;
    if (chance(faults.reorder())) {
      held.increment();
      hold += (long) (random.nextDouble() * MessageFaults.LONGEST_HOLD.toNanos());
    }
    if (chance(faults.slow())) {
      slowed.increment();
      hold += faults.slowBy().toNanos();
    }
    return hold;
  }

  private void deliver(Envelope envelope, Endpoint to, boolean client) {
    if (isCut(envelope)) {
      to.backlog().release(envelope.weight());
      drop(envelope, Drop.PARTITION);
    } else {
      hand(envelope, to.name(), to.receiver(), client);
    }
  }

  /** The last step: past latency and cuts. */
  void hand(Envelope envelope, String name, Recipient receiver, boolean client) {
    Endpoint to = endpoints.get(name);
    if (to == null) {
      drop(envelope, Drop.RECEIVER);
      return;
    }
    to.arrivals().increment();
    // Counted and noted before the receiver can act on it, so that no reply precedes its request.
    (client ? clientsReceived : serversReceived).increment();
    journal.received(envelope);
    if (!receiver.accept(envelope)) {
      (client ? clientsReceived : serversReceived).decrement();
      to.backlog().release(envelope.weight());
      drop(envelope, Drop.RECEIVER);
    }
  }

  void drop(Envelope envelope, Drop cause) {
    dropped.incrementAndGet(cause.ordinal());
    journal.dropped(envelope, cause);
  }

  boolean isCut(Envelope envelope) {
    Set<String> refused = cuts.get(envelope.message().dest());
    return refused != null && refused.contains(envelope.message().src());
  }

  /**
   * Cuts links, in place of whatever was cut before.
   *
   * @param refused for each receiver, the senders it is to hear nothing of
   */
  public void cut(Map<String, Set<String>> refused) {
    cuts = Map.copyOf(refused);
  }

  /** Mends all links. */
  public void heal() {
    cuts = Map.of();
  }

  /** How many messages were dropped for this cause so far. */
  public long dropped(Drop cause) {
    return dropped.get(cause.ordinal());
  }

  /** How many messages have come to this name so far, whether or not it took them. */
  public long arrivals(String name) {
    Endpoint endpoint = endpoints.get(name);
    return endpoint == null ? 0 : endpoint.arrivals().sum();
  }

  /** How many messages were sent so far. */
  public long sent() {
    return ids.get();
  }

  /** What has happened so far. */
  public NetworkStatistics statistics() {
    // Every message is one of those sent, so there are as many distinct ones as were sent.
    Traffic clients = new Traffic(clientsSent.sum(), clientsReceived.sum(), clientsSent.sum());
    Traffic servers = new Traffic(serversSent.get(), serversReceived.sum(), serversSent.get());
    Map<Drop, Long> drops = new EnumMap<>(Drop.class);
    for (Drop cause : Drop.values()) {
      drops.put(cause, dropped(cause));
    }
    return new NetworkStatistics(
        clients.plus(servers), clients, servers, duplicated.sum(), held.sum(), slowed.sum(), drops);
  }
}
