package glomers.cli.terminal;

import java.util.Locale;

/**
 * A progress bar: its filled part, percent, the time left, how much of how much, and some words. It
 * is never wider than the terminal; what does not fit is left out from the right, the bar's own
 * width first.
 *
 * @param columns how wide the terminal is
 * @param blocks whether it shows block characters, which takes a locale of UTF-8
 */
record Bar(int columns, boolean blocks) {
  private static final int NARROWEST = 4;
  private static final int WIDEST = 30;

  /** Less of the words says nothing. */
  private static final int FEWEST_WORDS = 10;

  /** A block's eighths, from one to seven. */
  private static final String EIGHTHS = "▏▎▍▌▋▊▉";

  /** The line. */
  String line(Headway now) {
    int room = columns - 1; // in the last column some terminals wrap at once
    if (now.total() <= 0) {
      return cut(now.beside(), room);
    }
    double part = Math.clamp((double) now.done() / now.total(), 0, 1);
    String percent = String.format(Locale.ROOT, " %3d %%", (int) Math.floor(100 * part));
    String count = String.format(Locale.ROOT, "  %,d/%,d", now.done(), now.total());
    String left = now.secondsLeft() < 0 ? "" : "  " + time(now.secondsLeft()) + " left";
    int needed = percent.length() + count.length() + left.length() + "[]".length();
    if (needed + NARROWEST > room) {
      needed -= count.length();
      count = "";
    }
    int width = Math.clamp(Math.min(columns / 4, room - needed), NARROWEST, WIDEST);
    String bar = "[" + filled(part, width) + "]" + percent + left + count;
    boolean more =
        !count.isEmpty() && !now.beside().isEmpty() && bar.length() + FEWEST_WORDS <= room;
    return cut(bar + (more ? " " + now.beside() : ""), room);
  }

  private String filled(double part, int width) {
    if (!blocks) {
      int full = (int) Math.floor(part * width);
      return "#".repeat(full) + "-".repeat(width - full);
    }
    int eighths = (int) Math.floor(part * width * 8);
    String filled = "█".repeat(eighths / 8);
    if (eighths % 8 > 0) {
      filled += EIGHTHS.charAt(eighths % 8 - 1);
    }
    return filled + " ".repeat(width - filled.length());
  }

  /** Seconds as {@code 12 s}, {@code 3 min} or {@code 2 h}. */
  private static String time(double seconds) {
    if (seconds < 99.5) {
      return Math.round(seconds) + " s";
    }
    return seconds < 99.5 * 60
        ? Math.round(seconds / 60) + " min"
        : Math.round(seconds / 3600) + " h";
  }

  private String cut(String text, int room) {
    if (text.length() <= room) {
      return text;
    }
    String sign = blocks ? "…" : "...";
    return text.substring(0, Math.max(0, room - sign.length())) + sign;
  }
}
