package glomers.lessons;

import glomers.broadcast.ReliableBroadcast;
import glomers.lessons.broken.PassOnEverythingBroadcast;
import glomers.lessons.broken.SendOnceBroadcast;
import java.util.List;

/** What happens to values on their way around. */
final class GossipLessons {
  private static final long STORM = 20_000;

  private GossipLessons() {}

  static List<Lesson> all() {
    return List.of(noRetry(), noDedupe());
  }

  private static Lesson noRetry() {
    return new Lesson(
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
        new Place("glomers.gossip.Gossip", "deliver"));
  }

  private static Lesson noDedupe() {
    return new Lesson(
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
}
