package glomers.lessons;

import glomers.counter.CasCounter;
import glomers.lessons.broken.AddAgainCounter;
import glomers.lessons.broken.EarlyReplyCounter;
import glomers.lessons.broken.HotRetryCounter;
import glomers.lessons.broken.LateReplyCounter;
import glomers.lessons.broken.LockedCounter;
import glomers.lessons.broken.ReadThenWriteCounter;
import glomers.lessons.broken.StaleReadCounter;
import glomers.node.Kv;
import java.util.List;

/** What happens to shared state. */
final class CounterLessons {
  /** A read takes one, an add that nobody disturbs takes two. */
  private static final double REQUESTS = 3;

  private CounterLessons() {}

  static List<Pair> all() {
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
                + " there, and all clients got their add_ok. The store is linearizable and does"
                + " everything right; what is missing is a way to say \"but only if it is still"
                + " 5\".",
            "A swap fails when somebody else was quicker; then the loop reads again and"
                + " starts over."),
        Setting.of("g-counter", 3).rate(100).seconds(5),
        Variant.of(
            ReadThenWriteCounter.class,
            "reads the counter from lin-kv, adds, and writes the sum back.",
            node -> new ReadThenWriteCounter(node, Kv.linearizable(node))),
        Variant.of(
            CasCounter.class,
            "swaps: it writes only if nobody else has written since it looked.",
            CasCounter::new),
        CounterJudges.lostUpdates(),
        new Place("glomers.counter.CasCounter", "swap"));
  }

  private static Pair casRetry() {
    return new Pair(
        new Words(
            "cas-retry",
            "an add that is counted twice",
            "A retry after a time-out must recognise what it has done already.",
            "No answer is not a no. Of every hundred messages five are lost here; when it is the"
                + " answer to a swap that is lost, the sum is in the store already. The loop reads"
                + " it, adds once more, and swaps again. Compare-and-swap protects against others,"
                + " not against oneself.",
            "Each node writes its own subtotal, which is absolute: writing it twice adds nothing."),
        Setting.of("g-counter", 3).rate(30).seconds(20).loss(0.05),
        Variant.of(
            AddAgainCounter.class,
            "swaps in a loop, and after a time-out reads and adds once more.",
            AddAgainCounter::new),
        Variant.of(
            CasCounter.class,
            "swaps in its own subtotal, so a swap made twice changes nothing.",
            CasCounter::new),
        CounterJudges.countedTwice(),
        new Place("glomers.counter.CasCounter", "settle"));
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
            "A read raises a nonce by a swap, too: a swap that changes something is always made on"
                + " the newest state."),
        Setting.of("g-counter", 3).rate(100).seconds(5).freshReads(),
        Variant.of(
            StaleReadCounter.class,
            "adds by compare-and-swap, and believes what seq-kv reads.",
            StaleReadCounter::new),
        Variant.of(CasCounter.class, "swaps also in order to read.", CasCounter::new),
        CounterJudges.staleReads(),
        new Place("glomers.counter.CasCounter", "read"));
  }

  private static Pair hotRetry() {
    return new Pair(
        new Words(
            "hot-retry",
            "a loop that helps an overload to last",
            "Back off before you try again.",
            "When thirty requests swap at the same moment one of them wins, and 29 come back at"
                + " once, of which again one wins. Nothing is lost, but the store answers refusals most"
                + " of the time, and the more there is to do, the more of them.",
            "The loop waits for a random time, up to twice as long after each failure, and adds"
                + " that come meanwhile share the next swap."),
        Setting.of("g-counter", 3).workersPerNode(10).rate(500).seconds(3).latency(5),
        Variant.of(
            HotRetryCounter.class,
            "starts over at once when its swap is refused.",
            HotRetryCounter::new),
        Variant.of(
            CasCounter.class, "waits a little, and joins what came meanwhile.", CasCounter::new),
        Figures.requestsPerOperation(REQUESTS),
        new Place("glomers.node.Backoff", "pause"));
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
            "The promise that an add waits for is kept by the swap that holds it, and only then"
                + " comes add_ok."),
        Setting.of("g-counter", 3).rate(60).seconds(30).latency(20).crashes(2),
        Variant.of(EarlyReplyCounter.class, "says add_ok, and then adds.", EarlyReplyCounter::new),
        Variant.of(CasCounter.class, "says add_ok when seq-kv has the add.", CasCounter::new),
        CounterJudges.acknowledgedAndLost(),
        new Place("glomers.counter.CasCounter", "add"));
  }

  private static Pair lateReply() {
    return new Pair(
        new Words(
            "late-reply",
            "an answer to somebody who has left",
            "A request has a deadline: after it, nobody is there to be answered.",
            "lin-kv cannot be reached for a while, so the node tries and tries, and when it"
                + " succeeds it answers, as it should. But a client waits for 5 s, and this one was"
                + " told by the node library after 4.5 s that nobody knows, and has gone. To"
                + " Maelstrom a message to nobody is a malformed one, and it does not read that node"
                + " any more: everything that the node says until the end of the run is lost,"
                + " acknowledgements to its peers included.",
            "A node answers at the latest after 4.5 s, with an indefinite error, and drops every"
                + " later reply."),
        Setting.of("g-counter", 5).rate(10).seconds(30).partitions(8).servicesToo(),
        Variant.of(
            LateReplyCounter.class,
            "tries until it succeeds, and then answers past the library, whoever is still there.",
            LateReplyCounter::new),
        Variant.of(
            CasCounter.class,
            "answers in time: at the worst, that it does not know.",
            CasCounter::new),
        CounterJudges.lateReplies(),
        new Place("glomers.node.Node", "reply"));
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
            "Monitors guard memory only, for a few lines; who has to wait does so on a promise,"
                + " outside."),
        Setting.of("g-counter", 3).rate(20).seconds(2).checkingMonitors(),
        Variant.of(
            LockedCounter.class,
            "makes its handlers synchronized, with calls to lin-kv in them.",
            LockedCounter::new),
        Variant.of(CasCounter.class, "lets go of its monitor before it waits.", CasCounter::new),
        CounterJudges.heldMonitor(),
        new Place("glomers.counter.CasCounter", "settle"));
  }
}
