package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node holds while nobody takes in what it has to say. Real threads. */
@Timeout(60)
class UnreadStdoutTest {
  private static final int REQUESTS = 500;
  private static final int REPLY = 100_000;

  /** A megabyte, what the pipe holds, one in the making for each core; and some more. */
  private static final int ENOUGH = 60 + 2 * Runtime.getRuntime().availableProcessors();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void fewRepliesAreMadeUntilThereIsRoomForThem(boolean afterAWait) throws Exception {
    Pipe in = Pipe.open();
    Pipe out = Pipe.open();
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger made = new AtomicInteger();
    Thread running =
        Thread.ofPlatform().daemon().start(() -> serve(in, out, afterAWait, begun, made));
    try (OutputStream to = Channels.newOutputStream(in.sink())) {
      line(to, "'type':'init','node_id':'n1','node_ids':['n1']", 1);
      for (int i = 0; i < REQUESTS; i++) {
        line(to, "'type':'big'", 2 + i);
      }
      for (int i = 0; i < 100 && made.get() <= ENOUGH; i++) {
        Thread.sleep(10); // until it is wrong, or long enough to trust that it will not be
      }
      assertTrue(made.get() <= ENOUGH, () -> made + " replies were made");
      BufferedReader from =
          new BufferedReader(
              new InputStreamReader(
                  Channels.newInputStream(out.source()), StandardCharsets.US_ASCII));
      for (int i = 0; i <= REQUESTS; i++) {
        from.readLine();
      }
    }
    running.join();
    assertEquals(REQUESTS, made.get());
  }

  private static void line(OutputStream to, String body, int id) throws IOException {
    String line = "{'src':'c1','dest':'n1','body':{" + body + ",'msg_id':" + id + "}}\n";
    to.write(line.replace('\'', '"').getBytes(StandardCharsets.US_ASCII));
  }

  private static void serve(
      Pipe in, Pipe out, boolean afterAWait, AtomicInteger begun, AtomicInteger made) {
    Log silent = (level, text, cause) -> {};
    QuietHost host = new QuietHost();
    try (StdioTransport stdio =
        new StdioTransport(
            Channels.newInputStream(in.source()), Channels.newOutputStream(out.sink()), silent)) {
      Node node = new Node(stdio, host);
      node.handle(
          "big",
          request -> {
            if (afterAWait) {
              begun.incrementAndGet();
              while (begun.get() < REQUESTS) {
                node.sleep(Duration.ofMillis(1));
              }
            }
            made.incrementAndGet();
            node.reply(request, Body.of("big_ok").put("value", "x".repeat(REPLY)));
          });
      node.run();
    }
  }
}
