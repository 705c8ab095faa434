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
          305 n1 > n0 upload of a
          305 n2 > n0 upload of b
          413 n0 > n1 batch of c, b
          413 n0 > n2 batch of c, a
          413 n0 > n3 batch of c, a, b
         2513 n1 > n0 upload
         2513 n2 > n0 upload
         2513 n3 > n0 upload
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
          305 n3 > n0 upload of a
         1058 n3 > n0 upload of a
         1475 n3 > n1 upload of 410 values
         1497 n3 > n0 upload of a
         1655 n1 > n3 batch
         1812 n1 > n0 upload of a
         1913 n3 > n1 upload
         1936 n3 > n0 upload of a
         2375 n3 > n0 upload of a
         2566 n1 > n0 upload of a
         2791 n3 > n1 upload
         2813 n3 > n0 upload of a
         2982 n1 > n2 upload of 410 values
         3005 n1 > n0 upload of a
         3205 n2 > n1 batch
         3252 n3 > n0 upload of a
         3320 n2 > n0 upload of a
         3421 n1 > n2 upload
         3443 n1 > n0 upload of a
         3668 n3 > n1 upload
         3691 n3 > n0 upload of a
         3882 n1 > n0 upload of a
         4073 n2 > n0 upload of a
         4130 n3 > n0 upload of a
         4173 n0 > n1 batch of a
         4173 n0 > n2 batch
         4173 n0 > n3 batch of a
         4273 n1 > n0 upload
         4273 n3 > n0 upload
         4558 n0 > n3 batch
        """,
        String.join("\n", world.trace) + "\n");
  }
}
