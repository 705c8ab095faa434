/** A set that only grows, on every node. Depends on {@code gossip} and {@code node}. */
package glomers.gset;
