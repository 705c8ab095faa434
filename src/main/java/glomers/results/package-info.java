/**
 * Reads what runs left in their stores, Maelstrom's own as well as ours, and keeps a record of
 * each; depends on nothing else here.
 */
package glomers.results;
