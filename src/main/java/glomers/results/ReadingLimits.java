package glomers.results;

/**
 * How much of a store is read at most. A store may come from anybody, so its files may be of any
 * size and hold anything; and whoever reads it has one heap, by default a quarter of the machine's
 * memory.
 *
 * <p>For comparison, the largest that the official commands of challenges 2, 3d, 5b and 6b left in
 * simulated time: results of 14 KiB, a history of 4.6 MiB with 51,000 entries, messages of 59,000
 * lines and 9.2 MiB unpacked, a {@code run.json} of 1.7 KiB.
 */
final class ReadingLimits {
  private static final long MIB = 1 << 20;

  /**
   * Bytes of {@code results.json}, {@code results.edn} or a baseline, unpacked. Clojure's maps take
   * time with the square of the keys that have the same hash: about a minute for as many as this.
   */
  static final long RESULTS = 4 * MIB;

  /** Bytes of {@code run.json}; they stay in memory for each run of a store. */
  static final long RECORD = 256 << 10;

  /** Bytes of a history or of messages, unpacked. */
  static final long LINES = 512 * MIB;

  /** Characters of a line that are kept: a read of half a million numbers. */
  static final int LINE = 4 << 20;

  /** Values in one file of results, or in one line of a history. */
  static final int VALUES = 1_000_000;

  /** Levels of values within values. A node takes about 900; twice this fills a thread's stack. */
  static final int LEVELS = 1_000;

  /** Characters of one number: reading a number takes time with the square of its length. */
  static final int DIGITS = 2_000;

  /** Bytes of memory, roughly, for the operations of a history: two million. */
  static final long HISTORY = 512 * MIB;

  /** Nanoseconds of CPU time for reading a history. */
  static final long HISTORY_NANOS = 60_000_000_000L;

  /** Messages of a run. The workbench keeps 300,000 unless told otherwise. */
  static final int MESSAGES = 1_000_000;

  /** Characters of messages' bodies; those of later messages are cut. */
  static final long BODIES = 256 * MIB;

  /** Different names of nodes or types of messages, which pages number with 16 bits. */
  static final int NAMES = 60_000;

  /** Folders of a store. */
  static final int FOLDERS = 20_000;

  /** Figures, anomalies, failed checks or notes of one run. */
  static final int FIGURES = 2_000;

  private ReadingLimits() {}
}
