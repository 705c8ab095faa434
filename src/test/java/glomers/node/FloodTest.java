package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.echo.Echo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More input than a node can take at once, and worse input than it should get. Real threads. */
@Timeout(300)
class FloodTest {
  private static final String INIT =
      "{\"src\":\"c0\",\"dest\":\"n1\",\"body\":{\"type\":\"init\",\"msg_id\":1,\"node_id\":\"n1\","
          + "\"node_ids\":[\"n1\"]}}";

  private final QuietHost host = new QuietHost();

  private static String request(String src, int id, String body) {
    return "{\"src\":\""
        + src
        + "\",\"dest\":\"n1\",\"body\":{\"msg_id\":"
        + id
        + ","
        + body
        + "}}";
  }

  /** Lines that are made while they are read. */
  private static final class Lines extends InputStream {
    private final IntFunction<String> line;
    private final int count;
    private byte[] current = new byte[0];
    private int position;
    private int next;

    Lines(int count, IntFunction<String> line) {
      this.count = count;
      this.line = line;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("read in pieces");
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      if (position == current.length) {
        if (next == count) {
          return -1;
        }
        current = (line.apply(next++) + "\n").getBytes(StandardCharsets.UTF_8);
        position = 0;
      }
      int part = Math.min(length, current.length - position);
      System.arraycopy(current, position, to, offset, part);
      position += part;
      return part;
    }
  }

  /** Counts lines that hold a text, and how many were in flight at most. */
  private static final class Counter extends OutputStream {
    private final AtomicLong lines = new AtomicLong();

    @Override
    public void write(int b) {
      throw new UnsupportedOperationException("byte by byte");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        if (bytes[i] == '\n') {
          lines.incrementAndGet();
        }
      }
    }
  }

  /** Stdio, with a look at how many messages are inside the node: received and not answered. */
  private static final class Watched implements Transport {
    private final StdioTransport stdio;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    Watched(StdioTransport stdio) {
      this.stdio = stdio;
    }

    @Override
    public Optional<Message> receive() {
      Optional<Message> message = stdio.receive();
      if (message.isPresent()) {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      }
      return message;
    }

    @Override
    public void send(Message message) {
      stdio.send(message);
      inside.decrementAndGet();
    }
  }

  @Test
  void aMillionRequestsAreAnsweredWithFewOfThemInsideAtATime() {
    int requests = 1_000_000;
    InputStream in =
        new Lines(
            requests + 1,
            i -> i == 0 ? INIT : request("c1", i, "\"type\":\"echo\",\"echo\":\"hello\""));
    Counter out = new Counter();
    StdioTransport stdio = new StdioTransport(in, out, host.log());
    Watched transport = new Watched(stdio);
    Node node = new Node(transport, host);
    new Echo(node);
    node.run();
    stdio.close();

    assertEquals(requests + 1, out.lines.get());
    assertTrue(
        transport.most.get() <= Limits.DEFAULT.running() + 1,
        () -> transport.most + " requests were inside");
  }

  @Test
  void aFloodOfRequestsThatAllWaitIsTurnedDownBeyondTheLimit() {
    int requests = 100_000;
    InputStream in =
        new Lines(requests + 1, i -> i == 0 ? INIT : request("c1", i, "\"type\":\"wait\""));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StdioTransport stdio = new StdioTransport(in, out, host.log());
    Node node = new Node(stdio, host);
    AtomicInteger waiting = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    node.handle(
        "wait",
        message -> {
          most.accumulateAndGet(waiting.incrementAndGet(), Math::max);
          node.sleep(Duration.ofMillis(500));
          waiting.decrementAndGet();
          node.reply(message, Body.of("wait_ok"));
        });
    node.run();
    stdio.close();

    String[] lines = out.toString(StandardCharsets.UTF_8).split("\n");
    long done = Arrays.stream(lines).filter(l -> l.contains("wait_ok")).count();
    long refused = Arrays.stream(lines).filter(l -> l.contains("\"code\":11")).count();
    assertEquals(requests, done + refused);
    assertTrue(most.get() <= Limits.DEFAULT.open(), () -> most + " handlers waited");
  }

  @Test
  void whatIsTurnedDownIsNotKeptUntilThatIsRead() throws InterruptedException {
    BlockingQueue<Message> input = new LinkedBlockingQueue<>();
    CountDownLatch turningDown = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Transport nobodyReads =
        new Transport() {
          @Override
          public Optional<Message> receive() {
            try {
              return Optional.of(input.take());
            } catch (InterruptedException e) {
              return Optional.empty();
            }
          }

          @Override
          public void send(Message message) {
            if (message.type().equals("error")) {
              turningDown.countDown();
              try {
                end.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            }
          }
        };
    Node node = new Node(nobodyReads, host);
    node.handle("wait", message -> end.await());
    Thread reader = Thread.ofPlatform().start(node::run);
    input.add(Json.init());
    input.add(large(1));
    WeakReference<ObjectNode> refused = new WeakReference<>(offer(input, large(2)));
    turningDown.await();
    input.add(Json.message("c1", "{'type':'wait','msg_id':3}")); // the reader lets go of the last
    while (refused.get() != null) {
      System.gc();
      Thread.sleep(10);
    }
    assertEquals(1, end.getCount(), "and it has not been read yet");
    end.countDown();
    reader.interrupt();
    reader.join();
  }

  private static Message large(int id) {
    return new Message(
        "c1", "n1", Body.of("wait").put("msg_id", id).put("x", "x".repeat(10 << 20)));
  }

  private static ObjectNode offer(BlockingQueue<Message> input, Message message) {
    input.add(message);
    return message.body();
  }

  @Test
  void garbageBetweenGoodRequestsStopsNothing() throws IOException {
    // 100,000 lines of mutated and random garbage, a good request after every tenth.
    SplittableRandom random = new SplittableRandom(4);
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.write((INIT + "\n").getBytes(StandardCharsets.UTF_8));
    int good = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] line = random.nextInt(4) == 0 ? noise(random) : mutated(random);
      // A line feed inside would make two lines of it, which is fine, but not the same count.
      for (int j = 0; j < line.length; j++) {
        input.write(line[j] == '\n' ? ' ' : line[j]);
      }
      input.write('\n');
      if (i % 10 == 0) {
        String echo = request("good", good++, "\"type\":\"echo\",\"echo\":\"" + i + "\"");
        input.write((echo + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StdioTransport stdio =
        new StdioTransport(new ByteArrayInputStream(input.toByteArray()), out, host.log());
    Node node = new Node(stdio, host);
    new Echo(node);
    node.run();
    stdio.close();

    BitSet answered = new BitSet();
    Matcher matcher =
        Pattern.compile(
                "\"dest\":\"good\",\"body\":\\{\"type\":\"echo_ok\".*\"in_reply_to\":(\\d+)")
            .matcher(out.toString(StandardCharsets.UTF_8));
    while (matcher.find()) {
      answered.set(Integer.parseInt(matcher.group(1)));
    }
    assertEquals(good, answered.cardinality(), "the first unanswered: " + answered.nextClearBit(0));
    assertTrue(host.logged() >= 100, () -> "only " + host.logged() + " log lines");
    assertTrue(host.logged() < 1_000, () -> "the log grows with the garbage: " + host.logged());
  }

  private static byte[] noise(SplittableRandom random) {
    byte[] noise = new byte[random.nextInt(200)];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] mutated(SplittableRandom random) {
    String[] bodies = {
      "\"type\":\"echo\",\"echo\":\"hello\"",
      "\"type\":\"echo\",\"echo\":[1,2.5,{\"a\":null}]",
      "\"type\":\"error\",\"code\":13",
      "\"type\":\"x\",\"in_reply_to\":7",
      "\"type\":\"init\",\"node_id\":\"n1\",\"node_ids\":[\"n1\"]"
    };
    String line = request("c9", random.nextInt(), bodies[random.nextInt(bodies.length)]);
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    int from = random.nextInt(bytes.length);
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(bytes, from);
      case 1 -> Arrays.copyOfRange(bytes, from, bytes.length);
      case 2 -> (line + line.substring(from)).getBytes(StandardCharsets.UTF_8);
      default -> {
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        yield bytes;
      }
    };
  }
}
