/**
 * Challenge 4, a counter that all nodes add to: {@link glomers.counter.Counter} in the blog's
 * shape, {@link glomers.counter.CasCounter} for messages that are lost and doubled, {@link
 * glomers.counter.SecondOldCounter} for those whose reads may be a second old, {@link
 * glomers.counter.CrdtCounter} for the fewest messages, since it asks nobody. Depends on {@code
 * gossip} and {@code node}.
 */
package glomers.counter;
