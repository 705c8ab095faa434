/**
 * Reads what runs left in their stores, Maelstrom's own as well as ours, and keeps a record of
 * each. Depends on the workbench's {@code history} and {@code checker}.
 */
package glomers.results;
