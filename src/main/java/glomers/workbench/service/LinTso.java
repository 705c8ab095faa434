package glomers.workbench.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import java.util.List;
import java.util.Optional;

/** A linearizable source of timestamps: 0, 1, 2, … For one task. */
public final class LinTso implements Service {
  static final String NAME = "lin-tso";

  private long next;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> requests() {
    return List.of("ts");
  }

  @Override
  public Optional<ObjectNode> handle(Message message) {
    return message.type().equals("ts")
        ? Optional.of(Body.of("ts_ok").put("ts", next++))
        : Optional.empty();
  }
}
