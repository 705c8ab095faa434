package glomers.cli.terminal;

/** The last lines that Maelstrom prints, word for word, since scripts look for them. */
public final class LastLine {
  public static final String BROKEN = "Oh jeez, I'm sorry, Jepsen broke. Here's why:";

  private LastLine() {}

  /** The line of a run that ended with this status. */
  public static String of(int exitStatus) {
    return switch (exitStatus) {
      case ExitStatus.VALID -> "Everything looks good! ヽ(‘ー`)ノ";
      case ExitStatus.INVALID -> "Analysis invalid! (ﾉಥ益ಥ）ﾉ ┻━┻";
      default -> "Errors occurred during analysis, but no anomalies found. ಠ~ಠ";
    };
  }
}
