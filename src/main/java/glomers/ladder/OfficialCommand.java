package glomers.ladder;

import java.util.List;

/** What the challenges say of their clusters, but for the faults. */
public enum OfficialCommand {
  /** Broadcast among five nodes. */
  BROADCAST_3B("3b", "--node-count 5 --time-limit 20 --rate 10"),
  /** Broadcast within 30 messages an operation. */
  BROADCAST_3D("3d", "--node-count 25 --time-limit 20 --rate 100 --latency 100"),
  /** Broadcast within 20 messages an operation: the same command, other limits. */
  BROADCAST_3E("3e", "--node-count 25 --time-limit 20 --rate 100 --latency 100"),
  /** A grow-only counter. */
  COUNTER_4("4", "--node-count 3 --time-limit 20 --rate 100"),
  /** A log on two nodes. */
  LOG_5B("5b", "--node-count 2 --concurrency 2n --time-limit 20 --rate 1000"),
  /** The same, with fewer messages. */
  LOG_5C("5c", "--node-count 2 --concurrency 2n --time-limit 20 --rate 1000"),
  /** Transactions on two nodes. */
  TRANSACTIONS_6C("6c", "--node-count 2 --concurrency 2n --time-limit 20 --rate 1000");

  private final String label;
  private final List<String> options;

  OfficialCommand(String label, String options) {
    this.label = label;
    this.options = List.of(options.split(" "));
  }

  /** The challenge's number. */
  public String label() {
    return label;
  }

  /** The options of {@code test} that make up the cluster. */
  public List<String> options() {
    return options;
  }
}
