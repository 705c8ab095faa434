/**
 * Reads what runs left in their stores, Maelstrom's own as well as ours; depends on nothing else
 * here.
 */
package glomers.results;
