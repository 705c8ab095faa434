/**
 * Judges histories of transactions on registers. Depends on {@code history}, {@code checker} and
 * {@code checker.cycles}.
 */
package glomers.workbench.checker.txn;
