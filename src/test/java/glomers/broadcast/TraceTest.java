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

  /** Uploads come 5 ms before the round; the counts in a batch acknowledge them. */
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
          251 n1 > n0 upload of a
          251 n2 > n0 upload of b
          356 n0 > n1 batch of c, b
          356 n0 > n2 batch of c, a
          356 n0 > n3 batch of c, a, b
         2456 n1 > n0 upload
         2456 n2 > n0 upload
         2456 n3 > n0 upload
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
          251 n3 > n0 upload of a
         1012 n3 > n0 upload of a
         1421 n3 > n1 upload of 410 values
         1450 n3 > n0 upload of a
         1646 n1 > n3 batch
         1772 n1 > n0 upload of a
         1860 n3 > n1 upload
         1889 n3 > n0 upload of a
         2328 n3 > n0 upload of a
         2532 n1 > n0 upload of a
         2738 n3 > n1 upload
         2767 n3 > n0 upload of a
         2942 n1 > n2 upload of 410 values
         2971 n1 > n0 upload of a
         3196 n2 > n1 batch
         3205 n3 > n0 upload of a
         3292 n2 > n0 upload of a
         3381 n1 > n2 upload
         3410 n1 > n0 upload of a
         3615 n3 > n1 upload
         3644 n3 > n0 upload of a
         3848 n1 > n0 upload of a
         4053 n2 > n0 upload of a
         4083 n3 > n0 upload of a
         4153 n0 > n1 batch of a
         4153 n0 > n2 batch
         4153 n0 > n3 batch of a
         4253 n1 > n0 upload
         4253 n3 > n0 upload
         4538 n0 > n3 batch
        """,
        String.join("\n", world.trace) + "\n");
  }
}
