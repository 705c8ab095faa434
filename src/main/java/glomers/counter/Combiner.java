package glomers.counter;

import glomers.node.ErrorCode;
import glomers.node.Node;
import glomers.node.Promise;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Work that is done once for all who ask for it at the same time: those who ask while it is under
 * way share the next run (Hendler et al., "Flat Combining and the Synchronization-Parallelism
 * Tradeoff", 2010).
 *
 * <p>Invariant: whoever asks gets the outcome of a run that began after it asked, and never do two
 * runs overlap. So a run has seen whatever each of those who share it did before. Safe for use by
 * many tasks.
 *
 * @param <T> what the work results in
 */
final class Combiner<T> {
  private final Node node;
  private final String name;
  private final Supplier<T> work;
  private Promise<Supplier<T>> next; // guarded by this; null while nobody waits for the next run
  private boolean running; // guarded by this

  /**
   * Nothing is done yet.
   *
   * @param work must end; what it throws is thrown to all who share the run
   */
  Combiner(Node node, String name, Supplier<T> work) {
    this.node = node;
    this.name = name;
    this.work = work;
  }

  /**
   * Takes part in the next run.
   *
   * @throws RpcException with {@link ErrorCode#TIMEOUT} if it has not ended within {@code
   *     patience}; what the work throws
   */
  T outcome(Duration patience) {
    Promise<Supplier<T>> mine;
    boolean begin;
    synchronized (this) {
      next = next == null ? node.host().promise() : next;
      mine = next;
      begin = !running;
      running = true;
    }
    if (begin) {
      node.background(name, this::runWhileAsked);
    }
    return node.await(mine, patience)
        .orElseThrow(() -> new RpcException(ErrorCode.TIMEOUT, "the " + name + " took too long"))
        .get();
  }

  private void runWhileAsked() {
    for (Promise<Supplier<T>> asked = takeNext(); asked != null; asked = takeNext()) {
      asked.complete(run());
    }
  }

  private synchronized Promise<Supplier<T>> takeNext() {
    Promise<Supplier<T>> taken = next;
    next = null;
    running = taken != null;
    return taken;
  }

  private Supplier<T> run() {
    try {
      T outcome = work.get();
      return () -> outcome;
    } catch (RuntimeException | Error e) { // or nobody would ever run again
      return () -> {
        throw e;
      };
    }
  }
}
