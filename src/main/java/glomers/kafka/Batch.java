package glomers.kafka;

/**
 * What goes into one message: as much as a few thousand short items take. As JSON nodes they take
 * ten times that, for each message that is being made. Safe for use by many tasks.
 */
final class Batch {
  static final int MAX_BYTES = 1 << 18;

  private long bytes; // guarded by this

  /**
   * Whether an item so many bytes long still goes in; it has, if so. The first one always does:
   * even one that is longer than a batch should be has to get through.
   */
  synchronized boolean takes(long length) {
    if (bytes > 0 && bytes + length > MAX_BYTES) {
      return false;
    }
    bytes += length;
    return true;
  }
}
