package glomers.txn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import glomers.node.ErrorCode;
import glomers.node.RpcException;
import glomers.node.Weight;

/**
 * The completed steps of a transaction, no longer than the line of a reply may be. For one task.
 */
public final class Completed {
  /**
   * How long all that a transaction reads may be: a short one can name a long value ten thousand
   * times. A reply of this length is a line that others can read, whatever is escaped in it.
   */
  static final long MAX_READ = 8 << 20;

  private final ArrayNode steps = JsonNodeFactory.instance.arrayNode();
  private long read;

  /** {@link #add(Step, JsonNode)} with what was written, or null where nothing ever was. */
  public void add(Step step, Write seen) {
    add(step, seen == null ? NullNode.instance : seen.value());
  }

  /**
   * Adds a step.
   *
   * @param value what it has read or written
   * @throws RpcException with {@link ErrorCode#ABORT} when all has become longer than {@link
   *     #MAX_READ}: so nothing may be written before the last step is here
   */
  void add(Step step, JsonNode value) {
    if (!step.isWrite()) {
      read += Weight.of(value, MAX_READ);
    }
    if (read > MAX_READ) {
      throw new RpcException(
          ErrorCode.ABORT,
          "a transaction may read 8 MiB of JSON, and this one would read more: make several of it");
    }
    steps.addArray().add(step.isWrite() ? "w" : "r").add(step.key()).add(value);
  }

  /** As a reply says it. */
  public ArrayNode toJson() {
    return steps;
  }
}
