/**
 * Nodes of ours that run in this JVM, each on a host of its own. Depends on the workbench's {@code
 * Cluster}, {@code network}, {@code protocol} and the node library.
 */
package glomers.workbench.inprocess;
