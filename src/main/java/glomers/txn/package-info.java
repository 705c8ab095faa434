/**
 * Challenges 6a to 6c: transactions over registers on every node, totally available, with a merge
 * that is chosen by name. Depends on {@code gossip} and {@code node}.
 */
package glomers.txn;
