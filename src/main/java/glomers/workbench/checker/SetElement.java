package glomers.workbench.checker;

import glomers.workbench.history.Operation;

/** What the reads of a run showed about one element, from the invocation of its add on. */
final class SetElement {

  /** What became of it. */
  enum Standing {
    /** The latest read shows it. */
    STABLE,
    /** It was there for certain, and the latest read lacks it. */
    LOST,
    /** No read shows it, and none was bound to. */
    NEVER_READ
  }

  private final Object value;

  private Operation known;
  private boolean lasting;
  private Operation lastPresent;
  private Operation lastAbsent;

  private long latestRead = -1;
  private int copies;
  private int mostCopies;

  SetElement(Object value) {
    this.value = value;
  }

  Object value() {
    return value;
  }

  /** When it was there for certain: its add acknowledged, or shown by a read. Null if never. */
  Operation known() {
    return known;
  }

  /** Whether a node knew it that never crashed afterwards: then no crash may have cost it. */
  boolean isLasting() {
    return lasting;
  }

  void knownByOneThatLasts() {
    lasting = true;
  }

  /** The invocation of the latest read that lacks it; null if none does. */
  Operation lastAbsent() {
    return lastAbsent;
  }

  /** The largest number of times that one read shows it. */
  int mostCopies() {
    return mostCopies;
  }

  void acknowledged(Operation add) {
    if (known == null) {
      known = add;
    }
  }

  /** Notes one occurrence in a read; {@code read} tells the reads apart. */
  void occursIn(long read) {
    copies = latestRead == read ? copies + 1 : 1;
    latestRead = read;
    mostCopies = Math.max(mostCopies, copies);
  }

  boolean isIn(long read) {
    return latestRead == read;
  }

  /** Reads overlap, so the latest is the one invoked last, not the one completed last. */
  void present(Operation invocation, Operation completion) {
    acknowledged(completion);
    lastPresent = later(lastPresent, invocation);
  }

  void absent(Operation invocation) {
    lastAbsent = later(lastAbsent, invocation);
  }

  Standing outcome() {
    if (lastPresent != null && index(lastPresent) > index(lastAbsent)) {
      return Standing.STABLE;
    }
    boolean lost =
        known != null
            && lastAbsent != null
            && index(lastAbsent) > index(lastPresent)
            && index(lastAbsent) > index(known);
    return lost ? Standing.LOST : Standing.NEVER_READ;
  }

  /** For how many milliseconds, rounded down, reads missed it after it was known. */
  long stableLatencyMillis() {
    return millisSinceKnown(lastAbsent);
  }

  /** For how many milliseconds, rounded down, reads showed it after it was known. */
  long lostLatencyMillis() {
    return millisSinceKnown(lastPresent);
  }

  private long millisSinceKnown(Operation last) {
    // a nanosecond later: whatever that read saw, it saw after it was asked
    return last == null ? 0 : Math.max(0, last.time() + 1 - known.time()) / 1_000_000;
  }

  private static long index(Operation operation) {
    return operation == null ? -1 : operation.index();
  }

  private static Operation later(Operation a, Operation b) {
    return index(a) > index(b) ? a : b;
  }
}
