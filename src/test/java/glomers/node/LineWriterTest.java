package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineWriterTest {

  /** A stream that keeps each write apart and lets it through only when allowed to. */
  private static final class Gate extends OutputStream {
    final List<String> writes = new ArrayList<>();
    final Semaphore allowed = new Semaphore(0);
    final Semaphore arrived = new Semaphore(0);

    @Override
    public void write(int b) {
      throw new UnsupportedOperationException("byte by byte would be a system call each");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      arrived.release();
      allowed.acquireUninterruptibly();
      synchronized (writes) {
        writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
      }
    }
  }

  private static LineBuffer buffer(String line) {
    LineBuffer buffer = new LineBuffer();
    buffer.add(line);
    return buffer;
  }

  private static void write(LineWriter writer, String line) {
    try {
      writer.write(buffer(line));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aLineThatIsAloneIsWrittenAtOnce() throws InterruptedException {
    Gate gate = new Gate();
    LineWriter writer = new LineWriter(gate);
    Thread.startVirtualThread(() -> write(writer, "a\n"));
    assertTrue(gate.arrived.tryAcquire(30, TimeUnit.SECONDS), "the line was held back");
    gate.allowed.release(2);
    writer.close(Duration.ofMinutes(1));
    assertEquals(List.of("a\n"), gate.writes);
  }

  @Test
  void whatComesDuringAWriteGoesOutInOne() {
    Gate gate = new Gate();
    LineWriter writer = new LineWriter(gate);
    Thread.startVirtualThread(() -> write(writer, "a\n"));
    gate.arrived.acquireUninterruptibly();
    for (int i = 0; i < 1_000; i++) {
      write(writer, i + "\n");
    }
    gate.allowed.release(100);
    writer.close(Duration.ofMinutes(1));
    assertEquals(2, gate.writes.size());
    assertEquals("a\n", gate.writes.get(0));
    assertTrue(gate.writes.get(1).startsWith("0\n1\n2\n") && gate.writes.get(1).endsWith("999\n"));
  }

  @Test
  void linesOfOneTaskKeepTheirOrderAndLinesOfSeveralDoNotMix() throws InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LineWriter writer = new LineWriter(out);
    List<Thread> producers = new ArrayList<>();
    for (int p = 0; p < 8; p++) {
      String name = "p" + p + " ";
      producers.add(
          Thread.startVirtualThread(() -> {
            for (int i = 0; i < 5_000; i++) {
              write(writer, name + i + "\n");
            }
          }));
    }
    for (Thread producer : producers) {
      producer.join();
    }
    writer.close(Duration.ofMinutes(1));

    int[] next = new int[8];
    for (String line : out.toString(StandardCharsets.UTF_8).split("\n")) {
      assertTrue(line.matches("p[0-7] \\d+"), line);
      int producer = line.charAt(1) - '0';
      assertEquals(next[producer]++, Integer.parseInt(line.substring(3)), "order of " + line);
    }
    for (int count : next) {
      assertEquals(5_000, count);
    }
  }

  @Test
  void whoeverSendsMoreThanCanBeWrittenWaits() throws InterruptedException {
    Gate gate = new Gate();
    LineWriter writer = new LineWriter(gate);
    String line = "x".repeat(99_999) + "\n";
    AtomicInteger accepted = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(1);
    Thread.startVirtualThread(() -> {
      for (int i = 0; i < 100; i++) {
        write(writer, line);
        accepted.incrementAndGet();
      }
      done.countDown();
    });
    gate.arrived.acquire();
    // One piece is being written, a megabyte waits behind it, and no more is let in.
    assertFalse(done.await(300, TimeUnit.MILLISECONDS));
    int inside = accepted.get();
    assertTrue(inside <= 22, () -> inside + " lines of 100 kB are inside");
    gate.allowed.release(1_000);
    assertTrue(done.await(30, TimeUnit.SECONDS));
    writer.close(Duration.ofMinutes(1));
    assertEquals(10_000_000, gate.writes.stream().mapToInt(String::length).sum());
  }

  @Test
  void aLineLargerThanTheBufferGoesThrough() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LineWriter writer = new LineWriter(out);
    String huge = "x".repeat(20_000_000) + "\n";
    write(writer, "a\n");
    write(writer, huge);
    write(writer, "b\n");
    writer.close(Duration.ofMinutes(1));
    assertEquals("a\n" + huge + "b\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void closingWritesWhatIsLeftAndNothingAfterwards() {
    Gate gate = new Gate();
    LineWriter writer = new LineWriter(gate);
    Thread.startVirtualThread(() -> write(writer, "0\n"));
    gate.arrived.acquireUninterruptibly();
    for (int i = 1; i < 10; i++) {
      write(writer, i + "\n");
    }
    gate.allowed.release(100);
    writer.close(Duration.ofMinutes(1));
    assertEquals("0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n", String.join("", gate.writes));

    IOException refused = assertThrows(IOException.class, () -> writer.write(buffer("late\n")));
    assertTrue(refused.getMessage().contains("closed"), refused.getMessage());
    writer.close(Duration.ofMinutes(1));
  }

  @Test
  void closingGivesUpOnAStreamThatNobodyReads() {
    Gate gate = new Gate();
    LineWriter writer = new LineWriter(gate);
    write(writer, "never read\n");
    assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> assertFalse(writer.close(Duration.ofMillis(20))));
  }

  @Test
  void aBrokenPipeFailsWhoeverWritesAndNobodyWaitsForEver() {
    Semaphore breaks = new Semaphore(0);
    LineWriter writer =
        new LineWriter(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                breaks.acquireUninterruptibly();
                throw new IOException("broken pipe");
              }
            });
    String line = "x".repeat(400_000) + "\n";
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          writer.write(buffer(line));
          Thread.startVirtualThread(breaks::release);
          IOException failure =
              assertThrows(
                  IOException.class,
                  () -> {
                    while (true) {
                      writer.write(buffer(line));
                    }
                  });
          assertTrue(failure.getMessage().contains("broken pipe"), failure.getMessage());
          writer.close(Duration.ofMinutes(1));
        });
  }
}
