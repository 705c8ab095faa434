package glomers.workbench.nemesis;

import java.util.Locale;

/** The kinds of faults that a nemesis does and undoes, again and again. */
public enum NemesisKind {
  /** The network is cut into parts. */
  PARTITION,
  /** Nodes are stopped where they stand, and go on later without knowing. */
  PAUSE,
  /** A node is killed and started anew: it is told {@code init} again, and nothing else. */
  CRASH,
  /** Nodes' wall clocks jump, and all their clocks go faster or slower. In simulated time alone. */
  SKEW;

  /** The name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
