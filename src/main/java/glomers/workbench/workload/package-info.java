/**
 * What clients ask of the nodes, when, and who judges the answers: a class per workload. Depends on
 * {@code client}, {@code history} and {@code checker}.
 */
package glomers.workbench.workload;
