package glomers.node;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * A node's calls for those who say bodies as records: {@code record Add(long delta) {}} is the body
 * of a message of type {@code add}, and {@code record ReadOk(long value) {}} that of a {@code
 * read_ok}. Every component must be there, of its type; what else a body holds is ignored.
 *
 * <pre>{@code
 * node.handle("add", Add.class, (request, add) -> {
 *   total.addAndGet(add.delta());
 *   node.reply(request, new AddOk());
 * });
 * }</pre>
 *
 * <p>{@link Records} has the code, so that a node that does without does not load it.
 */
public interface RecordBodies {

  /**
   * What a node does with one type of message.
   *
   * @param <T> the body's shape
   */
  @FunctionalInterface
  interface RecordHandler<T extends Record> {

    /**
     * Handles one message, as {@link Handler#handle} does.
     *
     * @throws Exception as there
     */
    void handle(Message message, T body) throws Exception;
  }

  /** See {@link Node#handle(String, Handler)}. */
  Node handle(String type, Handler handler);

  /** See {@link Node#send(String, ObjectNode)}. */
  void send(String dest, ObjectNode body);

  /** See {@link Node#rpc(String, ObjectNode, Duration)}. */
  Message rpc(String dest, ObjectNode body, Duration timeout);

  /** See {@link Node#reply(Message, ObjectNode)}. */
  void reply(Message request, ObjectNode body);

  /**
   * Registers what to do with messages of this type, whose bodies are of this shape. A request that
   * is not is answered with {@link ErrorCode#MALFORMED_REQUEST}, which names the field.
   */
  default <T extends Record> Node handle(String type, Class<T> shape, RecordHandler<T> handler) {
    ObjectReader reader = Records.reader(shape);
    return handle(type, message -> handler.handle(message, Records.read(message, reader)));
  }

  /** Sends a record as a body, without waiting for an answer. */
  default void send(String dest, Record body) {
    send(dest, Records.body(body));
  }

  /** Sends a record as a request, and waits for a reply of this shape. */
  default <T extends Record> T rpc(String dest, Record body, Class<T> reply) {
    return rpc(dest, body, reply, Node.RPC_TIMEOUT);
  }

  /**
   * Sends a record as a request, and waits for a reply of this shape.
   *
   * @throws RpcException as {@link Node#rpc(String, ObjectNode, Duration)} does; with {@link
   *     ErrorCode#CRASH} if the reply is of another shape
   */
  default <T extends Record> T rpc(String dest, Record body, Class<T> reply, Duration timeout) {
    return Records.read(rpc(dest, Records.body(body), timeout), Records.reader(reply));
  }

  /** Answers a request with a record. */
  default void reply(Message request, Record body) {
    reply(request, Records.body(body));
  }
}
