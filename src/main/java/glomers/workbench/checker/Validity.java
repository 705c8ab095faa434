package glomers.workbench.checker;

import glomers.workbench.history.Keyword;
import java.util.Collection;

/** How a check ended, from best to worst; the worst of many is what counts. */
public enum Validity {
  /** The history satisfies the check. */
  VALID,
  /** It could not be decided. */
  UNKNOWN,
  /** It does not. */
  INVALID;

  private static final Keyword UNKNOWN_NAME = Keyword.of("unknown");

  /** The worst of these; valid if there are none. */
  public static Validity worst(Collection<Validity> all) {
    return all.stream().max(Enum::compareTo).orElse(VALID);
  }

  /** Valid if so, else invalid. */
  public static Validity of(boolean valid) {
    return valid ? VALID : INVALID;
  }

  /** The worse of the two. */
  public Validity and(Validity other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** How results write it: {@code true}, {@code :unknown} or {@code false}. */
  public Object plain() {
    return switch (this) {
      case VALID -> true;
      case UNKNOWN -> UNKNOWN_NAME;
      case INVALID -> false;
    };
  }
}
