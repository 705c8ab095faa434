package glomers.results.formats;

import glomers.workbench.history.Operation;
import java.util.List;

/**
 * A history that some file held.
 *
 * @param operations its entries, each completion behind its invocation
 * @param timed whether their order is that of a clock; if not, only the order within a process
 *     means anything
 */
public record ForeignHistory(List<Operation> operations, boolean timed) {}
