package glomers.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code init} tells a node: its name, and the names of all nodes.
 *
 * @param ids all nodes, this one included, in the order of {@code init}
 * @param peers all but this one
 * @param names all nodes again, as a set
 */
record Membership(String id, List<String> ids, List<String> peers, Set<String> names) {
  /** What a node knows before {@code init}. */
  static final Membership UNKNOWN = new Membership("", List.of(), List.of(), Set.of());

  /** Whether {@code init} has come. */
  boolean isKnown() {
    return this != UNKNOWN;
  }

  /** This node's name, if {@code init} has come. */
  String requireId() {
    if (!isKnown()) {
      throw new IllegalStateException("a node has no id before init: ask in a handler or onInit");
    }
    return id;
  }

  /**
   * Reads an {@code init} message.
   *
   * @throws RpcException with {@link ErrorCode#MALFORMED_REQUEST} if it does not say that
   */
  static Membership of(Message init) {
    String id = init.text("node_id");
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode name : init.array("node_ids")) {
      if (!name.isTextual()) {
        throw new RpcException(ErrorCode.MALFORMED_REQUEST, "node_ids must be strings");
      }
      ids.add(name.textValue());
    }
    if (!ids.contains(id)) {
      throw new RpcException(ErrorCode.MALFORMED_REQUEST, "node_ids must name " + id + " too");
    }
    List<String> peers = ids.stream().filter(other -> !other.equals(id)).toList();
    return new Membership(id, List.copyOf(ids), peers, Set.copyOf(ids));
  }

  /** Whether this is the name of another node. */
  boolean isPeer(String name) {
    return names.contains(name) && !name.equals(id);
  }
}
