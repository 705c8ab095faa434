package glomers.linkv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.AdaptiveTimeout;
import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.Promise;
import glomers.node.RpcException;
import glomers.node.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A server of Raft, to be read beside figure 2 of Ongaro and Ousterhout, "In Search of an
 * Understandable Consensus Algorithm" (2014). § is a section of that, T§ one of Ongaro's thesis.
 *
 * <p>The monitor guards all state, and nothing waits under it. What changes the persistent state
 * writes that down under the monitor, and syncs the log after it, before anybody is told.
 *
 * <p>On a host without a disk, as under Maelstrom, all is in memory. A server that is restarted
 * there has forgotten its vote and what it acknowledged: a term may get two leaders, and a write
 * that was answered may be lost. Crashes without a restart do no harm.
 *
 * <p>Invariants, checked where they could break: terms never fall, a term has one leader, what is
 * committed is in the log and never cut off.
 */
final class Raft {
  /** Who hears of no leader for one to two times this, or longer where answers take longer. */
  private static final Duration ELECTION = Duration.ofMillis(250);

  private static final Duration HEARTBEAT = Duration.ofMillis(80);
  private static final Duration LONGEST = Duration.ofSeconds(1); // to wait for another server

  private enum Role {
    FOLLOWER,
    CANDIDATE,
    LEADER
  }

  // Persistent state on all servers.
  private long currentTerm;
  private String votedFor; // in this term; empty for nobody
  private final RaftLog log;

  // Volatile state on all servers.
  private long commitIndex; // and lastApplied: what is committed is applied at once
  private Registers state;
  private Role role = Role.FOLLOWER;
  private String leader = ""; // of this term; empty if it is not known
  private long heard; // when the leader was, in nanoseconds
  private long due; // when to stand for election
  private Duration announced = ELECTION; // for how long the leader may be silent

  // Volatile state on candidates: the last term in which a server would have voted for it, or did.
  private final Map<String, Long> willing = new HashMap<>();
  private final Map<String, Long> votes = new HashMap<>();

  // Volatile state on leaders. The leader's own disk is treated as one more server.
  private final Map<String, Long> nextIndex = new HashMap<>();
  private final Map<String, Long> matchIndex = new HashMap<>();
  private final Map<Long, Promise<Optional<ObjectNode>>> asked = new HashMap<>(); // by index
  private long lastRead; // reads are numbered (T§6.4)
  private final Map<String, Long> followed = new HashMap<>(); // the last read before it did
  private final NavigableMap<Long, Promise<Boolean>> reads = new TreeMap<>();
  private long doubt; // the last read when it last looked whether it is followed

  private final Node node;
  private final long life;
  private final AdaptiveTimeout patience; // with another server
  private final Map<String, Signal> news = new HashMap<>(); // by the server that is to hear them

  /** The server of this node, with what an earlier life has left. */
  Raft(Node node) {
    this.node = node;
    patience = new AdaptiveTimeout(node.host(), ELECTION, HEARTBEAT, LONGEST);
    log = new RaftLog(node.host().disk(), ballot(0, "", 0));
    state = new Registers(log.state());
    commitIndex = log.snapshotIndex();
    // Without a disk, the clock must do. Should it have stepped back, old answers are not repeated.
    life = Math.max(log.ballot().get("life").longValue() + 1, node.host().wallMillis());
    vote(log.ballot().get("term").longValue(), log.ballot().get("vote").textValue());
    node.onInit(this::begin);
    node.handleFromPeers("request_vote", this::requestVote);
    node.handleFromPeers("append_entries", this::appendEntries);
  }

  private synchronized void begin() {
    node.ids().forEach(each -> news.put(each, new Signal(node.host())));
    heard = node.host().nanoTime() - ELECTION.toNanos();
    due = heard + ELECTION.toNanos() + node.host().random().nextLong(ELECTION.toNanos());
    node.background("elections", this::watch);
  }

  private static ObjectNode ballot(long term, String vote, long life) {
    ObjectNode ballot = JsonNodeFactory.instance.objectNode();
    return ballot.put("term", term).put("vote", vote).put("life", life);
  }

  private void vote(long term, String candidate) {
    require(term >= currentTerm, "terms never fall");
    currentTerm = term;
    votedFor = candidate;
    log.write(ballot(term, candidate, life));
  }

  private static void require(boolean invariant, String words) {
    if (!invariant) {
      throw new IllegalStateException("a broken invariant: " + words);
    }
  }

  /** Who the cluster is: what the latest entry says that does, committed or not (§6). */
  private List<String> members() {
    JsonNode members = log.members(log.lastIndex());
    List<String> names = new ArrayList<>();
    members.forEach(each -> names.add(each.textValue()));
    return names.isEmpty() ? node.ids() : names;
  }

  /** What a majority of the members has reached. */
  private long majority(Map<String, Long> reached) {
    List<String> members = members();
    long[] sorted =
        members.stream().mapToLong(each -> reached.getOrDefault(each, 0L)).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }

  /** Whoever hears of a newer term enters it, as a follower (§5.1). */
  private void observe(long term) {
    if (term > currentTerm) {
      vote(term, "");
      follow("");
    }
  }

  private void follow(String whom) {
    role = Role.FOLLOWER;
    leader = whom;
    asked.values().forEach(each -> each.complete(Optional.empty()));
    asked.clear();
    reads.values().forEach(each -> each.complete(false));
    reads.clear();
  }

  // --- elections (§5.2) --------------------------------------------------------------------------

  private synchronized Duration untilDue() {
    return Duration.ofNanos(due - node.host().nanoTime());
  }

  /** §5.6: a leader that has been silent for less than this may be well, and on a slow network. */
  private long silence() {
    return Math.max(announced.toNanos(), patience.get().toNanos());
  }

  private void waitAgain() {
    due = node.host().nanoTime() + silence() + node.host().random().nextLong(silence());
  }

  private void watch() {
    while (true) {
      node.sleep(untilDue());
      timeOut();
    }
  }

  private void timeOut() {
    synchronized (this) {
      if (untilDue().isPositive()) {
        return; // a leader was heard meanwhile
      }
      waitAgain();
      if (role == Role.LEADER) {
        if (majority(followed) < doubt) {
          follow(""); // T§6.2: whom no majority follows must not keep clients waiting
        }
        doubt = ++lastRead;
        return;
      }
      leader = "";
    }
    stand(false); // T§9.6: a term that nobody needs would only end that of a leader
  }

  /** Asks all for their votes, or only whether they would vote for this server. */
  private void stand(boolean inEarnest) {
    ObjectNode request = Body.of("request_vote").put("inEarnest", inEarnest);
    long term;
    synchronized (this) {
      term = currentTerm + 1;
      if (!inEarnest) {
        willing.clear();
      } else if (leader.isEmpty() && majority(willing) == term) {
        role = Role.CANDIDATE;
        vote(term, node.id());
      } else {
        return;
      }
      request.put("term", term).put("lastLogIndex", log.lastIndex());
      request.put("lastLogTerm", log.term(log.lastIndex()));
    }
    log.sync();
    count(node.id(), term, inEarnest);
    for (String peer : node.peers()) {
      node.background("vote", () -> askForVote(peer, request, term, inEarnest));
    }
  }

  private void askForVote(String peer, ObjectNode request, long term, boolean inEarnest) {
    try {
      long begin = node.host().nanoTime();
      Message answer = node.rpc(peer, request, LONGEST); // a late vote is a vote
      patience.answered(node.host().nanoTime() - begin);
      synchronized (this) {
        observe(answer.integer("term"));
      }
      if (answer.field("success").asBoolean()) {
        count(peer, term, inEarnest);
      }
    } catch (RpcException e) {
      // The others may be enough; if not, there will be another election.
    }
  }

  private void count(String voter, long term, boolean inEarnest) {
    synchronized (this) {
      (inEarnest ? votes : willing).put(voter, term);
      if (role == Role.CANDIDATE && term == currentTerm && majority(votes) == term) {
        lead();
      }
    }
    if (!inEarnest) {
      stand(true);
    }
  }

  private void requestVote(Message request) {
    long term = request.integer("term");
    boolean inEarnest = request.field("inEarnest").asBoolean();
    ObjectNode answer = Body.of("request_vote_ok");
    synchronized (this) {
      // T§4.2.3: who was removed, and hears no leader, must not disturb those who do.
      boolean content = node.host().nanoTime() - heard < silence();
      boolean success = false;
      if (role != Role.LEADER && !content) {
        if (inEarnest) {
          observe(term);
        }
        long mine = log.term(log.lastIndex());
        long theirs = request.integer("lastLogTerm");
        boolean upToDate = // §5.4.1
            theirs > mine || theirs == mine && request.integer("lastLogIndex") >= log.lastIndex();
        boolean free = votedFor.isEmpty() || votedFor.equals(request.src());
        success = upToDate && (inEarnest ? term == currentTerm && free : term > currentTerm);
        if (success && inEarnest) {
          vote(term, request.src());
          waitAgain();
        }
      }
      answer.put("term", currentTerm).put("success", success);
    }
    log.sync();
    node.reply(request, answer);
  }

  private void lead() {
    role = Role.LEADER;
    leader = node.id();
    matchIndex.clear();
    followed.clear();
    doubt = ++lastRead;
    append(Body.of("noop")); // an entry of its own: before one is committed it knows too little
    long term = currentTerm;
    for (String each : node.ids()) {
      nextIndex.put(each, log.lastIndex());
      node.background("replicate", () -> replicate(each, term));
    }
  }

  // --- replication (§5.3) ------------------------------------------------------------------------

  private void append(ObjectNode command) {
    log.append(command.put("term", currentTerm));
    news.values().forEach(Signal::raise);
  }

  private synchronized boolean leads(long term) {
    return role == Role.LEADER && currentTerm == term;
  }

  private void replicate(String to, long term) {
    while (leads(term)) {
      boolean more = false;
      try {
        more = send(to, term);
      } catch (RpcException e) {
        more = e.is(ErrorCode.TIMEOUT);
      }
      if (!more) {
        news.get(to).await(HEARTBEAT);
      }
    }
  }

  /** Brings a server what it lacks; returns whether it lacks more. */
  private boolean send(String to, long term) {
    ObjectNode request = Body.of("append_entries").put("term", term);
    long last;
    long read;
    synchronized (this) {
      if (!leads(term) || !members().contains(to)) {
        return false;
      }
      request.put("leaderCommit", commitIndex);
      request.put("silence", patience.get().plus(HEARTBEAT).toMillis());
      last = log.fill(request, nextIndex.get(to));
      read = lastRead;
    }
    if (to.equals(node.id())) {
      log.sync(); // T§10.2.1: its own copy counts once it is on the disk
      return follows(to, term, last, read);
    }
    Message answer = patience.ask(wait -> node.rpc(to, request, wait));
    if (answer.field("success").asBoolean()) {
      return follows(to, term, last, read);
    }
    synchronized (this) {
      observe(answer.integer("term"));
      // It lacks the entry before, or has another. The paper goes back by one, this to its end.
      long end = answer.integer("lastLogIndex") + 1;
      nextIndex.computeIfPresent(to, (key, next) -> Math.max(1, Math.min(next - 1, end)));
      return leads(term);
    }
  }

  /** A server has all up to an entry, and followed this leader after that read. */
  private synchronized boolean follows(String server, long term, long last, long read) {
    if (!leads(term)) {
      return false;
    }
    followed.merge(server, read, Math::max);
    matchIndex.merge(server, last, Math::max);
    nextIndex.put(server, matchIndex.get(server) + 1);
    long copied = majority(matchIndex);
    if (copied > commitIndex && log.term(copied) == currentTerm) { // §5.4.2: of its own term only
      commit(copied);
    }
    Map<Long, Promise<Boolean>> sure = reads.headMap(majority(followed), true);
    sure.values().forEach(each -> each.complete(true));
    sure.clear();
    return last < log.lastIndex() || read < lastRead;
  }

  private void appendEntries(Message request) {
    long term = request.integer("term");
    ObjectNode answer = Body.of("append_entries_ok");
    synchronized (this) {
      observe(term);
      boolean success = term == currentTerm;
      if (success) {
        require(role != Role.LEADER, "a term has one leader");
        if (!leader.equals(request.src())) {
          follow(request.src()); // as a candidate does, too
        }
        heard = node.host().nanoTime();
        announced = Duration.ofMillis(Math.max(ELECTION.toMillis(), request.integer("silence")));
        waitAgain();
        install(request.body().path("snapshot"));
        success = log.take(request, commitIndex);
      }
      if (success) {
        // What is behind these entries the leader may not have.
        long last = request.integer("prevLogIndex") + request.array("entries").size();
        commit(Math.max(commitIndex, Math.min(request.integer("leaderCommit"), last)));
      }
      answer.put("term", currentTerm).put("success", success);
      answer.put("lastLogIndex", log.lastIndex());
    }
    log.sync();
    node.reply(request, answer);
  }

  /** §7: what the leader has no entries of any more comes with those behind it, in one message. */
  private void install(JsonNode snapshot) {
    if (snapshot.path("index").asLong() > commitIndex) {
      log.install((ObjectNode) snapshot);
      commitIndex = log.snapshotIndex();
      state = new Registers(log.state());
    }
  }

  private void commit(long index) {
    require(commitIndex <= index && index <= log.lastIndex(), "what is committed is in the log");
    while (commitIndex < index) {
      ObjectNode answer = state.apply(log.get(++commitIndex));
      if (asked.containsKey(commitIndex)) {
        asked.remove(commitIndex).complete(Optional.of(answer));
      }
    }
    if (role == Role.LEADER && !isChanging() && !members().contains(node.id())) {
      follow(""); // T§4.2.2: it leads until it is gone for certain
    }
    log.compact(commitIndex, state::snapshot);
  }

  // --- what clients want (§8) --------------------------------------------------------------------

  synchronized String leader() {
    return leader;
  }

  /** Greater than in any life before, and on the disk, so that later ones will be greater. */
  long life() {
    log.sync();
    return life;
  }

  /**
   * Has all servers carry out a command, and returns the answer.
   *
   * @throws RpcException with {@link ErrorCode#TIMEOUT} if it may be carried out all the same
   */
  ObjectNode execute(ObjectNode command) {
    Promise<Optional<ObjectNode>> answer = node.host().promise();
    synchronized (this) {
      requireLeading(!log.isFull());
      Optional<ObjectNode> known = state.known(command.path("by"));
      if (known.isPresent()) {
        return known.get(); // a member that came or went would do so again when appended
      }
      if (command.path("type").asText().endsWith("_member")) {
        change(command);
      }
      append(command);
      asked.put(log.lastIndex(), answer);
    }
    return node.await(answer, Node.RPC_TIMEOUT).orElse(Optional.empty()).orElseThrow(Raft::late);
  }

  /**
   * Answers a read from this server's state, as soon as it is sure that nobody else led when the
   * read began (T§6.4). A lease would be cheaper, and wrong where clocks are.
   */
  ObjectNode read(JsonNode key) {
    Promise<Boolean> sure = node.host().promise();
    synchronized (this) {
      requireLeading(log.term(commitIndex) == currentTerm); // or it may not know what is committed
      reads.put(++lastRead, sure);
      news.values().forEach(Signal::raise);
    }
    if (!node.await(sure, Node.RPC_TIMEOUT).orElse(false)) {
      throw late();
    }
    synchronized (this) {
      return state.read(key);
    }
  }

  /**
   * A member comes or goes (T§4.1): one at a time, so that any two majorities have a server in
   * common; and not before this leader has committed an entry of its own, since until then a change
   * that an older one made may still be under way where nobody sees it (Ongaro, 2015).
   */
  private void change(ObjectNode command) {
    requireLeading(!isChanging() && log.term(commitIndex) == currentTerm);
    List<String> members = new ArrayList<>(members());
    members.remove(command.path("member").asText());
    if (command.path("type").asText().equals("add_member")) {
      members.add(command.path("member").asText());
    }
    if (members.isEmpty()) {
      throw new RpcException(ErrorCode.ABORT, "the last member stays");
    }
    members.forEach(command.putArray("members")::add);
  }

  private boolean isChanging() {
    return log.membersIndex(log.lastIndex()) > commitIndex;
  }

  private void requireLeading(boolean able) {
    if (role != Role.LEADER || !able) {
      throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "not now: ask the leader");
    }
  }

  private static RpcException late() {
    return new RpcException(ErrorCode.TIMEOUT, "no majority has answered");
  }
}
