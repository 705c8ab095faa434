package glomers.workbench.protocol;

import java.util.Locale;

/** The ways in which a node can break the protocol. */
public enum FaultKind {
  /** A line on stdout that is not JSON: mostly a log line. */
  NOT_JSON(true),
  /** More after the message on the same line: mostly a missing newline between two messages. */
  TRAILING_TEXT(true),
  /** A message that no newline ever followed. */
  NO_NEWLINE(true),
  /** A line with nothing on it. */
  EMPTY_LINE(true),
  /** JSON, but not an object. */
  NOT_AN_OBJECT(true),
  /** A message without one of {@code src}, {@code dest} and {@code body}. */
  MISSING_FIELD(true),
  /** A field of the message that is of the wrong kind, or that no message has. */
  WRONG_FIELD(true),
  /** A body that is not an object. */
  BODY_NOT_OBJECT(true),
  /** A line that is longer than any message may be. */
  TOO_LONG(true),
  /** A message in the name of somebody who does not exist. */
  UNKNOWN_SOURCE(true),
  /** A message in somebody else's name. */
  WRONG_SOURCE(true),
  /** A message to somebody who does not exist. */
  UNKNOWN_DESTINATION(true),
  /** It closed its stdin, and lives on. */
  CLOSED_STDIN(true),
  /** It closed its stdout, and lives on. */
  CLOSED_STDOUT(true),
  /** A reply that does not fit its request. */
  MALFORMED_REPLY(true),
  /** A request of a type that the service asked does not know: it is never answered. */
  UNKNOWN_REQUEST(false),
  /** A reply to a client that had given up waiting and gone. */
  LATE_REPLY(false),
  /** A reply to a request that was answered before. */
  SECOND_REPLY(false),
  /** A message to a client that answers nothing it is waiting for. */
  UNEXPECTED_REPLY(false);

  private final boolean fatal;

  FaultKind(boolean fatal) {
    this.fatal = fatal;
  }

  /** Whether one of these is enough to fail a run. */
  public boolean fatal() {
    return fatal;
  }

  /** The name in results, e.g. {@code not-json}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
