package glomers.workbench.protocol;

import glomers.node.Message;
import glomers.workbench.checker.Details;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts breaches of the protocol by kind and node, and keeps the first of each as examples: a node
 * that logs to stdout can break it a million times. Safe for use by many tasks.
 */
public final class ProtocolFaults {
  private static final int EXAMPLES_PER_KIND_AND_NODE = 3;

  private final Map<FaultKind, Map<String, Long>> counts = new EnumMap<>(FaultKind.class);
  private final List<ProtocolFault> examples = new ArrayList<>();
  private final Disturbances disturbances = new Disturbances();
  private final Map<String, Requests> clients = new ConcurrentHashMap<>();

  /** What the workbench itself does to nodes, which is not their fault. */
  public Disturbances disturbances() {
    return disturbances;
  }

  /** The account of a new client's requests. */
  public Requests opened(String client) {
    Requests requests = new Requests(disturbances, client);
    clients.put(client, requests);
    return requests;
  }

  /** What is to be said of a message to a client that has gone; empty if it accuses nobody. */
  public Optional<Requests.Complaint> afterItsEnd(Message message) {
    Requests requests = clients.get(message.dest());
    return requests == null ? Optional.empty() : requests.about(message.body().get("in_reply_to"));
  }

  /** Counts one. Returns whether it is the first of its kind from its node. */
  public synchronized boolean add(ProtocolFault fault) {
    long count =
        counts
            .computeIfAbsent(fault.kind(), kind -> new TreeMap<>())
            .merge(fault.node(), 1L, Long::sum);
    if (count <= EXAMPLES_PER_KIND_AND_NODE) {
      examples.add(fault);
    }
    return count == 1;
  }

  /** How many of this kind there were. */
  public synchronized long count(FaultKind kind) {
    return counts.getOrDefault(kind, Map.of()).values().stream().mapToLong(Long::longValue).sum();
  }

  /** The kinds that occurred, with how many there were of each, in order of the kinds. */
  public synchronized Map<FaultKind, Long> counts() {
    Map<FaultKind, Long> all = new EnumMap<>(FaultKind.class);
    counts.keySet().forEach(kind -> all.put(kind, count(kind)));
    return all;
  }

  /** The first few of each kind from each node, in order of time. */
  public synchronized List<ProtocolFault> examples() {
    return List.copyOf(examples);
  }

  /** The entry {@code :protocol} of the results. */
  public synchronized Verdict verdict() {
    Map<Keyword, Object> byKind = new LinkedHashMap<>();
    Map<String, Long> byNode = new TreeMap<>();
    boolean fatal = false;
    long count = 0;
    for (Map.Entry<FaultKind, Long> kind : counts().entrySet()) {
      byKind.put(Keyword.of(kind.getKey().label()), kind.getValue());
      counts.get(kind.getKey()).forEach((node, n) -> byNode.merge(node, n, Long::sum));
      fatal |= kind.getKey().fatal();
      count += kind.getValue();
    }
    Details details = new Details().with("count", count);
    if (count > 0) {
      details
          .with("by-kind", byKind)
          .with("by-node", byNode)
          .with("examples", examples.stream().map(ProtocolFaults::data).toList());
    }
    return details.verdict(Validity.of(!fatal));
  }

  private static Map<Keyword, Object> data(ProtocolFault fault) {
    Details data =
        new Details().with("kind", Keyword.of(fault.kind().label())).with("node", fault.node());
    if (fault.line() > 0) {
      data.with("line", fault.line());
    }
    return data.with("text", fault.text()).with("cause", fault.cause()).map();
  }
}
