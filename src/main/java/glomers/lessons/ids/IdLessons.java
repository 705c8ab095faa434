package glomers.lessons.ids;

import glomers.lessons.broken.uniqueids.ClockIds;
import glomers.lessons.broken.uniqueids.ForgetfulIds;
import glomers.lessons.stage.Pair;
import glomers.lessons.stage.Setting;
import glomers.lessons.stage.Variant;
import glomers.lessons.stage.Words;
import glomers.uniqueids.UniqueIds;
import java.util.List;

/** What happens to ids and counters of a node's own. */
public final class IdLessons {
  private IdLessons() {}

  /** All of them. */
  public static List<Pair> all() {
    return List.of(clockIds(), restart());
  }

  private static Pair clockIds() {
    return new Pair(
        new Words(
            "clock-ids",
            "the time is not an id",
            "A clock alone gives no unique ids.",
            "A millisecond is long, other nodes have clocks as well, and clocks are set back. At a"
                + " thousand requests a second it takes no bad luck at all.",
            "The node's name tells nodes apart, the counter tells requests apart, and the clock is"
                + " only part of what tells a node's lives apart."),
        Setting.of("unique-ids", 3).rate(1_000).seconds(1),
        Variant.of(ClockIds.class, "gives out the milliseconds since 1970.", ClockIds::new),
        Variant.of(
            UniqueIds.class, "gives out its name, its incarnation and a counter.", UniqueIds::new),
        IdJudges.duplicates(),
        "nextId");
  }

  private static Pair restart() {
    return new Pair(
        new Words(
            "restart",
            "a counter that begins again",
            "A restarted node has forgotten how far it had counted, and the others have not.",
            "Name and counter are unique as long as nothing happens; Maelstrom's own test, which"
                + " never restarts a node, is green for ever. After a crash the node is told its"
                + " name again and nothing else, and its counter starts at 0. The same holds for"
                + " every number that others remember of a node: offsets of gossip, shares of a"
                + " counter, keys for dedupe.",
            "Each life of a node draws an incarnation (Incarnation.draw), and whatever others"
                + " remember of it carries that."),
        Setting.of("unique-ids", 3).rate(30).seconds(15).crashes(1),
        Variant.of(ForgetfulIds.class, "gives out its name and a counter.", ForgetfulIds::new),
        Variant.of(
            UniqueIds.class, "gives out its name, its incarnation and a counter.", UniqueIds::new),
        IdJudges.duplicates(),
        "nextId");
  }
}
