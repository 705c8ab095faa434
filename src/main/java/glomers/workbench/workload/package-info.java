/**
 * What clients ask of the nodes, when, and who judges the answers: a class per workload. Depends on
 * {@code history}, {@code checker}, {@code client} and the node library.
 */
package glomers.workbench.workload;
