/**
 * Which operation must come before which, and the circles in that: what the log's and the
 * transactions' checkers have in common. Depends on {@code history} alone.
 */
package glomers.workbench.checker.cycles;
