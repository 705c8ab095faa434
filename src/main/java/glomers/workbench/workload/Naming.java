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

  /** The node of a process. */
  public String node(long process) {
    return nodes.get((int) (process % concurrency) % nodes.size());
  }

  /** E.g. {@code n1 (process 7)}. */
  String nodeAndProcess(long process) {
    return node(process) + " (process " + process + ")";
  }

  /** Where an operation is to be found, e.g. {@code n1 at 2.4 s (process 7)}. */
  public String place(Operation operation) {
    return String.format(
        Locale.ROOT,
        "%s at %.1f s (process %d)",
        node(operation.process()),
        operation.time() / 1e9,
        operation.process());
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
