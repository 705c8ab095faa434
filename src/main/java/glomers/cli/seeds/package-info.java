/** The commands that make many runs in simulated time: sweeps, the scale table, the lessons. */
package glomers.cli.seeds;
