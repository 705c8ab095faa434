package glomers.results.compare;

/** What a difference between two runs means. */
public enum Judgement {
  /** There is none. */
  SAME("same"),
  /** No more than runs of the same configuration differ by chance. */
  NOISE("noise"),
  /** Clearly better. */
  BETTER("better"),
  /** Clearly worse. */
  WORSE("WORSE"),
  /** Nobody can say: the figure only describes the run, or one of the runs has none. */
  NONE("");

  private final String word;

  Judgement(String word) {
    this.word = word;
  }

  /** How a table says it. */
  public String word() {
    return word;
  }
}
