package glomers.workbench.nemesis;

import glomers.workbench.history.Keyword;

/** Writes down what nemeses do. */
@FunctionalInterface
public interface Witness {

  /**
   * Takes one entry for the history.
   *
   * @return when it was written, in nanoseconds since the run began
   */
  long note(Keyword f, Object value);
}
