package glomers.workbench.workload;

/**
 * Carries out operations with one client, and keeps what belongs to it, such as positions in logs.
 * Used by one task at a time.
 */
@FunctionalInterface
public interface Session {

  /**
   * Carries out one operation. What the client throws may be left to fly: it is turned into {@code
   * fail} or {@code info} as the workload's {@linkplain Workload#idempotent idempotent operations}
   * say.
   */
  Completion perform(Invocation invocation);
}
