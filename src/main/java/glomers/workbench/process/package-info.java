/**
 * Nodes as child processes: starts them, speaks with them, watches and ends them. Depends on the
 * workbench's {@code Cluster}, {@code network}, {@code protocol}, {@code store} and the node
 * library.
 */
package glomers.workbench.process;
