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

  /**
   * The same check by Maelstrom's rules alone; this one where it has no others. By that a checker
   * says what in its verdict is stricter than Maelstrom's.
   */
  default Checker asMaelstrom() {
    return this;
  }

  /** A check whose rules are stricter than Maelstrom's. */
  static Checker stricter(Checker strict, Checker maelstroms) {
    return new Checker() {
      @Override
      public Verdict check(List<Operation> history) {
        return strict.check(history);
      }

      @Override
      public Checker asMaelstrom() {
        return maelstroms;
      }
    };
  }
}
