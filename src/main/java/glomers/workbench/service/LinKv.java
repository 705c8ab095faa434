package glomers.workbench.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Message;
import glomers.workbench.service.KvRequest.Cell;
import glomers.workbench.service.KvRequest.Effect;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A linearizable store: one map, one request at a time. For one task. */
public final class LinKv implements Service {
  static final String NAME = "lin-kv";

  private final Map<Object, Cell> cells = new HashMap<>();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<ObjectNode> handle(Message message) {
    return KvRequest.of(message).map(this::handle);
  }

  private ObjectNode handle(KvRequest request) {
    Effect effect = request.on(Optional.ofNullable(cells.get(request.key())));
    effect.stored().ifPresent(cell -> cells.put(request.key(), cell));
    return effect.reply();
  }
}
