/**
 * Faults: what is done to the network and to nodes during a run, and when. Depends on {@code
 * history}, {@code network} and the node library.
 */
package glomers.workbench.nemesis;
