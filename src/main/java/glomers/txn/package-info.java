/**
 * Challenges 6a to 6c, totally available transactions over registers that every node holds: {@link
 * glomers.txn.SyncedTransactions} in the blog's shape, {@link glomers.txn.Transactions} for nodes
 * that crash, and with a merge of one's choice. Depends on {@code gossip} and {@code node}.
 */
package glomers.txn;
