package glomers.workbench;

import java.util.ArrayList;
import java.util.List;

/**
 * A node that ended by itself, or did not come back after a crash.
 *
 * @param node which
 * @param how in words, e.g. {@code exited with status 1}
 * @param stderr the last lines of its stderr, oldest first
 * @param stdout the last lines of its stdout, oldest first
 * @param symptoms the lines of its stderr that seem to say why, perhaps long before its end
 * @param log where all of its stderr is; empty if nobody knows
 */
public record NodeDeath(
    String node,
    String how,
    List<String> stderr,
    List<String> stdout,
    List<String> symptoms,
    String log) {
  private static final int LINES_SHOWN = 32;

  /** A node of which no more is known. */
  public NodeDeath(String node, String how, List<String> stderr, List<String> stdout) {
    this(node, how, stderr, stdout, List.of(), "");
  }

  /** What happened and what it last said, for a person; several lines. */
  public String account() {
    StringBuilder text = new StringBuilder("Node " + node + " " + how + ".\n");
    text.append(stderrInWords(stderr, symptoms, log, LINES_SHOWN));
    if (stderr.isEmpty() && !stdout.isEmpty()) {
      text.append("\nThe end of its stdout:");
      stdout.forEach(line -> text.append("\n  ").append(line));
    }
    return text.toString();
  }

  /** What a node wrote to stderr: first what seems to say why it failed, then the end. */
  public static String stderrInWords(
      List<String> stderr, List<String> symptoms, String log, int most) {
    if (stderr.isEmpty()) {
      return "It wrote nothing to stderr.";
    }
    List<String> lines = new ArrayList<>(symptomsInWords(symptoms, log));
    // Where the cause is known, the stacks below it are of less use.
    int shown = symptoms.isEmpty() ? most : Math.min(most, 8);
    lines.add("The end of its stderr:");
    stderr
        .subList(Math.max(0, stderr.size() - shown), stderr.size())
        .forEach(line -> lines.add("  " + line));
    return String.join("\n", lines);
  }

  /** The lines that seem to say why a node failed, and where the rest is. */
  public static List<String> symptomsInWords(List<String> symptoms, String log) {
    List<String> lines = new ArrayList<>();
    if (!symptoms.isEmpty()) {
      lines.add("What its stderr says of the cause:");
      symptoms.forEach(line -> lines.add("  " + line));
    }
    if (!log.isEmpty()) {
      lines.add("Its log: " + log);
    }
    return lines;
  }
}
