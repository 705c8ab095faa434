/**
 * The consistency ladder: transactions over registers and lists, one class for each step from read
 * uncommitted to strict serializable. The steps up to {@link glomers.consistency.Causal} answer at
 * once from what their node holds, and need no other node; those above share an ordered log on
 * lin-kv ({@link glomers.consistency.OrderedLog}). Depends on {@code txn} for timestamps and
 * writes, on {@code gossip} for version vectors, and on {@code node}.
 */
package glomers.consistency;
