/**
 * The node library, what a solver of the challenges imports: a {@link glomers.node.Node} reads
 * messages from a {@link glomers.node.Transport}, gives each a task of its own on a {@link
 * glomers.node.Host}, and offers plain blocking calls. Depends on Jackson and SLF4J alone.
 */
package glomers.node;
