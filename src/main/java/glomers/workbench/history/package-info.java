/**
 * What happened in a run: operations as clients saw them, written the way Maelstrom writes its
 * {@code history.edn} and {@code results.edn}. Depends on no other package.
 */
package glomers.workbench.history;
