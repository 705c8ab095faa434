package glomers.workbench.workload;

import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Results;
import glomers.workbench.client.Client;
import glomers.workbench.history.Keyword;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What clients ask of the nodes and who judges the answers. One instance serves one run; its
 * methods are called by many tasks.
 */
public interface Workload {

  /** The name on the command line. */
  String name();

  /** The operations of the main phase. */
  Generator operations();

  /**
   * The operations after the faults have been mended and the cluster had a quiet time; empty if
   * this workload ends with its main phase.
   */
  default Optional<Generator> finalOperations() {
    return Optional.empty();
  }

  /**
   * A look at all nodes at the very end, which the history does not show; empty if there is none.
   */
  default Optional<Inspection> inspection() {
    return Optional.empty();
  }

  /**
   * What carries out a worker's operations with this new client, which talks to this node alone.
   */
  Session open(Client client, String node);

  /**
   * Prepares one node before the first operation, with a client made for this. Called once for each
   * node, by several tasks at a time.
   */
  default void prepare(String node, Client client) {}

  /**
   * The operations that do no harm if they happened after all, such as reads: one that gets no
   * answer counts as failed, not as of unknown outcome.
   */
  default Set<Keyword> idempotent() {
    return Set.of();
  }

  /** Whether a worker keeps its client, and the client its session, after an {@code info}. */
  default boolean reusesClients() {
    return false;
  }

  /**
   * Whether error replies and time-outs are told apart. If not, every one of them leaves the
   * operation's outcome open, as in Maelstrom's g-set and counters.
   */
  default boolean interpretsErrors() {
    return true;
  }

  /** Is told how each operation ended, before the worker gets its next one. */
  default void completed(Caller caller, Invocation invocation, Completion completion) {}

  /**
   * What the results say about this workload, for a person: a line each, the figures that matter
   * first, then what was found wrong.
   */
  default List<String> inWords(Results results) {
    return List.of();
  }

  /** The judge of the history. */
  Checker checker();
}
