/**
 * Faults: what is done to the network and to nodes during a run, and when. Depends on {@code
 * network} and {@code history}.
 */
package glomers.workbench.nemesis;
