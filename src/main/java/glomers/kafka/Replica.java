package glomers.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the entries of a ledger amount to: the logs of its keys, their committed offsets, and how
 * far each origin has come. It depends on the entries and their order alone, so that all nodes that
 * have read the same entries say the same (Schneider, "Implementing Fault-Tolerant Services Using
 * the State Machine Approach", 1990), offsets included, which nobody has to write down.
 *
 * <p>An entry may stand in the ledger twice, for whoever does not hear of it writes it again. Each
 * origin's entries come in the order of their numbers; so one number per origin tells a repetition,
 * however late it comes.
 *
 * <p>Safe for use by many tasks.
 */
final class Replica {
  private final Map<String, List<JsonNode>> logs = new HashMap<>(); // all guarded by this
  private final Map<String, Long> committed = new HashMap<>();
  private final Map<String, Long> latest = new HashMap<>();

  /**
   * Does what the entry says, unless that was done before.
   *
   * @return the message's offset or the committed one; empty if nothing was done
   */
  synchronized OptionalLong apply(Entry entry) {
    if (has(entry.id())) {
      return OptionalLong.empty();
    }
    latest.put(entry.id().origin(), entry.id().number());
    return switch (entry.change()) {
      case Entry.Append(String key, JsonNode message) -> {
        List<JsonNode> log = logs.computeIfAbsent(key, name -> new ArrayList<>());
        log.add(message);
        yield OptionalLong.of(log.size() - 1);
      }
      case Entry.Commit(String key, long offset) ->
          OptionalLong.of(committed.merge(key, offset, Math::max));
    };
  }

  /** Whether this entry, or a later one of its origin, was there; then it will never be done. */
  synchronized boolean has(Entry.Id id) {
    return latest.getOrDefault(id.origin(), 0L) >= id.number();
  }

  synchronized long length(String key) {
    return logs.getOrDefault(key, List.of()).size();
  }

  /** A key's message at this offset, if there is one. */
  synchronized Optional<JsonNode> at(String key, long offset) {
    return offset < length(key) ? Optional.of(logs.get(key).get((int) offset)) : Optional.empty();
  }

  /** A key's committed offset, if there is one. */
  synchronized OptionalLong committed(String key) {
    Long offset = committed.get(key);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }
}
