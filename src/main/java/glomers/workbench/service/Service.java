package glomers.workbench.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Message;
import java.util.List;
import java.util.Optional;

/** Answers requests of nodes, one at a time. */
public interface Service {

  /** Its name on the network, e.g. {@code seq-kv}. */
  String name();

  /** The types of requests that it knows: those of a key-value store, as most services are. */
  default List<String> requests() {
    return KvRequest.TYPES;
  }

  /**
   * Handles one request.
   *
   * @return the reply's body without {@code in_reply_to}, or empty for none: as in Maelstrom, a
   *     request of an unknown type gets no reply
   */
  Optional<ObjectNode> handle(Message request);
}
