package glomers.launch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import glomers.node.Transport;
import org.junit.jupiter.api.Test;

class SmallHeapTest {
  private static final long MB = 1 << 20;

  private final SmallHeap heap = new SmallHeap(mock(Transport.class));

  @Test
  void aSmallHeapIsLeftAlone() {
    assertFalse(heap.needsCollection(16 * MB));
  }

  @Test
  void garbageIsLookedForAgainWhenHalfAsMuchAsIsAliveHasCome() {
    assertTrue(heap.needsCollection(130 * MB));
    heap.collected(100 * MB);
    assertFalse(heap.needsCollection(165 * MB));
    assertTrue(heap.needsCollection(170 * MB));
  }

  @Test
  void whatWasAliveOnceDoesNotAllowForGarbageEverAfter() {
    assertTrue(heap.needsCollection(450 * MB));
    heap.collected(400 * MB);
    assertFalse(heap.needsCollection(10 * MB), "the JVM has looked by itself");
    assertTrue(heap.needsCollection(40 * MB));
  }
}
