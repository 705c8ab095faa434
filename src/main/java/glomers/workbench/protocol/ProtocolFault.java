package glomers.workbench.protocol;

/**
 * One breach of the protocol.
 *
 * @param kind which
 * @param node by whom
 * @param line the number of the line on that node's stdout, from 1; 0 where lines are not known
 * @param text what the node said, cut to {@value #TEXT_LIMIT} characters
 * @param cause what is wrong with it, and what to do about it, for a person
 */
public record ProtocolFault(FaultKind kind, String node, long line, String text, String cause) {
  private static final int TEXT_LIMIT = 200;
  private static final int CAUSE_LIMIT = 5_000;

  /** Cuts the text. */
  public ProtocolFault {
    if (text.length() > TEXT_LIMIT) {
      text = text.substring(0, TEXT_LIMIT) + "… (" + text.length() + " characters)";
    }
    if (cause.length() > CAUSE_LIMIT) {
      cause = cause.substring(0, CAUSE_LIMIT) + "…";
    }
  }

  /** Where it happened, e.g. {@code n1, line 4 of its stdout}. */
  public String place() {
    return line > 0 ? node + ", line " + line + " of its stdout" : node;
  }
}
