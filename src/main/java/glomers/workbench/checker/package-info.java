/**
 * What a history must satisfy: pure functions from a history to a verdict. Depends on {@code
 * history} alone.
 */
package glomers.workbench.checker;
