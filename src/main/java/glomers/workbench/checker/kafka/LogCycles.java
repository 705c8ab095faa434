package glomers.workbench.checker.kafka;

import glomers.workbench.checker.cycles.CycleKind;
import glomers.workbench.checker.cycles.CycleSearch;
import glomers.workbench.checker.cycles.DependencyGraph;
import glomers.workbench.checker.cycles.Relation;
import glomers.workbench.checker.cycles.Strength;
import glomers.workbench.checker.kafka.LogCall.Polled;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Circles of sends, the polls that saw them, process order and real time, such as a message polled
 * before it was sent.
 *
 * <p>The order of messages within a key is left out, as Maelstrom leaves it out: Kafka itself lets
 * a transaction's writes be overtaken.
 */
record LogCycles(LogView log) {

  void check(KafkaFindings findings) {
    var calls = new ArrayList<LogCall>();
    var number = new IdentityHashMap<LogCall, Integer>();
    for (LogCall call : log.calls()) {
      if (call.ok() && !call.is("assign") || isVisible(call)) {
        number.put(call, calls.size());
        calls.add(call);
      }
    }
    var graph = new DependencyGraph(calls.stream().map(LogCycles::node).toList());
    for (LogCall call : calls) {
      for (Polled polled : call.polls()) {
        List<LogCall> senders = log.senders(polled.key(), polled.message());
        if (senders.size() == 1 && number.containsKey(senders.getFirst())) {
          graph.add(
              number.get(senders.getFirst()),
              number.get(call),
              Relation.WR,
              polled.key(),
              polled.message(),
              polled.message());
        }
      }
    }
    graph.addProcessOrder();
    graph.addRealTimeOrder();
    new CycleSearch(graph)
        .find(Set.of(CycleKind.G1C), Strength.REALTIME)
        .cycles()
        .forEach(cycle -> findings.add(cycle.name().name(), cycle.describe()));
  }

  /**
   * Whether nothing comes before anything by Elle's account: no send or poll began after one that
   * succeeded had ended, and no poll showed another operation's message. In a chain of moments,
   * which stands for real time in our graph, even a lone operation has an edge.
   */
  boolean isEmptyToElle() {
    long firstEnd = Long.MAX_VALUE;
    long lastBegin = -1;
    for (LogCall call : log.calls()) {
      if (!call.is("assign") && !call.is("crash")) {
        lastBegin = Math.max(lastBegin, call.invocation().index());
        firstEnd = call.ok() ? Math.min(firstEnd, call.completion().index()) : firstEnd;
      }
    }
    return lastBegin < firstEnd
        && log.calls().stream()
            .allMatch(call ->
                call.polls().stream()
                    .flatMap(polled -> log.senders(polled.key(), polled.message()).stream())
                    .allMatch(sender -> sender == call));
  }

  private static DependencyGraph.Vertex node(LogCall call) {
    return new DependencyGraph.Vertex(
        call.invocation(), call.ok() ? call.completion() : null, call.shown());
  }

  /** Whether a send of unknown outcome is known to have happened, since somebody polled it. */
  private boolean isVisible(LogCall call) {
    return call.outcome() == Operation.Type.INFO
        && call.sends().stream()
            .anyMatch(
                send -> log.firstPoll(log.id(send.key(), send.message(), send.offset())) != null);
  }
}
