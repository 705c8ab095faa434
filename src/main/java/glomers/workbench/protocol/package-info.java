/**
 * What nodes do against the protocol: the kinds of faults, and a count of them with examples.
 * Depends on {@code history}, {@code checker} and the node library.
 */
package glomers.workbench.protocol;
