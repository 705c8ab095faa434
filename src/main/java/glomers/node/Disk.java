package glomers.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What of a node survives its crash: records, in the order in which they were written.
 *
 * <p>Writing never waits and promises nothing; {@link #sync} waits and does. A crash before it
 * keeps the first few of the changes since the last one, or none: never a later one without those
 * before it, never half of one. So a node may write while it holds a monitor, and syncs after that,
 * before anybody hears of what it wrote. Thread-safe.
 */
public interface Disk {

  /** A disk that keeps nothing: that of a host which has none. */
  Disk NONE =
      new Disk() {
        @Override
        public List<ObjectNode> read() {
          return List.of();
        }

        @Override
        public void append(ObjectNode record) {}

        @Override
        public void replace(List<ObjectNode> records) {}

        @Override
        public void sync() {}
      };

  /** All records that are there. To be called first, once. */
  List<ObjectNode> read();

  /** Adds a record, which must not change any more. */
  void append(ObjectNode record);

  /** Puts these in the place of all records at one stroke. */
  void replace(List<ObjectNode> records);

  /**
   * Waits until all that was written before this call is there for good.
   *
   * @throws java.io.UncheckedIOException if it cannot be, now or ever after
   */
  void sync();
}
