package glomers.cli.terminal;

import glomers.workbench.checker.Validity;

/** Maelstrom's exit statuses. */
public final class ExitStatus {
  /** The run was valid. */
  public static final int VALID = 0;

  /** The run was not valid. */
  public static final int INVALID = 1;

  /** Whether the run was valid could not be decided. */
  public static final int UNKNOWN = 2;

  /** The arguments were refused. */
  public static final int BAD_ARGUMENTS = 254;

  /** The run could not be carried out. */
  public static final int BROKEN = 255;

  private ExitStatus() {}

  /** That of a run with this verdict. */
  public static int of(Validity validity) {
    return switch (validity) {
      case VALID -> VALID;
      case INVALID -> INVALID;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
