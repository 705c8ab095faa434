package glomers.lessons.counter;

import glomers.counter.Counter;
import glomers.lessons.broken.counter.AddAgainCounter;
import glomers.lessons.broken.counter.EarlyReplyCounter;
import glomers.lessons.broken.counter.HotRetryCounter;
import glomers.lessons.broken.counter.LateReplyCounter;
import glomers.lessons.broken.counter.LockedCounter;
import glomers.lessons.broken.counter.ReadThenWriteCounter;
import glomers.lessons.broken.counter.StaleReadCounter;
import glomers.lessons.stage.Pair;
import glomers.lessons.stage.Setting;
import glomers.lessons.stage.Variant;
import glomers.lessons.stage.Words;
import java.util.List;

/** What happens to shared state. */
public final class CounterLessons {
  /** A read takes two, an add that nobody disturbs three; ours takes about seven here. */
  private static final double REQUESTS = 9;

  private CounterLessons() {}

  /** All of them. */
  public static List<Pair> all() {
    return List.of(
        noCas(), casRetry(), staleRead(), hotRetry(), earlyReply(), lateReply(), heldMonitor());
  }

  private static Pair noCas() {
    return new Pair(
        new Words(
            "no-cas",
            "read, add, write: the lost update",
            "A shared value is changed by compare-and-swap, or it loses updates.",
            "One node reads 5, another reads 5, both add 3 and write 8: six were added, three are"
                + " there, and all clients got their add_ok. The store does everything right, and what"
                + " was read was the newest; what is missing is a way to say \"but only if it is"
                + " still 5\".",
            "A swap fails when somebody else was quicker; then the loop reads again and"
                + " starts over."),
        Setting.of("g-counter", 3).rate(100).seconds(5),
        Variant.of(
            ReadThenWriteCounter.class,
            "reads the counter from seq-kv, adds, and writes the sum back.",
            ReadThenWriteCounter::new),
        Variant.of(
            Counter.class,
            "swaps: it writes only if nobody else has written since it looked.",
            Counter::new),
        CounterJudges.lostUpdates(),
        "add");
  }

  private static Pair casRetry() {
    return new Pair(
        new Words(
            "cas-retry",
            "an add that is counted twice",
            "A retry after a time-out must recognise what it has done already.",
            "No answer is not a no. Links are cut here now and then, also those to seq-kv; when it"
                + " is the answer to a swap that is lost, the sum is in the store already. The loop"
                + " reads it, adds once more, and swaps again. Compare-and-swap protects against others,"
                + " not against oneself.",
            "A swap without an answer is not repeated: its client is told that nobody knows."
                + " CasCounter does better, since it can tell whether a swap was its own."),
        Setting.of("g-counter", 3)
            .workersPerNode(2)
            .rate(60)
            .seconds(300)
            .latency(20)
            .partitions(1)
            .servicesToo(),
        Variant.of(
            AddAgainCounter.class,
            "swaps in a loop, and after a time-out reads and adds once more.",
            AddAgainCounter::new),
        Variant.of(
            Counter.class,
            "swaps once, and says so when it does not know what came of it.",
            Counter::new),
        CounterJudges.countedTwice(),
        "add");
  }

  private static Pair staleRead() {
    return new Pair(
        new Words(
            "stale-read",
            "reading the past",
            "A read from a sequentially consistent store may be old: to see the present, write"
                + " first.",
            "seq-kv promises that everybody sees the same order of changes, and nobody goes back"
                + " in it. It does not promise that you see its end. The adds are all there, and"
                + " the sum comes right in the end; but who asks now may be told how it was a"
                + " while ago.",
            "Before it reads it writes something that changes a key of its own: whoever has changed"
                + " something sees no state from before that."),
        Setting.of("g-counter", 3).rate(100).seconds(5).freshReads(),
        Variant.of(
            StaleReadCounter.class,
            "adds by compare-and-swap, and believes what seq-kv reads.",
            StaleReadCounter::new),
        Variant.of(Counter.class, "writes before it reads.", Counter::new),
        CounterJudges.staleReads(),
        "readTotal");
  }

  private static Pair hotRetry() {
    return new Pair(
        new Words(
            "hot-retry",
            "a loop that helps an overload to last",
            "Back off before you try again.",
            "When ninety requests swap at the same moment one of them wins, and 89 come back at"
                + " once, of which again one wins. Nothing is lost, but the store answers refusals most"
                + " of the time, and the more there is to do, the more of them.",
            "The loop waits for a random time, up to twice as long after each failure."),
        Setting.of("g-counter", 3).workersPerNode(30).rate(1_500).seconds(1).latency(1),
        Variant.of(
            HotRetryCounter.class,
            "starts over at once when its swap is refused.",
            HotRetryCounter::new),
        Variant.of(Counter.class, "waits a little before it tries again.", Counter::new),
        CounterJudges.requestsPerOperation(REQUESTS),
        "add");
  }

  private static Pair earlyReply() {
    return new Pair(
        new Words(
            "early-reply",
            "acknowledged, and lost",
            "Acknowledge only what can no longer be lost.",
            "Answering first makes every test faster, and every client believes it. Between the"
                + " answer and the write there is a moment in which the add is nowhere but in the"
                + " memory of one node, and that is when the node crashes. Two lines in the wrong"
                + " order.",
            "First comes the swap that holds the add, and only then add_ok."),
        Setting.of("g-counter", 3).rate(60).seconds(30).latency(20).crashes(2),
        Variant.of(EarlyReplyCounter.class, "says add_ok, and then adds.", EarlyReplyCounter::new),
        Variant.of(Counter.class, "says add_ok when seq-kv has the add.", Counter::new),
        CounterJudges.acknowledgedAndLost(),
        "add");
  }

  private static Pair lateReply() {
    return new Pair(
        new Words(
            "late-reply",
            "an answer to somebody who has left",
            "A request has a deadline: after it, nobody is there to be answered.",
            "seq-kv cannot be reached for a while, so the node tries and tries, and when it"
                + " succeeds it answers, as it should. But a client waits for 5 s, and this one was"
                + " told by the node library after 4.5 s that nobody knows, and has gone. To"
                + " Maelstrom a message to nobody is a malformed one, and it does not read that node"
                + " any more: everything that the node says until the end of the run is lost,"
                + " acknowledgements to its peers included.",
            "A node answers at the latest after 4.5 s, with an indefinite error, and drops every"
                + " later reply."),
        Setting.of("g-counter", 5).rate(10).seconds(60).partitions(8).servicesToo(),
        Variant.of(
            LateReplyCounter.class,
            "tries until it succeeds, and then answers past the library, whoever is still there.",
            LateReplyCounter::new),
        Variant.of(
            Counter.class, "answers in time: at the worst, that it does not know.", Counter::new),
        CounterJudges.lateReplies(),
        "add");
  }

  private static Pair heldMonitor() {
    return new Pair(
        new Words(
            "held-monitor",
            "waiting with a lock in hand",
            "Never wait for the network while you hold a monitor.",
            "\"synchronized\" looks like the remedy for lost updates, and within one node it is."
                + " But now one slow answer stops every request of the node, and on JDK 21 to 23 a"
                + " virtual thread that waits in a monitor keeps its carrier thread for itself: a"
                + " few of them, and no other virtual thread runs at all. The simulation's check"
                + " mode runs tasks on platform threads and stops the first one that waits with a"
                + " monitor in hand.",
            "Requests of one node are kept apart as those of several are, by the swap; a monitor"
                + " guards memory only, for a few lines."),
        Setting.of("g-counter", 3).rate(20).seconds(2).checkingMonitors(),
        Variant.of(
            LockedCounter.class,
            "makes its handler synchronized, with calls to seq-kv in it.",
            LockedCounter::new),
        Variant.of(Counter.class, "waits with no monitor in hand.", Counter::new),
        CounterJudges.heldMonitor(),
        "add");
  }
}
