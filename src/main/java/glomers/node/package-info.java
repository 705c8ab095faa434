/**
 * The node library: a {@link glomers.node.Node} reads messages from a {@link
 * glomers.node.Transport}, handles each in a task of its own on a {@link glomers.node.Host}, and
 * offers handlers blocking calls. It depends on Jackson and SLF4J only.
 */
package glomers.node;
