package glomers.lessons.broken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs transactions whole, and tells the other nodes of them key by key. */
public final class KeyByKeyTransactions {
  private final Node node;
  private final LastWrites registers;

  /** Makes {@code node} a node of a store whose transactions arrive in pieces. */
  public KeyByKeyTransactions(Node node) {
    this.node = node;
    this.registers = new LastWrites(node);
    node.handle("txn", this::txn);
    node.handle("write", this::write);
  }

  private void txn(Message request) {
    ArrayNode completed = JsonNodeFactory.instance.arrayNode();
    Map<JsonNode, ObjectNode> written = new LinkedHashMap<>();
    synchronized (this) {
      for (JsonNode step : request.array("txn")) {
        JsonNode key = step.path(1);
        if (LastWrites.writes(step)) {
          written.put(key, registers.write(key, step.path(2)));
          completed.add(step);
        } else {
          completed.addArray().add(step.path(0)).add(key).add(registers.read(key));
        }
      }
    }
    for (String peer : node.peers()) {
      // Broken: a message for each key. Between two of them the peer has half a transaction.
      written.values().forEach(write -> node.background("write", () -> deliver(peer, write)));
    }
    node.reply(request, Body.of("txn_ok").set("txn", completed));
  }

  private void deliver(String peer, ObjectNode write) {
    for (Backoff backoff = Backoff.forPeers(node); ; backoff.pause()) {
      try {
        node.rpc(peer, write);
        return;
      } catch (RpcException e) {
        // Once more: writing the same again changes nothing.
      }
    }
  }

  private void write(Message message) {
    synchronized (this) {
      registers.apply(message.body());
    }
    node.reply(message, Body.of("write_ok"));
  }
}
