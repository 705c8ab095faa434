package glomers.cli.terminal;

import java.io.PrintStream;
import java.util.function.Supplier;

/** One living line on a terminal; elsewhere a line every 5 s. Either says when memory is short. */
public final class StatusLine implements AutoCloseable {
  private static final long TERMINAL_MILLIS = 200;
  private static final long ELSEWHERE_MILLIS = 5_000;
  private static final String ERASE_LINE = "\r\u001b[K";

  /** On a narrow terminal the line is cut: one that goes on below could not be erased. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final Supplier<String> line;
  private final PrintStream out;
  private final boolean terminal;
  private final Thread thread;

  private StatusLine(Supplier<String> line, PrintStream out, boolean terminal) {
    this.line = line;
    this.out = out;
    this.terminal = terminal;
    this.thread = Thread.ofPlatform().daemon().name("progress").unstarted(this::show);
  }

  /** Begins to show what {@code line} gives, asked again and again by a thread of its own. */
  public static StatusLine show(Supplier<String> line, PrintStream out) {
    Supplier<String> withMemory =
        () -> line.get() + Memory.shortage().map(warning -> "; " + warning).orElse("");
    StatusLine status = new StatusLine(withMemory, out, Terminal.isStdout());
    status.thread.start();
    return status;
  }

  private void show() {
    try {
      while (true) {
        Thread.sleep(terminal ? TERMINAL_MILLIS : ELSEWHERE_MILLIS);
        if (terminal) {
          out.print(ERASE_LINE + NO_WRAP + line.get() + WRAP);
          out.flush();
        } else {
          out.println(line.get());
        }
      }
    } catch (InterruptedException e) {
      if (terminal) {
        out.print(ERASE_LINE);
        out.flush();
      }
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Shows no more. Harmless if called again. */
  public void stop() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
