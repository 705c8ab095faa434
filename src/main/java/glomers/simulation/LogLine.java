package glomers.simulation;

import java.util.Locale;
import org.slf4j.event.Level;

/**
 * One line that a simulated host logged.
 *
 * @param nanos simulated nanoseconds since the start of the run
 * @param host the name of the host
 * @param level how much it matters
 * @param text what it says
 * @param cause the exception behind it, or null
 */
public record LogLine(long nanos, String host, Level level, String text, Throwable cause) {

  @Override
  public String toString() {
    String line = String.format(Locale.ROOT, "%12.6f %s %-5s %s", nanos / 1e9, host, level, text);
    return cause == null ? line : line + ": " + cause;
  }
}
