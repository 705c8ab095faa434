package glomers.workbench.checker.cycles;

/** Which order from outside a circle leans on; each includes those before it. */
public enum Strength {
  /** None: what the operations did to keys suffices. */
  PLAIN("", 0),
  /** That a process does one thing after the other. */
  PROCESS("-process", Relation.PROCESS.bit()),
  /** That what began after another's end comes later. */
  REALTIME("-realtime", Relation.PROCESS.bit() | Relation.REALTIME.bit());

  private final String suffix;
  private final int relations;

  Strength(String suffix, int relations) {
    this.suffix = suffix;
    this.relations = relations;
  }

  /** What it adds to an anomaly's name. */
  public String suffix() {
    return suffix;
  }

  int relations() {
    return relations;
  }
}
