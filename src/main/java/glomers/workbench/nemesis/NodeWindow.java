package glomers.workbench.nemesis;

import glomers.workbench.history.Keyword;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one fault did to nodes, once it is over: for the results.
 *
 * @param kind what kind of fault
 * @param nodes to whom it was done
 * @param from when it began, in nanoseconds since the run began
 * @param to when it was over
 * @param futility why it proved nothing; empty if it did
 */
public record NodeWindow(Fault kind, List<String> nodes, long from, long to, String futility) {

  /** Keeps a copy of the nodes. */
  public NodeWindow {
    nodes = List.copyOf(nodes);
  }

  /** As an entry of the results. */
  public Map<Keyword, Object> data() {
    Map<Keyword, Object> data = new LinkedHashMap<>();
    data.put(Keyword.of("kind"), Keyword.of(kind.label()));
    data.put(Keyword.of("nodes"), nodes);
    data.put(Keyword.of("from"), from);
    data.put(Keyword.of("to"), to);
    if (!futility.isEmpty()) {
      data.put(Keyword.of("futile"), futility);
    }
    return data;
  }
}
