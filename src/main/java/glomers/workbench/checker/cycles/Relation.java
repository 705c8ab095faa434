package glomers.workbench.checker.cycles;

import glomers.workbench.history.Keyword;

/** Why one operation comes before another, in Adya's terms and two orders from outside. */
public enum Relation {
  /** The second wrote the version that follows the first's. */
  WW("ww"),
  /** The second read what the first wrote. */
  WR("wr"),
  /** The second wrote the version that follows what the first read. */
  RW("rw"),
  /** The same process did the first before the second. */
  PROCESS("process"),
  /** The first had ended when the second was asked for. */
  REALTIME("realtime");

  private final Keyword keyword;

  Relation(String name) {
    this.keyword = Keyword.of(name);
  }

  /** As results name it. */
  Keyword keyword() {
    return keyword;
  }

  int bit() {
    return 1 << ordinal();
  }
}
