/**
 * Runs a cluster against a workload, from the start of the nodes to the verdict, the same for nodes
 * in processes and in a simulation. Depends on the node library and on all packages below it but
 * {@code store}, {@code process} and {@code inprocess}.
 */
package glomers.workbench;
