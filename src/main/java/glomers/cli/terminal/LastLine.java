package glomers.cli.terminal;

import glomers.workbench.checker.Validity;

/** The last lines that Maelstrom prints, word for word, since scripts look for them. */
public final class LastLine {
  public static final String BROKEN = "Oh jeez, I'm sorry, Jepsen broke. Here's why:";

  private LastLine() {}

  public static String of(Validity validity) {
    return switch (validity) {
      case VALID -> "Everything looks good! ヽ(‘ー`)ノ";
      case INVALID -> "Analysis invalid! (ﾉಥ益ಥ）ﾉ ┻━┻";
      case UNKNOWN -> "Errors occurred during analysis, but no anomalies found. ಠ~ಠ";
    };
  }
}
