package glomers.lessons.broken;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.util.ArrayList;
import java.util.List;

/** What the {@code topology} message says about a node's neighbours; all other nodes before it. */
final class Neighbours {
  private final Node node;
  private volatile List<String> names;

  Neighbours(Node node) {
    this.node = node;
    node.handle("topology", this::topology);
  }

  private void topology(Message request) {
    List<String> mine = new ArrayList<>();
    for (JsonNode name : request.object("topology").path(node.id())) {
      mine.add(name.asText());
    }
    names = mine;
    node.reply(request, Body.of("topology_ok"));
  }

  List<String> names() {
    List<String> told = names;
    return told == null ? node.peers() : told;
  }

  /** The same without the one that a value came from. */
  List<String> except(String source) {
    return names().stream().filter(name -> !name.equals(source)).toList();
  }
}
