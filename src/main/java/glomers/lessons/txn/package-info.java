/** Lessons about transactions. Depends on {@code stage}. */
package glomers.lessons.txn;
