package glomers.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.broadcast.Broadcast;
import glomers.counter.Counter;
import glomers.echo.Echo;
import glomers.node.Body;
import glomers.node.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScriptTest {
  private static ObjectNode value(int value) {
    return Body.of("broadcast").put("message", value);
  }

  @Test
  void aRequestIsAnswered() {
    Script.play(
        Echo::new,
        script -> {
          script.init("n1");
          ObjectNode reply = script.ask("c1", Body.of("echo").put("echo", "hi")).mustBe("echo_ok");
          assertEquals("hi", reply.path("echo").asText());
        });
  }

  @Test
  void whatNobodyAcknowledgedIsSentAgain() {
    Script.play(
        Broadcast::new,
        script -> {
          script.init("n1", "n2");
          script.ask("c1", value(7)).mustBe("broadcast_ok");
          Message first = script.expect("n2", "broadcast");
          Message again = script.expect("n2", "broadcast");
          assertEquals(first.body().get("message"), again.body().get("message"));
          script.reply(again, Body.of("broadcast_ok"));
          script.expectNothing(Duration.ofSeconds(10));
        });
  }

  @Test
  void aServiceIsPlayedAndItsSecondReplyGetsLost() {
    AtomicInteger asked = new AtomicInteger();
    Script.play(
        Counter::new,
        script -> {
          script.init("n1", "n2");
          script.answer(
              "seq-kv",
              request -> {
                asked.incrementAndGet();
                return Optional.of(
                    request.type().equals("read")
                        ? Body.error(20, "no such key")
                        : Body.of(request.type() + "_ok"));
              });
          script.dropReply("seq-kv", 2);
          ObjectNode reply = script.ask("c1", Body.of("add").put("delta", 2)).message().body();
          assertEquals("error", reply.path("type").asText(), reply::toString);
        });
    assertEquals(2, asked.get());
  }

  @Test
  void whatDoesNotComeIsNamedAndSoIsWhatCameInstead() {
    AssertionError none =
        assertThrows(
            AssertionError.class,
            () ->
                Script.play(
                    Broadcast::new,
                    script -> {
                      script.init("n1", "n2", "n3");
                      script.ask("c1", value(7)).mustBe("broadcast_ok");
                      script.expect("n4", "broadcast");
                    }));
    assertTrue(
        none.getMessage().startsWith("expected \"broadcast\" to n4 within 15 s, but the node said"),
        none.getMessage());
    AssertionError other =
        assertThrows(
            AssertionError.class,
            () ->
                Script.play(
                    Echo::new,
                    script -> {
                      script.init("n1");
                      script.ask("c1", value(7)).mustBe("broadcast_ok");
                    }));
    assertTrue(other.getMessage().contains("the reply is {\"type\":\"error\""), other.getMessage());
  }
}
