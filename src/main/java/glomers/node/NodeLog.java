package glomers.node;

import org.slf4j.event.Level;

/**
 * A sink for log lines. A real host writes them to stderr: to Maelstrom a log line on stdout is a
 * malformed message. Thread-safe.
 */
@FunctionalInterface
public interface NodeLog {

  /** Writes one line; {@code cause} may be null. */
  void write(Level level, String text, Throwable cause);

  /** Something worth knowing about one message. */
  default void debug(String text) {
    write(Level.DEBUG, text, null);
  }

  /** Something worth knowing once. */
  default void info(String text) {
    write(Level.INFO, text, null);
  }

  /** Something a person may want to look into, though the node goes on. */
  default void warn(String text) {
    write(Level.WARN, text, null);
  }

  /** A fault in this node's own code. */
  default void error(String text, Throwable cause) {
    write(Level.ERROR, text, cause);
  }
}
