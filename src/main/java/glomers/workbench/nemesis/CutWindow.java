package glomers.workbench.nemesis;

import glomers.workbench.history.Keyword;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one partition did.
 *
 * @param shape its shape
 * @param from when it began, in nanoseconds since the run began
 * @param to when it was mended
 * @param links how many links it cut, counting each direction
 * @param dropped how many messages it cost
 */
public record CutWindow(PartitionShape shape, long from, long to, int links, long dropped) {

  /** Why this partition proved nothing, if it did not. */
  public String futility() {
    if (links == 0) {
      return "with so few nodes this shape cuts no link";
    }
    return dropped == 0 ? "no message was sent over the links it cut" : "";
  }

  /** As an entry of the results. */
  public Map<Keyword, Object> data() {
    Map<Keyword, Object> data = new LinkedHashMap<>();
    data.put(Keyword.of("shape"), Keyword.of(shape.label()));
    data.put(Keyword.of("from"), from);
    data.put(Keyword.of("to"), to);
    data.put(Keyword.of("links"), (long) links);
    data.put(Keyword.of("dropped"), dropped);
    if (!futility().isEmpty()) {
      data.put(Keyword.of("futile"), futility());
    }
    return data;
  }
}
