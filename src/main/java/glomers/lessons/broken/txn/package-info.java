/** Nodes of {@code txn} with one mistake each. */
package glomers.lessons.broken.txn;
