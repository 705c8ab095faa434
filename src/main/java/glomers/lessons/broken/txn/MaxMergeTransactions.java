package glomers.lessons.broken.txn;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.txn.Completed;
import glomers.txn.HybridClock;
import glomers.txn.Step;
import glomers.txn.Timestamp;
import glomers.txn.Write;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the larger of two values, as the blog does. */
public final class MaxMergeTransactions {
  private final Node node;
  private final HybridClock clock; // guarded by writes
  private final Map<JsonNode, Write> writes = new LinkedHashMap<>(); // guarded by itself
  private final Map<String, Map<JsonNode, Write>> unsent = new LinkedHashMap<>(); // by peer and key

  /** Makes {@code node} a node of the store. */
  public MaxMergeTransactions(Node node) {
    this.node = node;
    this.clock = new HybridClock(node.host());
    node.handle("txn", this::txn);
    node.handleFromPeers("sync", this::merge);
    node.onInit(() -> {
      node.peers().forEach(peer -> unsent.put(peer, new ConcurrentHashMap<>()));
      node.peers().forEach(peer -> node.every("sync", Duration.ofMillis(100), () -> sync(peer)));
    });
  }

  private void txn(Message request) {
    Completed completed = new Completed();
    synchronized (writes) {
      Timestamp now = clock.next(node.origin()); // later than all that is here
      Map<JsonNode, Write> mine = new LinkedHashMap<>();
      for (Step step : Step.allOf(request)) {
        if (step.isWrite()) {
          mine.put(step.key(), new Write(now, step.value()));
        }
        completed.add(step, mine.getOrDefault(step.key(), writes.get(step.key())));
      }
      mine.forEach(this::lastWriterWins); // now that no step can be refused
    }
    node.reply(request, Body.of("txn_ok").set("txn", completed.toJson()));
  }

  private static Write larger(Write one, Write other) {
    // Broken: the larger one is the later one only as long as values grow.
    return other.value().asLong() > one.value().asLong() ? other : one;
  }

  private void lastWriterWins(JsonNode key, Write write) {
    if (writes.merge(key, write, MaxMergeTransactions::larger)
        == write) { // it is the one that stays
      unsent.values().forEach(news -> news.put(key, write));
    }
  }

  private void sync(String peer) {
    Map<JsonNode, Write> news;
    synchronized (writes) {
      news = new LinkedHashMap<>(unsent.get(peer));
    }
    if (!news.isEmpty()) {
      node.rpc(peer, Body.of("sync").set("writes", Write.toJson(news))); // if lost: with the next
      news.forEach(unsent.get(peer)::remove); // unless written again meanwhile
    }
  }

  private void merge(Message request) {
    Map<JsonNode, Write> theirs = Write.allOf(request);
    synchronized (writes) {
      theirs.values().forEach(write -> clock.observe(write.stamp()));
      theirs.forEach(this::lastWriterWins);
      theirs.forEach(unsent.get(request.src())::remove); // never back to the source
    }
    node.reply(request, Body.of("sync_ok"));
  }
}
