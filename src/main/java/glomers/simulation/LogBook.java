package glomers.simulation;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/** The newest log lines of all hosts of a simulation. */
final class LogBook {
  private final Scheduler scheduler;
  private final int capacity;
  private final Consumer<LogLine> echo;
  private final ArrayDeque<LogLine> lines = new ArrayDeque<>();

  LogBook(Scheduler scheduler, SimulationOptions options) {
    this.scheduler = scheduler;
    this.capacity = options.logLines();
    this.echo = options.echo();
  }

  void write(SimulatedHost host, Level level, String text, Throwable cause) {
    if (host.killed()) {
      // A dead process says nothing more, though its tasks may try while they unwind.
      return;
    }
    LogLine line = new LogLine(scheduler.now(), host.name(), level, text, cause);
    lines.add(line);
    if (lines.size() > capacity) {
      lines.removeFirst();
    }
    echo.accept(line);
  }

  List<LogLine> lines() {
    return List.copyOf(lines);
  }
}
