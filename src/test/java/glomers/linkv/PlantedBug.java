package glomers.linkv;

import glomers.linkv.PatchedRaft.Patch;
import glomers.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Faults of Raft that people have made, each with conditions under which it shows. */
enum PlantedBug {
  VOTES_TWICE_IN_A_TERM(
      "partition,pause",
      0.3,
      30,
      3,
      new Patch("Raft.java", "term == currentTerm && free :", "term == currentTerm :")),
  FORGETS_ITS_VOTE_OVER_A_RESTART(
      "partition,crash",
      0.3,
      30,
      3,
      new Patch("Raft.java", "log.write(ballot(term, candidate,", "log.write(ballot(term, \"\",")),
  COMMITS_AN_ENTRY_OF_AN_OLDER_TERM(
      "partition,crash",
      0.3,
      10,
      3,
      // One entry in a message, or it would never travel without the leader's own.
      new Patch("RaftLog.java", "BATCH = 256 << 10", "BATCH = 1"),
      new Patch("Raft.java", " && log.term(copied) == currentTerm)", ")")),
  READS_THOUGH_IT_MAY_BE_DEPOSED(
      "partition",
      1,
      5,
      3,
      new Patch(
          "Raft.java", "if (!node.await(sure, Node.RPC_TIMEOUT).orElse(false))", "if (false)")),
  CUTS_OFF_WHAT_FOLLOWS_A_LATE_MESSAGE(
      "partition,crash",
      1,
      5,
      3,
      new Patch(
          "RaftLog.java",
          "if (!has(++index, entry.get(\"term\").longValue()))",
          "if (++index > 0)"),
      new Patch("RaftLog.java", "if (index <= commitIndex) {", "if (index <= snapshotIndex()) {")),
  ANSWERS_BEFORE_A_MAJORITY_HAS_IT(
      "partition",
      1,
      5,
      3,
      new Patch(
          "Raft.java",
          "long copied = majority(matchIndex);",
          "long copied = matchIndex.get(server);")),
  CHANGES_MEMBERS_TWICE_AT_ONCE(
      "partition,membership",
      0.5,
      20,
      5,
      new Patch("Raft.java", "requireLeading(!isChanging() && ", "requireLeading(")),
  CHANGES_MEMBERS_BEFORE_IT_HAS_COMMITTED(
      "partition,membership",
      0.5,
      20,
      5,
      new Patch(
          "Raft.java", "!isChanging() && log.term(commitIndex) == currentTerm", "!isChanging()")),
  ANSWERS_WHAT_IS_NOT_ON_THE_DISK(
      "partition,crash", 1, 5, 3, new Patch("RaftLog.java", "    disk.sync();\n", "")),
  TAKES_A_SNAPSHOT_WITHOUT_ITS_STATE(
      "partition,crash",
      2,
      1,
      3,
      new Patch("Raft.java", "      state = new Registers(log.state());\n    }", "    }"));

  private final String nemeses;
  private final double interval;
  private final int latency;
  private final int nodes;
  private final List<Patch> patches;

  PlantedBug(String nemeses, double interval, int latency, int nodes, Patch... patches) {
    this.nemeses = nemeses;
    this.interval = interval;
    this.latency = latency;
    this.nodes = nodes;
    this.patches = List.of(patches);
  }

  List<Patch> patches() {
    return patches;
  }

  /** The first seed, from 1 on, on which chance finds it; 0 if it is not looked for by chance. */
  long seed() {
    return switch (this) {
      case VOTES_TWICE_IN_A_TERM -> 12;
      case COMMITS_AN_ENTRY_OF_AN_OLDER_TERM -> 25;
      case READS_THOUGH_IT_MAY_BE_DEPOSED -> 3;
      case CUTS_OFF_WHAT_FOLLOWS_A_LATE_MESSAGE -> 1;
      case ANSWERS_BEFORE_A_MAJORITY_HAS_IT -> 1;
      case ANSWERS_WHAT_IS_NOT_ON_THE_DISK -> 2;
      default -> 0;
    };
  }

  /** The schedule that shows it, where chance has not in 40 seeds. */
  Optional<Predicate<Consumer<Node>>> directed() {
    return switch (this) {
      case FORGETS_ITS_VOTE_OVER_A_RESTART -> Optional.of(Directed::votesAgainAfterARestart);
      case CHANGES_MEMBERS_TWICE_AT_ONCE -> Optional.of(Directed::changesMembersTwiceAtOnce);
      case CHANGES_MEMBERS_BEFORE_IT_HAS_COMMITTED ->
          Optional.of(Directed::changesMembersBeforeACommit);
      case TAKES_A_SNAPSHOT_WITHOUT_ITS_STATE -> Optional.of(Directed::forgetsWhatASnapshotHolds);
      default -> Optional.empty();
    };
  }

  /** The arguments of {@code test}. */
  List<String> arguments(long seed) {
    List<String> words =
        new ArrayList<>(
            List.of("-w", "lin-kv", "--bin", "maelstrom/bin/lin-kv", "--engine", "simulation"));
    words.addAll(List.of("--node-count", "" + nodes, "--concurrency", "4n", "--rate", "300"));
    words.addAll(
        List.of("--time-limit", "20", "--latency", "" + latency, "--latency-dist", "exponential"));
    words.addAll(List.of("--nemesis", nemeses, "--nemesis-interval", "" + interval));
    words.addAll(List.of("--partitions", "one,majority,majorities-ring,halves,one-way,isolated"));
    words.addAll(List.of("--reorder", "0.05", "--duplicate", "0.05", "--seed", "" + seed));
    return words;
  }
}
