package glomers.ladder;

import glomers.experiment.Trial;
import glomers.workbench.nemesis.Fault;

/** What a rung did under one fault. */
public sealed interface Cell {

  /** The fault. */
  Fault fault();

  /** Whether the rung does what it claims. */
  boolean holds();

  /** As a cell of the table. */
  String inShort();

  /**
   * It claims to stand the fault, and no run failed.
   *
   * @param runs so many were tried
   * @param undecided of so many of them nobody could tell
   */
  record Stood(Fault fault, int runs, int undecided) implements Cell {
    /** How the table says so. */
    public static final String SIGN = "✓";

    /** Of some runs nobody can tell; but where that is so of most, nothing was shown. */
    @Override
    public boolean holds() {
      return 2 * undecided < runs;
    }

    @Override
    public String inShort() {
      return holds() ? SIGN : "FAILED: undecided " + undecided + " of " + runs;
    }
  }

  /**
   * It failed.
   *
   * @param claimed whether it claims to stand the fault
   * @param trial the run, of the smallest seed that failed
   * @param anomaly in the checkers' words
   */
  record Fell(Fault fault, boolean claimed, Trial trial, String anomaly) implements Cell {
    @Override
    public boolean holds() {
      return !claimed;
    }

    @Override
    public String inShort() {
      return (claimed ? "FAILED: " : "") + anomaly + " (" + trial.seed() + ")";
    }
  }

  /**
   * It does not claim to stand the fault, but no run failed. Undecided are runs at whose end nobody
   * got an answer that would tell.
   *
   * @param runs so many were tried
   * @param undecided of so many of them nobody could tell
   */
  record NotSeen(Fault fault, int runs, int undecided) implements Cell {
    @Override
    public boolean holds() {
      return true;
    }

    @Override
    public String inShort() {
      return 2 * undecided < runs ? "not seen in " + runs : "undecided";
    }
  }
}
