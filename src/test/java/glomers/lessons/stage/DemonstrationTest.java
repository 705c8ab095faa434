package glomers.lessons.stage;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.lessons.Lessons;
import glomers.lessons.broken.uniqueids.ClockIds;
import glomers.uniqueids.UniqueIds;
import org.junit.jupiter.api.Test;

/** A lesson that does not show what it says must say so. */
class DemonstrationTest {
  private static final Variant RIGHT = Variant.of(UniqueIds.class, "is right.", UniqueIds::new);
  private static final Variant WRONG = Variant.of(ClockIds.class, "is wrong.", ClockIds::new);

  private static Demonstration of(Variant broken, Variant ours) {
    Pair real = (Pair) Lessons.named("clock-ids").orElseThrow();
    Pair pair = new Pair(real.words(), real.setting(), broken, ours, real.judge(), real.method());
    return pair.show(Lessons.SEED);
  }

  private static String text(Showing showing) {
    return String.join("\n", showing.lines(false));
  }

  @Test
  void aBrokenVariantThatIsNotCaughtIsNoLesson() {
    Demonstration lucky = of(RIGHT, RIGHT);
    assertFalse(lucky.holds());
    assertTrue(text(lucky).contains("NOT caught with seed 1"), text(lucky));
  }

  @Test
  void aVariantOfOursThatIsCaughtIsNoLesson() {
    Demonstration unlucky = of(WRONG, WRONG);
    assertFalse(unlucky.holds());
    assertTrue(text(unlucky).contains("NOT passed with seed 1"), text(unlucky));
  }

  @Test
  void whatIsCaughtIsToldWithTheMessagesThatLedThere() {
    Demonstration caught = of(WRONG, RIGHT);
    assertTrue(caught.holds(), text(caught));
    assertTrue(text(caught).contains("-- generate --"), text(caught));
    assertTrue(text(caught).contains(":duplicated-count 0 of"), text(caught));
  }
}
