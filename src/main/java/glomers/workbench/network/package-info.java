/**
 * The network between clients, nodes and services, with latency, cuts, loss and doubled messages,
 * and counts of all of it. Depends on the node library alone.
 */
package glomers.workbench.network;
