package glomers.node;

/** What a node does with one type of message. Runs in a task of its own for each message. */
@FunctionalInterface
public interface Handler {

  /**
   * Handles one message, and replies to it with {@link Node#reply} if it is a request.
   *
   * @throws Exception an {@link RpcException} is answered with its own code, anything else with
   *     {@link ErrorCode#CRASH}, and logged
   */
  void handle(Message message) throws Exception;
}
