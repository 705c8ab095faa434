/**
 * Runs a cluster against a workload: start, operations, faults, quiet time, last reads, verdict,
 * the same for nodes in processes and in a simulation. Depends on its sub-packages {@code network},
 * {@code client}, {@code workload}, {@code nemesis}, {@code service}, {@code protocol}, {@code
 * checker} and {@code history}.
 */
package glomers.workbench;
