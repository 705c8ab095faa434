package glomers.workbench;

import glomers.node.RpcException;
import glomers.workbench.checker.Exceptions;
import glomers.workbench.client.RpcTimeoutException;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.history.Symbol;
import glomers.workbench.nemesis.NodeWindow;
import glomers.workbench.workload.Naming;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operations of a history that were not answered or were answered with an error, by what was
 * asked.
 */
final class Unsuccessful {
  /** How the history names a request that was given up. */
  static final Keyword NET_TIMEOUT = Keyword.of("net-timeout");

  private static final Keyword TYPE = Keyword.of("type");
  private static final Keyword MESSAGE = Keyword.of("message");

  private final List<NodeWindow> disturbances;
  private final Naming naming;
  private final Map<Keyword, Unanswered> unanswered = new LinkedHashMap<>();
  private final Map<Keyword, Map<String, Refused>> refused = new LinkedHashMap<>();
  private long requests;
  private long undisturbed;

  /**
   * Requests of one kind that got no answer in time.
   *
   * @param count how many there were
   * @param disturbed how many of them were open while the workbench had stopped or killed their
   *     node
   * @param first the first, if possible one that nothing of the workbench's explains
   */
  record Unanswered(long count, long disturbed, Operation first) {}

  /**
   * Operations of one kind that were answered with one and the same error.
   *
   * @param text the error
   * @param count how many there were
   * @param first the first of them
   */
  record Refused(String text, long count, Operation first) {}

  private Unsuccessful(Naming naming, List<NodeWindow> nodeFaults) {
    this.naming = naming;
    // A node whose clock is wrong still runs, and answers.
    this.disturbances = nodeFaults.stream().filter(window -> window.kind().silences()).toList();
  }

  static Unsuccessful of(Plan plan, RunOutcome outcome) {
    Unsuccessful found = new Unsuccessful(plan.naming(), outcome.nodeFaults());
    Map<Integer, Operation> invocations = new HashMap<>();
    for (Operation entry : outcome.history()) {
      if (!entry.isClient()) {
        continue;
      }
      if (entry.type() == Type.INVOKE) {
        invocations.put(entry.process(), entry);
      } else {
        Operation invocation = invocations.remove(entry.process());
        found.note(invocation == null ? entry : invocation, entry);
      }
    }
    return found;
  }

  private void note(Operation invocation, Operation entry) {
    requests++;
    if (entry.type() == Type.OK) {
      return;
    }
    Object error = entry.extra().get(Operation.ERROR);
    Optional<Map<?, ?>> thrown = Exceptions.outermost(entry);
    if (NET_TIMEOUT.equals(error) || isA(thrown, RpcTimeoutException.class)) {
      noteUnanswered(invocation, entry);
    } else if (error instanceof List<?> list
        && list.size() == 2
        && list.getFirst() instanceof Keyword label) {
      noteRefused(entry, label.name() + text(list.getLast()));
    } else if (isA(thrown, RpcException.class)) {
      noteRefused(entry, "error" + text(thrown.get().get(MESSAGE)));
    }
  }

  private static String text(Object text) {
    return text == null ? " without a text" : " \"" + text + "\"";
  }

  private static boolean isA(Optional<Map<?, ?>> thrown, Class<?> type) {
    return thrown.filter(map -> new Symbol(type.getName()).equals(map.get(TYPE))).isPresent();
  }

  private void noteUnanswered(Operation invocation, Operation entry) {
    boolean disturbed =
        disturbances.stream()
            .anyMatch(window ->
                window.nodes().contains(naming.node(entry.process()))
                    && window.from() <= entry.time()
                    && window.to() >= invocation.time());
    Unanswered some = unanswered.getOrDefault(entry.f(), new Unanswered(0, 0, entry));
    boolean plainer = some.disturbed() == some.count() && !disturbed;
    unanswered.put(
        entry.f(),
        new Unanswered(
            some.count() + 1,
            some.disturbed() + (disturbed ? 1 : 0),
            plainer ? entry : some.first()));
    undisturbed += disturbed ? 0 : 1;
  }

  private void noteRefused(Operation entry, String text) {
    refused
        .computeIfAbsent(entry.f(), f -> new LinkedHashMap<>())
        .merge(
            text,
            new Refused(text, 1, entry),
            (known, more) -> new Refused(text, known.count() + 1, known.first()));
  }

  /** How many operations came to an end, whatever end. */
  long requests() {
    return requests;
  }

  /** How many got no answer in time although the workbench let their node run. */
  long undisturbed() {
    return undisturbed;
  }

  /** Those that got no answer in time, by what was asked. */
  Map<Keyword, Unanswered> unanswered() {
    return unanswered;
  }

  /** Those that were answered with an error, by what was asked, the most frequent error first. */
  Map<Keyword, List<Refused>> refused() {
    Map<Keyword, List<Refused>> sorted = new LinkedHashMap<>();
    refused.forEach((f, byText) -> {
      List<Refused> all = new ArrayList<>(byText.values());
      all.sort(Comparator.comparingLong(Refused::count).reversed());
      sorted.put(f, all);
    });
    return sorted;
  }
}
