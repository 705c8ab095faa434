/**
 * What a run leaves behind on disk, in Maelstrom's layout, and its messages. Depends on {@code
 * history} and {@code network}.
 */
package glomers.workbench.store;
