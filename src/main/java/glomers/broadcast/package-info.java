/**
 * Challenges 3a to 3e: values that clients broadcast reach every node. Depends on {@code gossip}
 * and {@code node}.
 */
package glomers.broadcast;
