package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Challenge 5c: one node, the owner, writes what all of them want to happen into one ledger on
 * lin-kv, many entries in a segment. It keeps up with all that lin-kv can take.
 *
 * <p>Whoever reads the ledger knows everything about all keys, offsets and commits included. So the
 * nodes tell each other the segments, with the very messages by which they ask for things to be
 * written, and polls are answered from memory. Ownership decides who bothers, not what is right:
 * see {@link LedgerWriter}.
 */
public final class OwnedLog implements KafkaLog {
  /** How far a poll may lag behind what was acknowledged. */
  private static final Duration POLL_LAG = Duration.ofMillis(50);

  private final Node node;
  private final Replica replica = new Replica();
  private final Unsettled unsettled;
  private final Ledger ledger;

  /** Makes {@code node} a node of the log. */
  public OwnedLog(Node node) {
    this.node = node;
    this.unsettled = new Unsettled(node, replica);
    this.ledger = new Ledger(node, unsettled::apply);
    LedgerWriter writer = new LedgerWriter(node, ledger, replica, unsettled);
    node.onInit(() -> {
      node.background("write the ledger", writer::run);
      node.background("read the ledger", writer::recall);
    });
    node.handleFromPeers(LedgerWriter.APPEND, this::append);
    KafkaHandlers.register(node, this);
  }

  @Override
  public long send(String key, JsonNode message, Duration timeLeft) {
    return unsettled.await(unsettled.submit(List.of(new Entry.Append(key, message))), timeLeft);
  }

  @Override
  public Messages poll(Map<String, Long> offsets, Duration atMost) {
    if (offsets.entrySet().stream()
        .anyMatch(each -> replica.length(each.getKey()) <= each.getValue())) {
      new SideBySide<>(node, List.of(ledger), atMost).tryForEach(each -> each.refresh(POLL_LAG));
    }
    return replica::at;
  }

  @Override
  public void commit(Map<String, Long> offsets, Duration timeLeft) {
    List<Entry.Commit> wanted = new ArrayList<>();
    offsets.forEach((key, offset) -> {
      // What is committed stays so: then there is nothing to do.
      if (replica.committed(key).orElse(-1) < offset) {
        wanted.add(new Entry.Commit(key, offset));
      }
    });
    unsettled.await(unsettled.submit(wanted), timeLeft);
  }

  @Override
  public Map<String, Long> committed(List<String> keys, Duration timeLeft) {
    // To the very end: a commit that was acknowledged anywhere must not be missing.
    if (!keys.isEmpty()) {
      Backoff.forContention(node).within(timeLeft).untilAnswered(ledger::catchUp);
    }
    Map<String, Long> offsets = new LinkedHashMap<>();
    keys.forEach(key -> replica.committed(key).ifPresent(offset -> offsets.put(key, offset)));
    return offsets;
  }

  /** Another node asks us to write entries, and what we know. */
  private void append(Message request) {
    long known = request.integer("known");
    List<Entry> entries = Entry.requested(request.array("entries"));
    unsettled.await(unsettled.accept(entries), node.timeLeft(request));
    node.reply(request, ledger.tell(Body.of("append_ok"), known));
  }
}
