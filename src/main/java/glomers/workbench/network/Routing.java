package glomers.workbench.network;

/** What became of an attempt to send. */
public enum Routing {
  /** The network has it. It may still be lost on the way. */
  SENT,
  /** No such sender; nothing was sent. */
  UNKNOWN_SOURCE,
  /** No such receiver, now or ever; nothing was sent. */
  UNKNOWN_DESTINATION,
  /** The receiver is a client that has given up and gone; nothing was sent. */
  CLIENT_GONE
}
