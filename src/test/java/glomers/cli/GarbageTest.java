package glomers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.launch.Challenges;
import glomers.node.Node;
import glomers.node.NodeLog;
import glomers.node.QuietHost;
import glomers.node.StdioTransport;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A small version of what {@link Garbage} does with millions of lines. Real threads. */
@Timeout(120)
class GarbageTest {
  private static final int LINES = 2_000;

  private static Stream<String> variants() {
    return Garbage.KINDS.stream().map(Garbage.Kind::words);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void everyGoodRequestBetweenMutatedLinesIsAnswered(String words) throws IOException {
    Garbage.Kind kind =
        Garbage.KINDS.stream().filter(each -> each.words().equals(words)).findFirst().orElseThrow();
    Pipe in = Pipe.open();
    Pipe out = Pipe.open();
    NodeLog silent = (level, text, cause) -> {};
    Thread.ofPlatform().daemon().start(() -> serve(words, in, out, silent));

    Garbage.Outcome outcome =
        Garbage.run(
            kind,
            LINES,
            7,
            Channels.newOutputStream(in.sink()),
            Channels.newInputStream(out.source()));

    assertEquals(List.of(), outcome.unanswered(), outcome::toString);
    assertEquals(LINES / 20, outcome.good());
    assertEquals(
        outcome.good(),
        outcome.answered().values().stream().mapToInt(Integer::intValue).sum(),
        outcome::toString);
    assertTrue(outcome.accepted() > 0, outcome::toString);
  }

  private static void serve(String words, Pipe in, Pipe out, NodeLog log) {
    try (StdioTransport stdio =
        new StdioTransport(
            Channels.newInputStream(in.source()), Channels.newOutputStream(out.sink()), log)) {
      Node node = new Node(stdio, new QuietHost());
      Challenges.of(List.of(words.split(" "))).accept(node);
      node.run();
    }
    try {
      out.sink().close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
