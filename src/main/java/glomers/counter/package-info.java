/**
 * Challenge 4: a counter that all nodes add to, once by compare-and-swap and once without asking
 * anybody. Depends on {@code gossip} and {@code node}.
 */
package glomers.counter;
