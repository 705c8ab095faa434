package glomers.cli.terminal;

import glomers.results.PlainText;
import glomers.workbench.WorkbenchFailure;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;

/** What is said on Ctrl-C, or when somebody else ends the JVM before the work is done. */
public final class Farewell implements AutoCloseable {
  private final Thread hook;

  private final boolean tooLate;

  private Farewell(Thread hook, boolean tooLate) {
    this.hook = hook;
    this.tooLate = tooLate;
  }

  /** From now on, until {@link #close}, an end of the JVM is an interruption. */
  public static Farewell say(Supplier<List<String>> words, PrintStream out) {
    Thread hook =
        new Thread(
            () -> {
              out.println();
              try {
                words.get().forEach(line -> PlainText.lines(line).forEach(out::println));
              } catch (OutOfMemoryError e) {
                out.println(WorkbenchFailure.outOfMemory());
              }
            },
            "farewell");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      return new Farewell(hook, false);
    } catch (IllegalStateException e) {
      // The JVM is ending already: nothing was begun that could be told of.
      return new Farewell(hook, true);
    }
  }

  /** Whether the JVM was ending already: who begins something now leaves it behind. */
  public boolean isTooLate() {
    return tooLate;
  }

  /** The work has come to its own end. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already, and the hook does its work.
    }
  }
}
