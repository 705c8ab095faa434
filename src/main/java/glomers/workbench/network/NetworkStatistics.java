package glomers.workbench.network;

import java.util.Map;

/**
 * How much was sent.
 *
 * @param all every message
 * @param clients messages with a client at either end
 * @param servers messages between nodes and services
 * @param duplicated how many messages the network doubled
 * @param reordered how many it held back, to be overtaken
 * @param slowed how many it slowed down
 * @param dropped how many messages did not arrive, by cause; every cause is in it
 */
public record NetworkStatistics(
    Traffic all,
    Traffic clients,
    Traffic servers,
    long duplicated,
    long reordered,
    long slowed,
    Map<Drop, Long> dropped) {

  /**
   * The traffic of one group.
   *
   * @param sent messages sent
   * @param received messages that arrived, doubled ones counted twice
   * @param messages distinct messages
   */
  public record Traffic(long sent, long received, long messages) {
    Traffic plus(Traffic other) {
      return new Traffic(sent + other.sent, received + other.received, messages + other.messages);
    }
  }
}
