package glomers.workbench.checker.linearizable;

import glomers.workbench.history.Edn;
import glomers.workbench.history.Operation;

/**
 * An operation on a register, as far as an order must respect it. Values go by number: {@link
 * #NOTHING} is what a register holds before any write.
 *
 * @param expects the value that it found, or {@link #ANY}
 * @param differs a value that it did not find, or {@link #ANY}
 * @param sets the value that it left, or {@link #ANY} if it left the one it found
 * @param call where in the register's history it began
 * @param end where it ended, or {@link #NEVER}: then it may take effect at any later time, or not
 *     at all
 * @param shown what stands for it in a result
 */
record RegisterOp(int expects, int differs, int sets, int call, int end, Operation shown) {
  static final int ANY = -1;
  static final int NOTHING = 0;

  /** A value of which nobody knows what it is. */
  static final int UNKNOWN = -2;

  static final int NEVER = Integer.MAX_VALUE;

  boolean fits(int value) {
    return value == UNKNOWN
        || (expects == ANY || expects == value) && (differs == ANY || differs != value);
  }

  /** The value after it, where this one was before. */
  int after(int value) {
    if (sets != ANY) {
      return sets;
    }
    return value == UNKNOWN && expects != ANY ? expects : value;
  }

  boolean changesNothing() {
    return sets == ANY;
  }

  /** Why it cannot come next, in Knossos's words. */
  String contradiction(RegisterHistory register, Object present) {
    String held = Edn.print(present);
    if (sets != ANY) {
      return "can't CAS %s from %s to %s"
          .formatted(held, Edn.print(register.value(expects)), Edn.print(register.value(sets)));
    }
    return expects == ANY
        ? "can't refuse to CAS from " + held + " with register " + held
        : "can't read %s from register %s".formatted(Edn.print(register.value(expects)), held);
  }

  /** The same, but it may take effect at any later time, or not at all. */
  RegisterOp unfinished() {
    return new RegisterOp(expects, differs, sets, call, NEVER, shown);
  }

  /** Whether it certainly took effect. */
  boolean isDefinite() {
    return end != NEVER;
  }
}
