/** What a run leaves behind on disk, in Maelstrom's layout. Depends on {@code history} alone. */
package glomers.workbench.store;
