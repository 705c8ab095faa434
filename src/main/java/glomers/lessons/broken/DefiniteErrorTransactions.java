package glomers.lessons.broken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.util.List;

/** Carries out a transaction here, and says that it was not when another node does not answer. */
public final class DefiniteErrorTransactions {
  private final Node node;
  private final LastWrites registers;

  /** Makes {@code node} a node of a store that denies what it has done. */
  public DefiniteErrorTransactions(Node node) {
    this.node = node;
    this.registers = new LastWrites(node);
    node.handle("txn", this::txn);
    node.handle("writes", this::writes);
  }

  private void txn(Message request) {
    ArrayNode completed = JsonNodeFactory.instance.arrayNode();
    ObjectNode writes = Body.of("writes");
    ArrayNode written = writes.putArray("writes");
    synchronized (this) {
      for (JsonNode step : request.array("txn")) {
        JsonNode key = step.path(1);
        if (LastWrites.writes(step)) {
          written.add(registers.write(key, step.path(2)));
          completed.add(step);
        } else {
          completed.addArray().add(step.path(0)).add(key).add(registers.read(key));
        }
      }
    }
    for (String peer : written.isEmpty() ? List.<String>of() : node.peers()) {
      try {
        node.rpc(peer, writes);
      } catch (RpcException e) {
        // Broken: "try again later" promises that nothing has happened. It has, on this node.
        throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, peer + " does not answer");
      }
    }
    node.reply(request, Body.of("txn_ok").set("txn", completed));
  }

  private void writes(Message message) {
    synchronized (this) {
      message.array("writes").forEach(write -> registers.apply((ObjectNode) write));
    }
    node.reply(message, Body.of("writes_ok"));
  }
}
