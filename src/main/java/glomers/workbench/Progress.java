package glomers.workbench;

import java.util.Optional;

/**
 * How far a run has come.
 *
 * @param phase what it does now, in words
 * @param elapsed nanoseconds since the main phase began; before that, since the run was made
 * @param invoked operations begun
 * @param ok operations that succeeded
 * @param fail operations that certainly had no effect
 * @param info operations of which nobody knows
 * @param messages messages sent between nodes and services
 * @param faults what is done to nodes and network at this moment, if anything is
 */
public record Progress(
    String phase,
    long elapsed,
    long invoked,
    long ok,
    long fail,
    long info,
    long messages,
    Optional<String> faults) {}
