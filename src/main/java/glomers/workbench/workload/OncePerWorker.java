package glomers.workbench.workload;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The same operation once for every worker: the last read of most workloads. */
final class OncePerWorker implements Generator {
  private final Invocation invocation;
  private final Set<Integer> served = ConcurrentHashMap.newKeySet();

  OncePerWorker(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Optional<Invocation> next(Caller caller) {
    return served.add(caller.worker()) ? Optional.of(invocation) : Optional.empty();
  }
}
