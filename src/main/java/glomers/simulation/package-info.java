/**
 * The simulated implementation of {@link glomers.node.Host}: many hosts in one JVM, one task at a
 * time, in simulated time, replayable from a seed. Depends on {@code glomers.node} alone.
 */
package glomers.simulation;
