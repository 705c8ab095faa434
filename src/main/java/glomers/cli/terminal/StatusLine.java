package glomers.cli.terminal;

import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One living line on a terminal, with a bar where the end is known; elsewhere a line of plain words
 * every 5 s. Either says when memory is short.
 */
public final class StatusLine implements AutoCloseable {
  private static final long TERMINAL_MILLIS = 200;
  private static final long ELSEWHERE_MILLIS = 5_000;
  private static final String ERASE_LINE = "\r\u001b[K";

  /** On a narrow terminal the line is cut: one that goes on below could not be erased. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final Supplier<Headway> headway;
  private final PrintStream out;
  private final Optional<Bar> bar;
  private final long everyMillis;
  private final Thread thread;

  /**
   * A line that is yet to be shown.
   *
   * @param bar how a terminal shows it; empty elsewhere
   */
  StatusLine(Supplier<Headway> headway, PrintStream out, Optional<Bar> bar, long everyMillis) {
    this.headway = headway;
    this.out = out;
    this.bar = bar;
    this.everyMillis = everyMillis;
    this.thread = Thread.ofPlatform().daemon().name("progress").unstarted(this::show);
  }

  /** Begins to show what this gives, asked again and again by a thread of its own. */
  public static StatusLine show(Supplier<Headway> headway, PrintStream out) {
    Supplier<Headway> withMemory =
        () -> headway.get().with(Memory.shortage().map(warning -> "; " + warning).orElse(""));
    Optional<Bar> bar = Terminal.isStdout() ? Optional.of(Terminal.bar()) : Optional.empty();
    StatusLine status =
        new StatusLine(withMemory, out, bar, bar.isPresent() ? TERMINAL_MILLIS : ELSEWHERE_MILLIS);
    status.begin();
    return status;
  }

  void begin() {
    thread.start();
  }

  private void show() {
    try {
      while (true) {
        Thread.sleep(everyMillis);
        if (bar.isPresent()) {
          out.print(ERASE_LINE + NO_WRAP + bar.get().line(headway.get()) + WRAP);
          out.flush();
        } else {
          out.println(headway.get().text());
        }
      }
    } catch (InterruptedException e) {
      if (bar.isPresent()) {
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
