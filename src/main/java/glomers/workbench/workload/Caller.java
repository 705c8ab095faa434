package glomers.workbench.workload;

/**
 * On whose behalf an operation is made.
 *
 * @param worker the worker's index, from 0; it stays with its node for the whole run
 * @param process the logical process, which is another one after every {@code info}
 * @param node the node that this worker talks to
 */
public record Caller(int worker, int process, String node) {}
