package glomers.node;

/** A client of {@code lin-tso}, Maelstrom's source of ever larger timestamps. */
public final class TimestampOracle {
  private final Node node;

  /** An oracle's client on this node. Safe for use by many tasks. */
  public TimestampOracle(Node node) {
    this.node = node;
  }

  /**
   * A timestamp, from 0, larger than any that was handed out before this call began.
   *
   * @throws RpcException when there is no answer
   */
  public long next() {
    return node.rpc("lin-tso", Body.of("ts")).integer("ts");
  }
}
