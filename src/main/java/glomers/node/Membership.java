package glomers.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code init} tells a node: who it is, and who is there.
 *
 * @param ids all nodes, this one included, in the order of {@code init}
 * @param peers all but this one
 * @param names all of them, to look one up
 */
record Membership(String id, List<String> ids, List<String> peers, Set<String> names) {

  /**
   * Reads an {@code init} message.
   *
   * @throws RpcException with {@link ErrorCode#MALFORMED_REQUEST} if it does not say these things
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
