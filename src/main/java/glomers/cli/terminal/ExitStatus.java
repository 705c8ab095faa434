package glomers.cli.terminal;

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
}
