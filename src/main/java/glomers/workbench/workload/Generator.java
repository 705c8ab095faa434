package glomers.workbench.workload;

import java.util.Optional;

/**
 * Makes operations up. Called by one task in the main phase, and by all workers at once in the
 * final phase, where it may also wait.
 */
@FunctionalInterface
public interface Generator {

  /** The next operation for this worker, or empty if there is none for it any more. */
  Optional<Invocation> next(Caller caller);
}
