/**
 * Reliable, batched, idempotent replication between nodes, and what tells how much of it a node
 * has: what broadcast, counters, sets and transactions share. Depends on {@code node}.
 */
package glomers.gossip;
