package glomers.kafka;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.kafka.Journal.Unsettled;
import glomers.node.Backoff;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Challenge 5c: one node, the owner, writes what all of them want to happen into one journal on
 * lin-kv, many entries in a segment. (With more owners the keys would be shared out among them; one
 * keeps up with all that lin-kv can take.)
 *
 * <p>Whoever reads a journal knows everything about its keys, offsets and commits included. So the
 * nodes tell each other the segments, with the very messages by which they ask for things to be
 * written, and polls are answered from memory. Ownership decides who bothers, not what is right:
 * see {@link JournalWriter}.
 */
public final class OwnedLog {
  /**
   * How many nodes own journals. What one node writes shares segments, what two write does not: the
   * fewer, the fewer messages. One keeps up with all that lin-kv can take.
   */
  private static final int OWNERS = 1;

  /** How long entries wait for others to join them. */
  private static final Duration GATHER = Duration.ofMillis(2);

  /** How far a poll may lag behind what was acknowledged. */
  private static final Duration POLL_LAG = Duration.ofMillis(50);

  /** How long a poll reads on: it may show less than there is, but should not keep waiting. */
  private static final Duration LOOK_AHEAD = Duration.ofSeconds(1);

  /** How often all peers are asked for what a restarted node has forgotten. */
  private static final int RECALLS = 5;

  private final Node node;
  private final int owners;
  private final Duration gather;
  private final List<Journal> journals = new ArrayList<>(); // filled by init

  /** Makes {@code node} a node of the log. */
  public OwnedLog(Node node) {
    this(node, OWNERS, GATHER);
  }

  /** The same with numbers of one's own, which all nodes must agree on. */
  OwnedLog(Node node, int owners, Duration gather) {
    this.node = node;
    this.owners = owners;
    this.gather = gather;
    node.onInit(this::init);
    node.handle("send", this::send);
    node.handle("poll", this::poll);
    node.handle("commit_offsets", this::commit);
    node.handle("list_committed_offsets", this::listCommitted);
    node.handleFromPeers(JournalWriter.APPEND, this::append);
  }

  private void init() {
    Kv kv = Kv.linearizable(node).impatient();
    for (int i = 0; i < Math.min(owners, node.ids().size()); i++) {
      Journal journal = new Journal(node, kv, Integer.toString(i));
      List<String> heirs = new ArrayList<>(node.ids());
      Collections.rotate(heirs, -i);
      JournalWriter writer = new JournalWriter(node, journal, heirs, gather);
      journals.add(journal);
      node.background("write journal " + i, writer::run);
      node.background("read journal " + i, () -> recall(writer));
    }
  }

  /** A node that was restarted has forgotten all. */
  private void recall(JournalWriter writer) {
    Backoff backoff = Backoff.forPeers(node);
    for (int i = 0; i < RECALLS; i++) {
      for (String peer : node.peers()) {
        try {
          writer.readFrom(peer);
          return;
        } catch (RpcException e) {
          // Then another one; what came is known.
        }
      }
      backoff.pause();
    }
    // Then lin-kv, when it is needed.
  }

  private void send(Message request) {
    String key = request.text("key");
    Entry.Append append = new Entry.Append(key, request.value("msg"));
    long offset = settle(request, List.of(journal(key).submit(append)));
    node.reply(request, Body.of("send_ok").put("offset", offset));
  }

  private void poll(Message request) {
    Map<String, Long> asked = Offsets.of(request);
    Set<Journal> dry = new LinkedHashSet<>();
    asked.forEach((key, offset) -> {
      if (journal(key).replica().length(key) <= offset) {
        dry.add(journal(key));
      }
    });
    try {
      SideBySide.forEach(node, dry, LOOK_AHEAD, journal -> journal.refresh(POLL_LAG));
    } catch (RpcException e) {
      node.host().log().debug("a poll shows only what is known here: " + e.getMessage());
    }
    node.reply(
        request,
        PollReply.of(
            asked,
            (key, offset, limit) -> journal(key).replica().from(key, offset, limit),
            node.host().random()));
  }

  private void commit(Message request) {
    List<Entry.Commit> wanted = new ArrayList<>();
    Offsets.of(request)
        .forEach((key, offset) -> {
          // What is committed stays so: then there is nothing to do.
          if (journal(key).replica().committed(key).orElse(-1) < offset) {
            wanted.add(new Entry.Commit(key, offset));
          }
        });
    settle(request, submit(wanted));
    node.reply(request, Body.of("commit_offsets_ok"));
  }

  private List<Unsettled> submit(List<Entry.Commit> commits) {
    List<Unsettled> submitted = new ArrayList<>();
    try {
      commits.forEach(commit -> submitted.add(journal(commit.key()).submit(commit)));
      return submitted;
    } catch (RpcException e) {
      forget(submitted);
      // The first ones may be on their way already.
      throw submitted.isEmpty() ? e : new RpcException(ErrorCode.CRASH, e.getMessage());
    }
  }

  private void listCommitted(Message request) {
    List<String> keys = Offsets.keys(request);
    Set<Journal> asked = new LinkedHashSet<>();
    keys.forEach(key -> asked.add(journal(key)));
    // To the very end: a commit that was acknowledged anywhere must not be missing.
    Duration timeLeft = node.timeLeft(request);
    SideBySide.forEach(
        node,
        asked,
        timeLeft,
        journal -> Backoff.forContention(node).within(timeLeft).untilAnswered(journal::catchUp));
    ObjectNode reply = Body.of("list_committed_offsets_ok");
    ObjectNode offsets = reply.putObject("offsets");
    for (String key : keys) {
      journal(key).replica().committed(key).ifPresent(offset -> offsets.put(key, offset));
    }
    node.reply(request, reply);
  }

  /** Another node asks us to write entries, and what we know. */
  private void append(Message request) {
    String name = request.text("journal");
    Journal journal =
        journals.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () -> new RpcException(ErrorCode.MALFORMED_REQUEST, "there is no journal " + name));
    long known = request.integer("known");
    settle(request, journal.accept(Entry.requested(request.array("entries"))));
    node.reply(request, journal.tell(Body.of("append_ok"), known));
  }

  /**
   * Waits until all of these are in their journals, for as long as the request may be answered.
   *
   * @return the offset of the last one
   */
  private long settle(Message request, List<Unsettled> entries) {
    long last = Journal.VOID;
    try {
      for (Unsettled entry : entries) {
        last =
            node.await(entry.offset(), node.timeLeft(request))
                .filter(offset -> offset != Journal.VOID)
                .orElseThrow(() ->
                    new RpcException(ErrorCode.TIMEOUT, "not written in time, but it may be yet"));
      }
      return last;
    } finally {
      forget(entries);
    }
  }

  /** Nobody waits for these any longer. */
  private void forget(List<Unsettled> entries) {
    entries.forEach(entry -> journal(entry.entry().change().key()).forget(entry));
  }

  private Journal journal(String key) {
    return journals.get(Math.floorMod(key.hashCode(), journals.size()));
  }
}
