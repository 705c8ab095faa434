/**
 * Challenges 3a to 3e, values that clients broadcast reach every node: {@link
 * glomers.broadcast.Broadcast} in the blog's shape, {@link glomers.broadcast.ReliableBroadcast} for
 * nodes that crash and networks that are slow, {@link glomers.broadcast.BatchedBroadcast} for the
 * fewest messages. Depends on {@code gossip} and {@code node}.
 */
package glomers.broadcast;
