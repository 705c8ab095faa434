package glomers.lessons.broken.txn;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.txn.Completed;
import glomers.txn.HybridClock;
import glomers.txn.Step;
import glomers.txn.Write;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Carries out each step by itself, and tells the other nodes before the next one. */
public final class StepByStepTransactions {
  private final Node node;
  private final HybridClock clock; // guarded by writes
  private final Map<JsonNode, Write> writes = new LinkedHashMap<>(); // guarded by itself
  private final Map<String, Map<JsonNode, Write>> unsent = new LinkedHashMap<>(); // by peer and key

  /** Makes {@code node} a node of the store. */
  public StepByStepTransactions(Node node) {
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
    for (Step step : Step.allOf(request)) {
      synchronized (writes) { // Broken: after each step all can see what is not finished.
        if (step.isWrite()) {
          lastWriterWins(step.key(), new Write(clock.next(node.origin()), step.value()));
        }
        completed.add(step, writes.get(step.key()));
      }
      node.peers().forEach(this::sync);
    }
    node.reply(request, Body.of("txn_ok").set("txn", completed.toJson()));
  }

  private void lastWriterWins(JsonNode key, Write write) {
    if (writes.merge(key, write, Write::orLater) == write) { // it is the one that stays
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
