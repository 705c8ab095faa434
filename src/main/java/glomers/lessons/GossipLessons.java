package glomers.lessons;

import glomers.broadcast.ReliableBroadcast;
import glomers.lessons.broken.BackToSourceBroadcast;
import glomers.lessons.broken.DedupeBroadcast;
import glomers.lessons.broken.PassOnEverythingBroadcast;
import glomers.lessons.broken.SendOnceBroadcast;
import glomers.workbench.workload.Topology;
import java.util.List;

/** What happens to values on their way around. */
final class GossipLessons {
  private static final long STORM = 20_000;
  private static final double COMPARISONS = 5;

  /** What challenge 3d allows. */
  private static final double MESSAGES_3D = 30;

  private GossipLessons() {}

  static List<Pair> all() {
    return List.of(noRetry(), noDedupe(), dedupeByList(), backToSource());
  }

  private static Pair noRetry() {
    return new Pair(
        new Words(
            "no-retry",
            "a message that was sent once, into a partition",
            "Works on my machine means nothing until the network is cut: send until it is"
                + " acknowledged.",
            "Without faults this node is perfect, and all tests are green. Then the nemesis cuts a"
                + " link for a few seconds. What was sent meanwhile is gone, and since nobody waits"
                + " for an acknowledgement, nobody notices. Once the link is mended the values"
                + " after it arrive and those in between never do.",
            "Every item stays in a peer's outbox until that peer has acknowledged it, so a"
                + " partition only makes it late."),
        Setting.of("broadcast", 5).seconds(10).partitions(3),
        Variant.of(
            SendOnceBroadcast.class,
            "passes each new value on once, and never asks whether it arrived.",
            SendOnceBroadcast::new),
        Variant.of(
            ReliableBroadcast.class,
            "sends each value to each neighbour until it is acknowledged.",
            ReliableBroadcast::new),
        BroadcastJudges.lostValues(),
        new Place("glomers.gossip.Delivery", "deliver"));
  }

  private static Pair noDedupe() {
    return new Pair(
        new Words(
            "no-dedupe",
            "a message storm",
            "Retries and gossip bring the same value again and again: who passes on what he has"
                + " passed on before starts a storm.",
            "The grid has circles. A value goes round a circle, comes back to where it was, and is"
                + " sent round again, in both directions and for ever; each next value joins it."
                + " The values themselves are all right, since they are kept in a set; it is the"
                + " network that dies. The workbench stops a run that sends more messages than its"
                + " budget.",
            "A value is passed on the first time it is seen and never again."),
        Setting.of("broadcast", 5).seconds(10).budget(STORM),
        Variant.of(
            PassOnEverythingBroadcast.class,
            "passes on whatever it hears, also what it has passed on before.",
            PassOnEverythingBroadcast::new),
        Variant.of(
            ReliableBroadcast.class,
            "looks into a set of what it has seen before it passes a value on.",
            ReliableBroadcast::new),
        BroadcastJudges.storm(),
        new Place("glomers.broadcast.ReliableBroadcast", "learn"));
  }

  private static Pair dedupeByList() {
    return new Pair(
        new Words(
            "dedupe-by-list",
            "dedupe that grows with every value",
            "Dedupe by a set: a list is searched from its beginning for every value that comes"
                + " in.",
            "A list works, and in a run of a few seconds nobody sees the difference. But each"
                + " look-up compares with everything there is, and there are more of both with"
                + " every value: the work grows with the square of the values. What is counted here"
                + " are calls of equals. Ours in this lesson is the same node with the set that"
                + " ReliableBroadcast has, since comparisons cannot be counted from outside.",
            "A LinkedHashSet finds a value by its hash, however many there are, and keeps them in"
                + " order."),
        Setting.of("broadcast", 5).rate(100).seconds(10),
        Variant.counting(
            DedupeBroadcast.class,
            "keeps what it has seen in a list.",
            lookUps -> node -> DedupeBroadcast.byList(node, lookUps)),
        Variant.counting(
            DedupeBroadcast.class,
            "keeps it in a set.",
            lookUps -> node -> DedupeBroadcast.bySet(node, lookUps)),
        Figures.comparisons(COMPARISONS),
        new Place("glomers.broadcast.ReliableBroadcast", "learn"));
  }

  private static Pair backToSource() {
    return new Pair(
        new Words(
            "back-to-source",
            "telling those who told you",
            "Do not send a value back to where it came from.",
            "On a tree each value has to cross each link once: 24 links between 25 nodes. Who also"
                + " sends it back crosses each link twice, and as everything is acknowledged, pays"
                + " twice for that, too. Challenge 3d allows fewer than 30 messages an operation.",
            "Whoever a value came from is left out when it is passed on."),
        Setting.of("broadcast", 25).seconds(10).topology(Topology.TREE4),
        Variant.of(
            BackToSourceBroadcast.class,
            "passes a new value on to all its neighbours, the one it came from included.",
            BackToSourceBroadcast::new),
        Variant.of(
            ReliableBroadcast.class,
            "leaves out the neighbour that the value came from.",
            ReliableBroadcast::new),
        Figures.messagesPerOperation(MESSAGES_3D),
        new Place("glomers.broadcast.ReliableBroadcast", "learn"));
  }
}
