package glomers.workbench.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.workbench.checker.Checker;
import glomers.workbench.checker.CounterTotals;
import glomers.workbench.checker.Results;
import glomers.workbench.client.Client;
import glomers.workbench.client.Rpc;
import glomers.workbench.client.Shape;
import glomers.workbench.history.Json;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Numbers given to any node must add up on all of them.
 *
 * @param down whether the counter goes down as well
 */
record CounterWorkload(String name, Parameters parameters, boolean down) implements Workload {
  private static final Keyword ADD = Keyword.of("add");
  private static final Keyword READ = Keyword.of("read");
  private static final Rpc ADD_RPC = Rpc.of("add");
  private static final Rpc READ_RPC = Rpc.of("read").replying("value", Shape.integer());
  private static final int SMALLEST = -5;
  private static final int BEYOND_LARGEST = 5;
  private static final int MOST_SHOWN = 3;

  /** A counter that only goes up. */
  static CounterWorkload growing(Parameters parameters) {
    return new CounterWorkload("g-counter", parameters, false);
  }

  /** A counter that goes down as well. */
  static CounterWorkload upAndDown(Parameters parameters) {
    return new CounterWorkload("pn-counter", parameters, true);
  }

  @Override
  public Generator operations() {
    return caller -> Optional.of(next(parameters.random()));
  }

  /**
   * As in Maelstrom, a counter that only grows skips what would make it smaller: reads are more.
   */
  private Invocation next(RandomGenerator random) {
    while (true) {
      if (random.nextBoolean()) {
        return Invocation.of(READ, null);
      }
      long delta = random.nextInt(SMALLEST, BEYOND_LARGEST);
      if (delta >= 0 || down) {
        return Invocation.of(ADD, delta);
      }
    }
  }

  @Override
  public Optional<Generator> finalOperations() {
    return Optional.of(new OncePerWorker(Invocation.of(READ, null).atTheEnd()));
  }

  @Override
  public Session open(Client client, String node) {
    return invocation -> {
      if (invocation.f().equals(ADD)) {
        client.call(node, ADD_RPC, Body.of("add").put("delta", (long) invocation.value()));
        return Completion.ok(invocation.value());
      }
      ObjectNode reply = client.call(node, READ_RPC, Body.of("read"));
      return Completion.ok(Json.toPlain(reply.get("value")));
    };
  }

  @Override
  public boolean interpretsErrors() {
    return false;
  }

  @Override
  public List<String> inWords(Results results) {
    List<String> words = new ArrayList<>();
    String finals = InWords.list(results, "workload", "final-reads");
    String acceptable = InWords.ranges(results, "workload", "acceptable");
    words.add(
        finals.isEmpty()
            ? "no read succeeded at the end, so no total was compared; it should be " + acceptable
            : "at the end the nodes read " + finals + "; the adds make " + acceptable);
    if (results.failed("workload") && results.find("workload", "errors").isPresent()) {
      wrongTotals(results, words);
    }
    if (results.find("workload", "final-reads-agree?").equals(Optional.of(false))) {
      words.add("the nodes do not agree at the end");
    }
    InWords.unreadAtEnd(results, Naming.of(parameters)).ifPresent(words::add);
    long doubtful = results.count("workload", "doubtful-after-crash-count");
    if (doubtful > 0) {
      words.add(
          "%,d adds were acknowledged by nodes that crashed later, and may be lost where nobody else had heard of them"
              .formatted(doubtful));
    }
    long outside = results.count("workload", "recency", "outside-count");
    if (outside > 0) {
      words.add(
          "%,d of %,d reads were stale or ahead%s"
              .formatted(
                  outside,
                  results.count("workload", "recency", "read-count"),
                  results.find("workload", "recency", "required?").equals(Optional.of(true))
                      ? ", where --recency required asks for fresh ones; the worst: "
                          + InWords.first(
                              results, Naming.of(parameters), "workload", "recency", "worst")
                      : ", which is no failure (--recency required makes it one)"));
    }
    return words;
  }

  private void wrongTotals(Results results, List<String> words) {
    Map<?, ?> stale = totals(results, "stale-totals");
    Map<?, ?> earlier = totals(results, "earlier-totals");
    if (!stale.isEmpty()) {
      words.add(
          "a last read is stale: "
              + inWords(stale)
              + ", and later reads showed all that had been added by then");
    }
    InWords.items(results, "workload", "errors").stream()
        .filter(read -> !stale.containsKey(((Operation) read).value()))
        .findFirst()
        .ifPresent(read ->
            words.add(
                "a total differs from what was added: adds were lost, or counted twice"
                    + (earlier.isEmpty() ? "" : ", or a last read is stale: " + inWords(earlier))
                    + "; the first by "
                    + Naming.of(parameters).actors(read)));
    if (!stale.isEmpty() || !earlier.isEmpty()) {
      words.add(
          "seq-kv may answer a read, or a write that changes nothing, from an old state: write"
              + " something new to a key of the node's own, and then read; a node that keeps the"
              + " total itself was never told of the rest");
    }
  }

  private static Map<?, ?> totals(Results results, String name) {
    return results.find("workload", name).orElse(null) instanceof Map<?, ?> found
        ? found
        : Map.of();
  }

  private static String inWords(Map<?, ?> totals) {
    return totals.entrySet().stream()
        .limit(MOST_SHOWN)
        .map(total -> "%s is the total of %.1f s".formatted(total.getKey(), total.getValue()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public Checker checker() {
    // Of the counters, the one that also goes down is a CRDT by default.
    CounterTotals totals =
        parameters.compat()
            ? CounterTotals.compat(parameters.recency())
            : CounterTotals.strict(parameters.recency());
    return totals.withCrashCost(parameters.crashCost(down));
  }
}
