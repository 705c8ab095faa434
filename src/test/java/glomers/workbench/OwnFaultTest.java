package glomers.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.RealHost;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What goes wrong in the workbench itself is blamed on nobody else. */
class OwnFaultTest {

  @Test
  void anErrorThatEndsATaskOfTheWorkbenchEndsTheRunOnce() throws InterruptedException {
    OwnFault fault = new OwnFault();
    AtomicInteger ended = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(1);
    fault.whenFirst(() -> {
      ended.incrementAndGet();
      done.countDown();
    });
    RealHost host = new RealHost("workbench", fault::note);
    Error error = new StackOverflowError("of a test");
    host.start(
        "delivery",
        () -> {
          throw error;
        });
    assertTrue(done.await(60, TimeUnit.SECONDS));
    fault.note(new IllegalStateException("that follows from it"));
    assertSame(error, fault.first().orElseThrow());
    assertEquals(1, ended.get());
  }

  @Test
  void aFaultThatWasThereBeforeEndsTheRunTheMoreSo() {
    OwnFault fault = new OwnFault();
    fault.note(new OutOfMemoryError("of a test"));
    AtomicInteger ended = new AtomicInteger();
    fault.whenFirst(ended::incrementAndGet);
    assertEquals(1, ended.get());
  }

  @Test
  void outOfMemoryIsSaidInWordsOfItsOwn() {
    String words = new WorkbenchFailure(new OutOfMemoryError("Java heap space")).inWords();
    assertTrue(words.startsWith("Out of memory: ") && words.contains("-Xmx"), words);
    assertTrue(
        new WorkbenchFailure(new IllegalStateException("x")).inWords().contains("says nothing"));
  }

  @Test
  void memoryThatRanOutIsFoundBelowWhateverCameOfIt() {
    Throwable below = new RuntimeException(new OutOfMemoryError("Java heap space"));
    assertTrue(new WorkbenchFailure(below).inWords().startsWith("Out of memory: "));
    assertFalse(WorkbenchFailure.isOutOfMemory(new RuntimeException(new Exception())));
  }
}
