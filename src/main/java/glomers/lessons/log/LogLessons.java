package glomers.lessons.log;

import glomers.kafka.Log;
import glomers.lessons.broken.kafka.CounterBesideLog;
import glomers.lessons.broken.kafka.OverwrittenCommitsLog;
import glomers.lessons.stage.Pair;
import glomers.lessons.stage.Setting;
import glomers.lessons.stage.Variant;
import glomers.lessons.stage.Words;
import java.util.List;

/** What happens to logs and their offsets. */
public final class LogLessons {
  /** Keys stay in use, so that many clients read the same ones. */
  private static final int MANY = 1_000;

  private LogLessons() {}

  /** All of them. */
  public static List<Pair> all() {
    return List.of(counterBesideData(), commitGoesBack());
  }

  private static Pair counterBesideData() {
    return new Pair(
        new Words(
            "counter-beside-data",
            "offsets with holes",
            "An offset and its message must come into being in one step.",
            "First an offset is drawn from a counter, then the message is written there. If the"
                + " node dies in between, that offset is a hole for ever. A poll cannot tell such a"
                + " hole from a message that is written a moment later, so it must not step over"
                + " it: and all that was sent after it, and acknowledged, is never seen.",
            "The slot itself is claimed by a compare-and-swap, which takes the offset and stores"
                + " the message at once."),
        Setting.of("kafka", 2)
            .workersPerNode(4)
            .rate(30)
            .seconds(60)
            .crashes(1)
            .latency(50)
            .keys(4),
        Variant.of(
            CounterBesideLog.class,
            "draws an offset from a counter, and then writes the message there.",
            CounterBesideLog::new),
        Variant.of(Log.class, "claims the slot and stores the message in one swap.", Log::new),
        LogJudges.neverSeen(),
        "send");
  }

  private static Pair commitGoesBack() {
    return new Pair(
        new Words(
            "commit-goes-back",
            "a committed offset that goes back",
            "A committed offset only ever grows.",
            "Two clients read the same log, one is further than the other, and both commit where"
                + " they are. The slower one commits last. Whoever takes over from here begins"
                + " too early, and does again what was done.",
            "A commit is a maximum: it raises the register, or leaves it alone."),
        Setting.of("kafka", 2)
            .workersPerNode(8)
            .rate(200)
            .seconds(10)
            .keys(4)
            .writesPerKey(MANY)
            .monotonicCommits(),
        Variant.of(
            OverwrittenCommitsLog.class,
            "writes each committed offset over the one before.",
            OverwrittenCommitsLog::new),
        Variant.of(Log.class, "swaps in the larger of both.", Log::new),
        LogJudges.committedWentBack(),
        "commit");
  }
}
