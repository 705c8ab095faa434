package glomers.results.compare;

/** Ways to write comparisons down. */
public enum Format {
  /** Aligned, for a terminal. */
  TEXT,
  /** For a README or a comment. */
  MARKDOWN,
  /** Everything, for programs. */
  JSON,
  /** Everything, a figure a row, for a spreadsheet. */
  CSV
}
