package glomers.workbench.checker.cycles;

/** The circles that isolation levels forbid, from those that break the weakest. */
public enum CycleKind {
  /** Of writes alone: dirty write. */
  G0("G0"),
  /** Of writes and reads: circular information flow. */
  G1C("G1c"),
  /** With exactly one anti-dependency: read skew, lost update. */
  G_SINGLE("G-single-item"),
  /** With several anti-dependencies, no two of them adjacent: long fork. */
  G_NONADJACENT("G-nonadjacent-item"),
  /** With adjacent anti-dependencies: write skew. */
  G2("G2-item");

  private final String label;

  CycleKind(String label) {
    this.label = label;
  }

  /** Whether each circle of this kind counts as one of the other, which is no news then. */
  boolean implies(CycleKind other) {
    return this == other
        || (this == G0 && other == G1C)
        || (this == G_SINGLE && other.compareTo(G_SINGLE) > 0)
        || (this == G_NONADJACENT && other == G2);
  }

  /** The anomaly's name without its strength. */
  public String label() {
    return label;
  }
}
