package glomers.cli.terminal;

/**
 * How far something is that takes long.
 *
 * @param done so much of it, such as runs or seconds
 * @param total all of it; 0 if nobody knows
 * @param secondsLeft how long the rest will take; negative if nobody knows
 * @param beside what to say behind how much of how much is done: of what, and what else
 * @param text all of it in words, for where there is no bar
 */
public record Headway(long done, long total, double secondsLeft, String beside, String text) {

  /** What has no known end. */
  public static Headway of(String text) {
    return new Headway(0, 0, -1, text, text);
  }

  /** Where the rest takes as long as what was done since it began, as {@code nanoTime} counts. */
  public static Headway since(long began, long done, long total, String beside, String text) {
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Headway(done, total, done == 0 ? -1 : seconds / done * (total - done), beside, text);
  }

  Headway with(String warning) {
    return new Headway(done, total, secondsLeft, beside + warning, text + warning);
  }
}
