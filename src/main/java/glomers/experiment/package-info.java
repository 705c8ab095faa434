/**
 * Whole runs in simulated time: our nodes, the workbench and a seed that decides everything.
 * Depends on {@code simulation} and {@code workbench}.
 */
package glomers.experiment;
