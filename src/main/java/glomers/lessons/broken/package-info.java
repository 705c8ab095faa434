/**
 * Nodes that are broken on purpose, each in the one way that its lesson is about; nothing else is
 * wrong with them. Depends on {@code gossip} and {@code node}.
 */
package glomers.lessons.broken;
