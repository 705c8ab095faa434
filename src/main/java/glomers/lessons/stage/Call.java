package glomers.lessons.stage;

import glomers.workbench.history.Operation;

/**
 * An operation of a client's, from its beginning to its end.
 *
 * @param node the node that was asked
 * @param client the client's name on the network; empty if it sent nothing
 * @param begin when, in nanoseconds on the messages' clock
 * @param end when the client knew the outcome, on the same clock
 */
public record Call(
    Operation invocation, Operation completion, String node, String client, long begin, long end) {

  /** Whether it was one of these and went well. */
  public boolean succeeded(String f) {
    return is(f) && completion.type() == Operation.Type.OK;
  }

  public boolean is(String f) {
    return invocation.f().name().equals(f);
  }

  /** Whether this passage is one that the node made or got while it served this call. */
  public boolean includes(Passage passage) {
    boolean mine = !passage.withClient() || passage.touches(client);
    return mine && passage.touches(node) && passage.sent() >= begin && passage.ended() <= end;
  }
}
