package glomers.workbench.checker;

import glomers.workbench.history.Operation;
import java.util.List;

/** A pure function from a history to a verdict. */
@FunctionalInterface
public interface Checker {

  /**
   * Judges a history.
   *
   * @param history all entries of a run in order, the nemesis's included
   */
  Verdict check(List<Operation> history);
}
