package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From whom a node takes what. */
class HandlersTest {
  private final Mocked mocked = new Mocked();
  private final List<String> handled = new ArrayList<>();

  HandlersTest() {
    mocked.node.handleFromPeers(
        "internal",
        message -> {
          handled.add(message.src());
          mocked.node.reply(message, Body.of("internal_ok"));
        });
  }

  @Test
  void whatNodesTellEachOtherIsTakenFromNodes() {
    mocked.readInitialised(Json.message("n2", "{'type':'internal','msg_id':2}"));
    assertEquals(List.of("n2"), handled);
    assertEquals(List.of("n1>n2 {'type':'internal_ok','in_reply_to':2}"), mocked.linesAfterInit());
  }

  @ParameterizedTest
  @ValueSource(strings = {"c1", "n99", "n1", "lin-kv", ""})
  void andFromNobodyElse(String stranger) {
    mocked.readInitialised(
        Json.message(stranger, "{'type':'internal','msg_id':2}"),
        Json.message(stranger, "{'type':'internal'}"));
    assertEquals(List.of(), handled);
    List<String> lines = mocked.linesAfterInit();
    assertEquals(1, lines.size(), "what is no request is dropped");
    assertTrue(lines.get(0).contains("'code':10,"), lines.get(0));
    assertTrue(lines.get(0).contains("from other nodes only"), lines.get(0));
  }

  @Test
  void strangersDoNotFloodTheLog() {
    List<String> logged = new ArrayList<>();
    Complaints complaints = new Complaints((level, text, cause) -> logged.add(text));
    IntStream.rangeClosed(1, 100_000).forEach(i -> complaints.warn(() -> "from n" + i));
    assertEquals(100 + 10, logged.size(), "a hundred, and 128 to 65,536");
    assertEquals("from n7", logged.get(6));
    assertTrue(logged.getLast().contains("complaint 65536"), logged.getLast());
  }

  @Test
  void whatComesBeforeInitIsBoundedInNumberAndBytes() {
    EarlyMessages early = new EarlyMessages();
    Message small = Json.message("n2", "{'type':'t'}");
    long kept =
        IntStream.range(0, 5_000)
            .filter(i -> early.add(new EarlyMessages.Arrival(small, 0)))
            .count();
    assertEquals(1_024, kept);
    assertEquals(1_024, early.removeAll().size());
    Message large = new Message("n2", "n1", Body.of("t").put("x", "x".repeat(1 << 20)));
    kept =
        IntStream.range(0, 1_000)
            .filter(i -> early.add(new EarlyMessages.Arrival(large, 0)))
            .count();
    assertEquals(15, kept, "16 MiB, less what is around them");
  }
}
