package glomers.lessons.broadcast;

import com.fasterxml.jackson.databind.node.IntNode;
import glomers.node.Body;
import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Verdict;
import glomers.workbench.client.Client;
import glomers.workbench.client.Rpc;
import glomers.workbench.history.Keyword;
import glomers.workbench.workload.Completion;
import glomers.workbench.workload.Generator;
import glomers.workbench.workload.Parameters;
import glomers.workbench.workload.Session;
import glomers.workbench.workload.Workload;
import glomers.workbench.workload.Workloads;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The workload {@code broadcast} with values that count how often they are asked whether they equal
 * another one. Messages of nodes in one JVM hold the very object that the client has sent.
 */
final class CountedValues implements Workload {
  static final int AT_EITHER_END = 100;
  static final Keyword FIRST = Keyword.of("comparisons-first");
  static final Keyword LAST = Keyword.of("comparisons-last");

  private static final Rpc BROADCAST = Rpc.of("broadcast");

  private final Workload plain;
  private final int nodes;
  private final ConcurrentLinkedQueue<CountedValue> values = new ConcurrentLinkedQueue<>();

  private static final class CountedValue extends IntNode {
    private static final long serialVersionUID = 1;
    private int comparisons;

    CountedValue(int value) {
      super(value);
    }

    @Override
    public boolean equals(Object other) {
      comparisons++; // in simulated time one task runs at a time
      return super.equals(other);
    }

    @Override
    public int hashCode() {
      return super.hashCode();
    }
  }

  CountedValues(Parameters parameters) {
    this.plain = Workloads.create("broadcast", parameters).orElseThrow();
    this.nodes = parameters.nodes().size();
  }

  @Override
  public String name() {
    return plain.name();
  }

  @Override
  public void prepare(String node, Client client) {
    plain.prepare(node, client);
  }

  @Override
  public Generator operations() {
    return plain.operations();
  }

  @Override
  public Optional<Generator> finalOperations() {
    return plain.finalOperations();
  }

  @Override
  public Session open(Client client, String node) {
    Session session = plain.open(client, node);
    return invocation -> {
      if (!invocation.f().name().equals(BROADCAST.type())) {
        return session.perform(invocation);
      }
      CountedValue value = new CountedValue(Math.toIntExact((long) invocation.value()));
      values.add(value);
      client.call(node, BROADCAST, Body.of("broadcast").set("message", value));
      return Completion.ok(invocation.value());
    };
  }

  @Override
  public Checker checker() {
    Checker checker = plain.checker();
    return history -> {
      Verdict verdict = checker.check(history);
      List<CountedValue> all = List.copyOf(values);
      Map<Keyword, Object> details = new LinkedHashMap<>(verdict.details());
      details.put(FIRST, mean(all.subList(0, Math.min(AT_EITHER_END, all.size()))));
      details.put(LAST, mean(all.subList(Math.max(0, all.size() - AT_EITHER_END), all.size())));
      return new Verdict(verdict.validity(), details);
    };
  }

  private double mean(List<CountedValue> some) {
    return some.stream().mapToInt(value -> value.comparisons).average().orElse(0) / nodes;
  }
}
