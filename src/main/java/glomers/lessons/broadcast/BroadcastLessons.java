package glomers.lessons.broadcast;

import glomers.broadcast.Broadcast;
import glomers.lessons.broken.broadcast.BackToSourceBroadcast;
import glomers.lessons.broken.broadcast.DedupeByListBroadcast;
import glomers.lessons.broken.broadcast.PassOnEverythingBroadcast;
import glomers.lessons.broken.broadcast.SendOnceBroadcast;
import glomers.lessons.stage.Pair;
import glomers.lessons.stage.Setting;
import glomers.lessons.stage.Variant;
import glomers.lessons.stage.Words;
import glomers.workbench.workload.Topology;
import java.util.List;

/** What happens to values on their way around. */
public final class BroadcastLessons {
  private static final long STORM = 20_000;
  private static final double COMPARISONS = 5;

  /** What challenge 3d allows. */
  private static final double MESSAGES_3D = 30;

  private BroadcastLessons() {}

  /** All of them. */
  public static List<Pair> all() {
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
            "Each value has a task for each neighbour that goes on until it is acknowledged, so a"
                + " partition only makes it late."),
        Setting.of("broadcast", 5).seconds(10).partitions(3),
        Variant.of(
            SendOnceBroadcast.class,
            "passes each new value on once, and never asks whether it arrived.",
            SendOnceBroadcast::new),
        Variant.of(
            Broadcast.class,
            "sends each value to each neighbour until it is acknowledged.",
            Broadcast::new),
        BroadcastJudges.lostValues(),
        "forward");
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
            Broadcast.class,
            "looks into a set of what it has seen before it passes a value on.",
            Broadcast::new),
        BroadcastJudges.storm(),
        "broadcast");
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
                + " are calls of equals.",
            "A LinkedHashSet finds a value by its hash, however many there are, and keeps them in"
                + " order."),
        Setting.of(CountedValues::new, 5).rate(100).seconds(10),
        Variant.of(
            DedupeByListBroadcast.class,
            "keeps what it has seen in a list.",
            DedupeByListBroadcast::new),
        Variant.of(Broadcast.class, "keeps it in a set.", Broadcast::new),
        BroadcastJudges.comparisons(COMPARISONS),
        "broadcast");
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
            Broadcast.class, "leaves out the neighbour that the value came from.", Broadcast::new),
        BroadcastJudges.messagesPerOperation(MESSAGES_3D),
        "broadcast");
  }
}
