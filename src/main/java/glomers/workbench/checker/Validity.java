package glomers.workbench.checker;

import java.util.Collection;

/** How a check ended, from best to worst; the worst of many is what counts. */
public enum Validity {
  /** The history satisfies the check. */
  VALID,
  /** It could not be decided. */
  UNKNOWN,
  /** It does not. */
  INVALID;

  /** The worst of these; valid if there are none. */
  public static Validity worst(Collection<Validity> all) {
    return all.stream().max(Enum::compareTo).orElse(VALID);
  }
}
