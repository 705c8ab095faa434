package glomers.lessons.broken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;

/**
 * Passes each value on the first time it sees it. What it keeps them in decides what it costs to
 * know: comparisons are counted.
 */
public final class DedupeBroadcast {
  private final Node node;
  private final Neighbours neighbours;
  private final LookUps lookUps;
  private final Collection<Value> seen; // guarded by itself

  /** A value that says when it is compared. */
  private record Value(JsonNode json, LookUps lookUps) {
    @Override
    public boolean equals(Object other) {
      lookUps.compared();
      return other instanceof Value value && json.equals(value.json);
    }

    @Override
    public int hashCode() {
      return json.hashCode();
    }
  }

  private DedupeBroadcast(Node node, Collection<Value> seen, LookUps lookUps) {
    this.node = node;
    this.seen = seen;
    this.lookUps = lookUps;
    this.neighbours = new Neighbours(node);
    node.handle("broadcast", this::broadcast);
    node.handle("read", this::read);
  }

  /** Broken: makes {@code node} one that keeps its values in a list. */
  public static void byList(Node node, LookUps lookUps) {
    new DedupeBroadcast(node, new ArrayList<>(), lookUps);
  }

  /** Makes {@code node} one that keeps its values in a set. */
  public static void bySet(Node node, LookUps lookUps) {
    new DedupeBroadcast(node, new LinkedHashSet<>(), lookUps);
  }

  private void broadcast(Message request) {
    JsonNode json = request.field("message");
    if (isNew(new Value(json, lookUps))) {
      neighbours
          .except(request.src())
          .forEach(neighbour -> node.send(neighbour, Body.of("broadcast").set("message", json)));
    }
    node.reply(request, Body.of("broadcast_ok"));
  }

  private boolean isNew(Value value) {
    synchronized (seen) {
      boolean known = seen.contains(value);
      lookUps.finished();
      if (!known) {
        seen.add(value);
        lookUps.finished();
      }
      return !known;
    }
  }

  private void read(Message request) {
    ObjectNode reply = Body.of("read_ok");
    synchronized (seen) {
      reply.putArray("messages").addAll(seen.stream().map(Value::json).toList());
    }
    node.reply(request, reply);
  }
}
