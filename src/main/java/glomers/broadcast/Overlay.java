package glomers.broadcast;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who serves whom while all is well: a tree of a given degree over the nodes in their order, whose
 * root is the first. Topology is a lever (lesson 3): a star, its extreme, has two hops between any
 * two nodes and n - 1 links.
 *
 * @param servers whom to upload to, in the order in which to try them; empty only for a lone node
 * @param clients whom this node serves
 * @param siblings whom its server serves besides
 */
record Overlay(List<String> servers, List<String> clients, List<String> siblings) {

  static Overlay of(String self, List<String> ids, int fanOut) {
    int index = ids.indexOf(self);
    List<String> servers = new ArrayList<>();
    List<String> clients = new ArrayList<>();
    List<String> siblings = new ArrayList<>();
    if (index > 0) {
      servers.add(ids.get((index - 1) / fanOut));
    }
    for (int child = 1; child < ids.size(); child++) {
      if ((child - 1) / fanOut == index) {
        clients.add(ids.get(child));
      }
      if (index > 0 && child != index && (child - 1) / fanOut == (index - 1) / fanOut) {
        siblings.add(ids.get(child));
      }
    }
    if (index > 0) {
      // The root has nobody above it: when it is cut off, all others turn to the next node.
      Set<String> others = new LinkedHashSet<>(ids);
      others.remove(self);
      others.remove(servers.get(0));
      clients.forEach(others::remove);
      servers.addAll(others);
    }
    return new Overlay(List.copyOf(servers), List.copyOf(clients), List.copyOf(siblings));
  }
}
