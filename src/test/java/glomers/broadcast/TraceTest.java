package glomers.broadcast;

import static glomers.broadcast.RoundsWorld.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nodes say to each other, to the millisecond: 100 ms between them, no jitter. */
class TraceTest {

  private static RoundsWorld warm(int size) {
    RoundsWorld world = RoundsWorld.exact(Tuning.FAST, size, 100);
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
          162 n2 > n0 upload of b
          162 n1 > n0 upload of a
          270 n0 > n1 batch of c, b
          270 n0 > n2 batch of c, a
          270 n0 > n3 batch of c, a, b
         2370 n1 > n0 upload
         2370 n2 > n0 upload
         2370 n3 > n0 upload
        """,
        String.join("\n", world.trace) + "\n");
  }

  /**
   * The hub is cut off for 4 s. n3, then n1 and n2 notice, each once it has something to say; all try
   * the hub on and on, and when it is back, they return to it.
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
          162 n3 > n0 upload of a
          886 n3 > n0 upload of a
         1302 n3 > n1 upload of 410 values
         1313 n3 > n0 upload of a
         1532 n1 > n3 batch
         1610 n1 > n0 upload of a
         1729 n3 > n1 upload
         1741 n3 > n0 upload of a
         2168 n3 > n0 upload of a
         2334 n1 > n0 upload of a
         2584 n3 > n1 upload
         2596 n3 > n0 upload of a
         2750 n1 > n2 upload of 410 values
         2762 n1 > n0 upload of a
         2957 n2 > n1 batch
         3023 n3 > n0 upload of a
         3058 n2 > n0 upload of a
         3178 n1 > n2 upload
         3189 n1 > n0 upload of a
         3439 n3 > n1 upload
         3451 n3 > n0 upload of a
         3617 n1 > n0 upload of a
         3783 n2 > n0 upload of a
         3878 n3 > n0 upload of a
         4033 n1 > n2 upload
         4044 n1 > n0 upload of a
         4144 n0 > n1 batch
         4144 n0 > n2 batch of a
         4144 n0 > n3 batch of a
         4198 n2 > n1 upload
         4210 n2 > n0 upload of a
         4244 n2 > n0 upload
         4244 n3 > n0 upload
         4615 n0 > n2 batch
        """,
        String.join("\n", world.trace) + "\n");
  }
}
