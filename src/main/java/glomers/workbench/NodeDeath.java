package glomers.workbench;

import java.util.List;

/**
 * A node that ended by itself.
 *
 * @param node which
 * @param how in words, e.g. {@code exited with status 1}
 * @param stderr the last lines of its stderr, oldest first
 * @param stdout the last lines of its stdout, oldest first
 */
public record NodeDeath(String node, String how, List<String> stderr, List<String> stdout) {

  /** What happened and what it last said, for a person; several lines. */
  public String account() {
    StringBuilder text = new StringBuilder("Node " + node + " " + how + ".");
    if (stderr.isEmpty()) {
      text.append("\nIt wrote nothing to stderr.");
    } else {
      text.append("\nThe end of its stderr:");
      stderr.forEach(line -> text.append("\n  ").append(line));
    }
    if (stderr.isEmpty() && !stdout.isEmpty()) {
      text.append("\nThe end of its stdout:");
      stdout.forEach(line -> text.append("\n  ").append(line));
    }
    return text.toString();
  }
}
