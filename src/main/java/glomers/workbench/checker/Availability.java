package glomers.workbench.checker;

import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.List;

/**
 * What share of the operations succeeded. Definite errors and final reads count, as in Maelstrom;
 * without operations the share is 1. Maelstrom rounds the share to 32 bits before it compares, so
 * that 9 of 10 are too few for 0.9, and 99,999,999 of 100,000,000 are all.
 *
 * @param least the share that must succeed, from 0 to 1
 * @param rounds whether it is compared as Maelstrom does
 */
public record Availability(double least, boolean rounds) implements Checker {

  /** Refuses what is no share. */
  public Availability {
    if (!(least >= 0 && least <= 1)) {
      throw new IllegalArgumentException(
          "availability must be a fraction from 0 to 1, not " + least);
    }
  }

  /** Reported, but nothing is demanded. */
  public static Availability none() {
    return new Availability(0, false);
  }

  /** Every operation must succeed. */
  public static Availability total() {
    return new Availability(1, false);
  }

  /**
   * At least this share of the operations must succeed.
   *
   * @param fraction from 0 to 1
   * @throws IllegalArgumentException if it is outside that range
   */
  public static Availability atLeast(double fraction) {
    return new Availability(fraction, false);
  }

  @Override
  public Verdict check(List<Operation> history) {
    long invoked = 0;
    long ok = 0;
    for (Operation entry : history) {
      if (entry.isClient()) {
        invoked += entry.type() == Type.INVOKE ? 1 : 0;
        ok += entry.type() == Type.OK ? 1 : 0;
      }
    }
    double fraction = invoked == 0 ? 1 : (double) ok / invoked;
    float rounded = (float) fraction;
    return new Details()
        .with("ok-fraction", (Object) rounded)
        .verdict(Validity.of((rounds ? rounded : fraction) >= least));
  }

  @Override
  public Checker asMaelstrom() {
    return rounds ? this : new Availability(least, true);
  }
}
