/**
 * What a run leaves behind on disk, in Maelstrom's layout, and its messages. Depends on {@code
 * history}, {@code network} and the node library.
 */
package glomers.workbench.store;
