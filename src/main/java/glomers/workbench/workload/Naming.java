package glomers.workbench.workload;

import glomers.workbench.history.Operation;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which node a process of a history talked to. A person knows nodes; the number of the process is
 * what finds an operation in the history.
 *
 * @param nodes the nodes' names, in order
 * @param concurrency how many workers there were
 */
public record Naming(List<String> nodes, int concurrency) {
  private static final int OPERATIONS_SHOWN = 4;

  static Naming of(Parameters parameters) {
    return new Naming(parameters.nodes(), parameters.concurrency());
  }

  /** Names for a history of which nobody knows the nodes: the processes' own. */
  static Naming ofProcesses() {
    return new Naming(List.of(), 1);
  }

  /** The node of a process. */
  public String node(long process) {
    if (nodes.isEmpty()) {
      return "process " + process;
    }
    return nodes.get((int) (process % concurrency) % nodes.size());
  }

  /** E.g. {@code n1 (process 7)}. */
  String nodeAndProcess(long process) {
    return node(process) + " (process " + process + ")";
  }

  /** Where an operation is to be found, e.g. {@code n1 at 2.4 s (process 7)}. */
  public String place(Operation operation) {
    String at =
        String.format(
            Locale.ROOT, "%s at %.1f s", node(operation.process()), operation.time() / 1e9);
    return nodes.isEmpty() ? at : at + " (process " + operation.process() + ")";
  }

  /** By whom the operations in an example were done and when, e.g. {@code n1 at 2.4 s (…)}. */
  String actors(Object example) {
    Set<Operation> operations = new LinkedHashSet<>();
    collect(example, operations);
    return operations.stream()
        .filter(Operation::isClient)
        .limit(OPERATIONS_SHOWN)
        .map(this::place)
        .collect(Collectors.joining(", "));
  }

  private static void collect(Object value, Set<Operation> operations) {
    switch (value) {
      case Operation operation -> operations.add(operation);
      case Map<?, ?> map -> map.values().forEach(part -> collect(part, operations));
      case Collection<?> parts -> parts.forEach(part -> collect(part, operations));
      case null, default -> {}
    }
  }
}
