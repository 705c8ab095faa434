package glomers.workbench.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Message;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the operations of the key-value stores mean, on the simplest of them. */
class KvRequestTest {
  private final LinKv store = new LinKv();
  private final Requester n0 = Requester.of("n0", store);

  @Test
  void aReadOfAMissingKeyIsError20() {
    assertEquals("error 20", n0.read("k"));
  }

  @Test
  void whatWasWrittenIsRead() {
    n0.write("k", 1);
    n0.ask("{type: 'write', key: 'k', value: [1, {a: null}]}");
    assertEquals("read_ok [1,{'a':null}]", n0.read("k"));
  }

  @Test
  void aSwapNeedsTheValueThatIsThere() {
    n0.write("k", 1);
    assertEquals("error 22", n0.swap("k", 2, 3));
    assertEquals("cas_ok", n0.swap("k", 1, 2));
    assertEquals("read_ok 2", n0.read("k"));
  }

  @Test
  void aRefusedSwapSaysBothValues() {
    n0.write("k", 1);
    ObjectNode swap = JsonText.body("{type: 'cas', key: 'k', from: 2, to: 3}");
    ObjectNode reply = store.handle(new Message("n0", "lin-kv", swap)).orElseThrow();
    String text = reply.get("text").asText();
    assertTrue(text.contains("1") && text.contains("2"), text);
  }

  @Test
  void aSwapOfAMissingKeyIsError20UnlessItMayCreateIt() {
    assertEquals("error 20", n0.swap("k", 1, 2));
    String creating = "{type: 'cas', key: 'k', from: 1, to: 2, create_if_not_exists: true}";
    assertEquals("cas_ok", n0.ask(creating));
    assertEquals("read_ok 2", n0.read("k"));
    // It was only the first time that nobody looked at what was expected.
    assertEquals("error 22", n0.ask(creating));
  }

  @Test
  void aDoubledSwapIsRefusedTheSecondTimeThoughItHappened() {
    n0.write("k", 1);
    assertEquals("cas_ok", n0.swap("k", 1, 2));
    assertEquals("error 22", n0.swap("k", 1, 2));
    assertEquals("read_ok 2", n0.read("k"));
  }

  @ParameterizedTest(name = "is {0} the same as {1}? {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 1 | true",
        "1 | 1.0 | false",
        "1 | \"1\" | false",
        "1.5 | 1.5 | true",
        "12345678901234567890 | 12345678901234567890 | true",
        "[1, 2] | [1, 2] | true",
        "[1, 2] | [2, 1] | false",
        "{a: 1, b: [2]} | {b: [2], a: 1} | true",
        "{a: 1} | {a: 1, b: null} | false",
        "null | null | true",
        "null | false | false",
      })
  void valuesAreComparedByContent(String one, String other, boolean same) {
    n0.ask("{type: 'write', key: 'k', value: %s}".formatted(one));
    assertEquals(same ? "cas_ok" : "error 22", n0.swap("k", other, "'found'"));
  }

  @Test
  void keysMayBeAnyValueToo() {
    n0.ask("{type: 'write', key: {a: [1, 2]}, value: 1}");
    n0.ask("{type: 'write', key: 1, value: 2}");
    assertEquals("read_ok 1", n0.ask("{type: 'read', key: {a: [1, 2]}}"));
    assertEquals("read_ok 2", n0.ask("{type: 'read', key: 1}"));
    assertEquals("error 20", n0.ask("{type: 'read', key: '1'}"));
  }

  @Test
  void aStoredNullIsNoMissingKey() {
    n0.ask("{type: 'write', key: 'k', value: null}");
    assertEquals("read_ok null", n0.read("k"));
  }

  @Test
  void anUnknownRequestGetsNoReply() {
    ObjectNode request = JsonText.body("{type: 'delete', key: 'k', msg_id: 1}");
    assertEquals(Optional.empty(), store.handle(new Message("n0", "lin-kv", request)));
  }
}
