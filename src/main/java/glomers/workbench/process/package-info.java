/**
 * Nodes as child processes: starting, speaking with, watching and ending them. The only part of the
 * workbench, with {@code store}, that knows the real world. Depends on the workbench's {@code
 * Cluster}, {@code network}, {@code protocol} and {@code store}.
 */
package glomers.workbench.process;
