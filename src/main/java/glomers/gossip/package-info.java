/**
 * Reliable, batched, idempotent replication between nodes: what broadcast, counters and
 * transactions share. Depends on {@code node}.
 */
package glomers.gossip;
