/**
 * What nodes do against the protocol: the kinds of faults, and a count of them with examples.
 * Depends on {@code history} and {@code checker}.
 */
package glomers.workbench.protocol;
