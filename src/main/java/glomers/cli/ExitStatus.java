package glomers.cli;

/** Maelstrom's exit statuses. */
final class ExitStatus {
  /** The run was valid. */
  static final int VALID = 0;

  /** The run was not valid. */
  static final int INVALID = 1;

  /** Nobody could tell. */
  static final int UNKNOWN = 2;

  /** The arguments make no sense. */
  static final int BAD_ARGUMENTS = 254;

  /** The run could not be carried out. */
  static final int BROKEN = 255;

  private ExitStatus() {}
}
