package glomers.workbench.checker.linearizable;

import glomers.workbench.SeededRandom;
import glomers.workbench.checker.Verdict;
import glomers.workbench.history.Operation;
import java.util.List;

/**
 * How long a check takes and how much memory is in use afterwards, the history and the results
 * included: what docs/checkers.md shows. Not a test; run it with a heap of 2 GB.
 */
final class LinearizableScale {
  private static final int PROCESSES = 20;

  /** One of so many operations gets no answer. */
  private static final int CRASHES = 1_000;

  private LinearizableScale() {}

  /** Each word is a number of operations. */
  public static void main(String[] words) {
    for (String word : words) {
      int operations = Integer.parseInt(word);
      measure("distinct values, reads and writes", operations, true, 2);
      measure("distinct values, swaps too", operations, true, 3);
      measure("five values, swaps too", operations, false, 3);
    }
  }

  private static void measure(String what, int operations, boolean distinct, int kinds) {
    List<Operation> history =
        new RandomRegister(SeededRandom.of(1, what), distinct, PROCESSES, kinds)
            .history(operations, CRASHES);
    long start = System.nanoTime();
    Verdict verdict = new LinearizableChecker(false).check(history);
    double seconds = (System.nanoTime() - start) / 1e9;
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    System.out.printf(
        "%,10d operations, %s: %s in %.2f s, %,d MB in use%n",
        operations, what, verdict.validity(), seconds, used >> 20);
  }
}
