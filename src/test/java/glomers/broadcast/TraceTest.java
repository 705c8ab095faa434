package glomers.broadcast;

import static glomers.broadcast.RoundsWorld.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nodes say to each other, to the millisecond: 100 ms between them, no jitter. */
class TraceTest {

  private static RoundsWorld warm(int size) {
    RoundsWorld world = RoundsWorld.exact(new Tuning(Duration.ofMillis(585)), size, 100);
    world.load(50, 8);
    world.run(14);
    assertEquals(List.of(), world.missing());
    world.traceFromNow();
    return world;
  }

  /** Uploads come 8 ms before the round; the counts in a batch acknowledge them. */
  @Test
  void aRound() {
    RoundsWorld world = warm(4);
    long begin = world.now;
    world.at(begin + 20 * MS, () -> world.add(1, TextNode.valueOf("a")));
    world.at(begin + 40 * MS, () -> world.add(2, TextNode.valueOf("b")));
    world.at(begin + 60 * MS, () -> world.add(0, TextNode.valueOf("c")));
    world.run(6);
    assertEquals(
        """
          150 n1 > n0 upload of a
          150 n2 > n0 upload of b
          258 n0 > n1 batch of c, b
          258 n0 > n2 batch of c, a
          258 n0 > n3 batch of c, a, b
         2358 n1 > n0 upload
         2358 n2 > n0 upload
         2358 n3 > n0 upload
        """,
        String.join("\n", world.trace) + "\n");
  }

  /**
   * The hub is cut off for 4 s. n3, then n1 and n2 notice, each once it has something to say; all
   * try the hub on and on, and when it is back, they return to it.
   */
  @Test
  void aTakeover() {
    RoundsWorld world = warm(4);
    world.cut = (from, to) -> from == 0 || to == 0;
    long begin = world.now;
    world.at(begin + 20 * MS, () -> world.add(3, TextNode.valueOf("a")));
    world.at(begin + 4_000 * MS, () -> world.cut = (from, to) -> false);
    world.run(10);
    assertEquals(
        """
          150 n3 > n0 upload of a
          903 n3 > n0 upload of a
         1320 n3 > n1 upload of 410 values
         1342 n3 > n0 upload of a
         1500 n1 > n3 batch
         1657 n1 > n0 upload of a
         1758 n3 > n1 upload
         1781 n3 > n0 upload of a
         2220 n3 > n0 upload of a
         2411 n1 > n0 upload of a
         2636 n3 > n1 upload
         2658 n3 > n0 upload of a
         2827 n1 > n2 upload of 410 values
         2850 n1 > n0 upload of a
         3050 n2 > n1 batch
         3097 n3 > n0 upload of a
         3165 n2 > n0 upload of a
         3266 n1 > n2 upload
         3288 n1 > n0 upload of a
         3513 n3 > n1 upload
         3536 n3 > n0 upload of a
         3727 n1 > n0 upload of a
         3918 n2 > n0 upload of a
         3975 n3 > n0 upload of a
         4018 n0 > n1 batch of a
         4018 n0 > n2 batch
         4018 n0 > n3 batch of a
         4118 n1 > n0 upload
         4118 n3 > n0 upload
         4403 n0 > n3 batch
        """,
        String.join("\n", world.trace) + "\n");
  }
}
