/**
 * Nodes of ours that run in this JVM, each on a host of its own. Depends on {@code network}, {@code
 * protocol} and on the node library.
 */
package glomers.workbench.inprocess;
