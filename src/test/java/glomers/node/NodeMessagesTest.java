package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** Which messages are answered, by whom and with what. Nothing here takes time. */
class NodeMessagesTest {
  private final Mocked mocked = new Mocked();
  private final Node node = mocked.node;

  @Test
  void aReplyGoesBackToTheSenderWithTheNumberOfItsRequest() {
    node.handle("ping", request -> node.reply(request, Body.of("pong")));

    mocked.readInitialised(Json.message("c7", "{'type':'ping','msg_id':42}"));

    assertEquals(List.of("n1>c7 {'type':'pong','in_reply_to':42}"), mocked.linesAfterInit());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "9007199254740993", "9223372036854775807", "123456789012345678901234"})
  void anyWholeNumberMayBeAMsgId(String id) {
    node.handle("ping", request -> node.reply(request, Body.of("pong")));

    mocked.readInitialised(
        Json.message("c1", "{'type':'ping','msg_id':" + id + "}"),
        Json.message("c1", "{'type':'what','msg_id':" + id + "}"));

    List<String> lines = mocked.linesAfterInit();
    assertEquals("n1>c1 {'type':'pong','in_reply_to':" + id + "}", lines.get(0));
    assertTrue(lines.get(1).endsWith("'in_reply_to':" + id + "}"), lines.get(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'ping'}",
        "{'type':'ping','msg_id':null}",
        "{'type':'ping','msg_id':1.0}",
        "{'type':'ping','msg_id':'1'}",
        "{'type':'ping','msg_id':[1]}"
      })
  void whatHasNoWholeNumberAsMsgIdIsHandledButNotAnswered(String body) {
    List<Message> handled = new ArrayList<>();
    node.handle(
        "ping",
        message -> {
          handled.add(message);
          node.reply(message, Body.of("pong"));
        });

    mocked.readInitialised(Json.message("c1", body));

    assertEquals(1, handled.size());
    assertEquals(List.of(), mocked.linesAfterInit());
  }

  @Test
  void aNullInReplyToIsTakenForNone() {
    node.handle("ping", request -> node.reply(request, Body.of("pong")));

    mocked.readInitialised(Json.message("c1", "{'type':'ping','msg_id':1,'in_reply_to':null}"));

    assertEquals(List.of("n1>c1 {'type':'pong','in_reply_to':1}"), mocked.linesAfterInit());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'nonsense','msg_id':3}",
        "{'type':'','msg_id':3}",
        "{'type':null,'msg_id':3}",
        "{'msg_id':3}"
      })
  void anUnknownTypeIsAnsweredAsNotSupported(String body) {
    mocked.readInitialised(Json.message("c1", body));

    List<String> lines = mocked.linesAfterInit();
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).startsWith("n1>c1 {'type':'error','code':10,"), lines.get(0));
    assertTrue(lines.get(0).endsWith("'in_reply_to':3}"), lines.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'error','code':10,'text':'what?','msg_id':9}",
        "{'type':'error','code':10,'text':'what?','in_reply_to':9}",
        "{'type':'error','code':10,'text':'what?','in_reply_to':9,'msg_id':9}",
        "{'type':'pong','in_reply_to':9,'msg_id':9}",
        "{'type':'pong','in_reply_to':'nine','msg_id':9}",
        "{'type':'pong'}"
      })
  void neitherErrorsNorRepliesNorStatementsAreEverAnswered(String body) {
    mocked.readInitialised(Json.message("n2", body));

    assertEquals(List.of(), mocked.linesAfterInit());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text    | {'type':'t','msg_id':1}               | 'x' of a message of type 't' is missing",
        "text    | {'type':'t','msg_id':1,'x':null}      | must be a string",
        "text    | {'type':'t','msg_id':1,'x':5}         | must be a string",
        "integer | {'type':'t','msg_id':1,'x':1.5}       | must be a whole number",
        "integer | {'type':'t','msg_id':1,'x':1.0}       | must be a whole number",
        "integer | {'type':'t','msg_id':1,'x':'1'}       | must be a whole number",
        "integer | {'type':'t','msg_id':1,'x':9223372036854775808} | must be a whole number",
        "object  | {'type':'t','msg_id':1,'x':[]}        | must be an object",
        "array   | {'type':'t','msg_id':1,'x':{}}        | must be an array",
        "field   | {'type':'t','msg_id':1,'y':{}}        | is missing"
      },
      quoteCharacter = '~')
  void aFieldOfTheWrongShapeIsAnsweredAsMalformed(String accessor, String body, String complaint) {
    node.handle(
        "t",
        message -> {
          switch (accessor) {
            case "text" -> message.text("x");
            case "integer" -> message.integer("x");
            case "object" -> message.object("x");
            case "array" -> message.array("x");
            default -> message.field("x");
          }
        });

    mocked.readInitialised(Json.message("c1", body));

    List<String> lines = mocked.linesAfterInit();
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).startsWith("n1>c1 {'type':'error','code':12,"), lines.get(0));
    assertTrue(lines.get(0).replace("\\'", "'").contains(complaint), lines.get(0));
  }

  @Test
  void anRpcExceptionIsAnsweredWithItsOwnCode() {
    node.handle(
        "t",
        message -> {
          throw new RpcException(ErrorCode.PRECONDITION_FAILED, "4 is not 5");
        });
    node.handle(
        "u",
        message -> {
          throw new RpcException(1_234, "our own");
        });

    mocked.readInitialised(
        Json.message("c1", "{'type':'t','msg_id':1}"),
        Json.message("c1", "{'type':'u','msg_id':2}"));

    assertEquals(
        List.of(
            "n1>c1 {'type':'error','code':22,'text':'4 is not 5','in_reply_to':1}",
            "n1>c1 {'type':'error','code':1234,'text':'our own','in_reply_to':2}"),
        mocked.linesAfterInit());
  }

  @Test
  void anyOtherExceptionIsAnsweredAsACrashAndLogged() {
    node.handle(
        "checked",
        message -> {
          throw new IOException("disk");
        });
    node.handle("fine", message -> node.reply(message, Body.of("fine_ok")));

    mocked.readInitialised(
        Json.message("c1", "{'type':'checked','msg_id':1}"),
        Json.message("c1", "{'type':'fine','msg_id':3}"));

    assertEquals(
        List.of(
            "n1>c1 {'type':'error','code':13,'text':'crashed: java.io.IOException: disk',"
                + "'in_reply_to':1}",
            "n1>c1 {'type':'fine_ok','in_reply_to':3}"),
        mocked.linesAfterInit());
    verify(mocked.log).error(contains("failed to handle"), any(IOException.class));
  }

  @Test
  void aStatementThatFailsIsLoggedAndNotAnswered() {
    node.handle(
        "t",
        message -> {
          throw new RpcException(ErrorCode.ABORT, "no");
        });

    mocked.readInitialised(Json.message("n2", "{'type':'t'}"));

    assertEquals(List.of(), mocked.linesAfterInit());
    verify(mocked.log).warn(contains("from n2 failed: no"));
  }

  @Test
  void onlyTheFirstReplyIsSent() {
    node.handle(
        "t",
        message -> {
          node.reply(message, Body.of("first"));
          node.reply(message, Body.of("second"));
          throw new IllegalStateException("third");
        });

    mocked.readInitialised(Json.message("c1", "{'type':'t','msg_id':1}"));

    assertEquals(List.of("n1>c1 {'type':'first','in_reply_to':1}"), mocked.linesAfterInit());
    verify(mocked.log).warn(contains("dropped a second or late reply to c1"));
  }

  @Test
  void equalRequestsAreAnsweredEachForItself() {
    node.handle("t", message -> node.reply(message, Body.of("t_ok").put("n", message.number())));
    Message request = Json.message("c1", "{'type':'t','msg_id':1}");

    mocked.readInitialised(request, request);

    assertEquals(
        List.of(
            "n1>c1 {'type':'t_ok','n':1,'in_reply_to':1}",
            "n1>c1 {'type':'t_ok','n':2,'in_reply_to':1}"),
        mocked.linesAfterInit());
  }

  @Test
  void aReplyMayCarryAMsgIdOfItsOwn() {
    node.handle("t", message -> node.reply(message, Body.of("t_ok").put("msg_id", 77)));

    mocked.readInitialised(Json.message("c1", "{'type':'t','msg_id':1}"));

    assertEquals(
        List.of("n1>c1 {'type':'t_ok','msg_id':77,'in_reply_to':1}"), mocked.linesAfterInit());
  }

  @Test
  void bodiesThatAreSentAreNotChanged() {
    ObjectNode shared = Body.of("t_ok");
    node.handle("t", message -> node.reply(message, shared));

    mocked.readInitialised(
        Json.message("c1", "{'type':'t','msg_id':1}"),
        Json.message("c2", "{'type':'t','msg_id':2}"));

    assertEquals(Body.of("t_ok"), shared);
    assertEquals(2, mocked.linesAfterInit().size());
  }

  @Test
  void aMessageSentCarriesThisNodesNameAndNothingElse() {
    node.handle("t", message -> node.send("n2", Body.of("news").put("value", 3)));

    mocked.readInitialised(Json.message("n3", "{'type':'t'}"));

    assertEquals(List.of("n1>n2 {'type':'news','value':3}"), mocked.linesAfterInit());
  }

  @Test
  void aTransportThatFailsToSendStopsNeitherTheReaderNorOtherRequests() {
    List<String> handled = new ArrayList<>();
    node.handle(
        "t",
        message -> {
          handled.add(message.src());
          node.reply(message, Body.of("t_ok"));
        });
    mocked.failToSend(new IllegalStateException("cable cut"));

    mocked.readInitialised(
        Json.message("c1", "{'type':'t','msg_id':1}"),
        Json.message("c1", "{'type':'unknown','msg_id':2}"),
        Json.message("c2", "{'type':'t','msg_id':3}"));

    assertEquals(List.of("c1", "c2"), handled);
    verify(mocked.log)
        .error(contains("could not send a reply to c2"), any(IllegalStateException.class));
  }

  @Test
  void thereIsOneHandlerForAType() {
    node.handle("t", message -> {});
    assertThrows(IllegalArgumentException.class, () -> node.handle("t", message -> {}));
  }

  @Test
  void logLinesQuoteNoMoreThanTheBeginningOfAMessage() {
    List<String> logged = new ArrayList<>();
    doAnswer(call -> logged.add(call.getArgument(0))).when(mocked.log).warn(any());
    mocked.readInitialised(
        Json.message("n2", "{'type':'what','value':'" + "x".repeat(1_000_000) + "'}"));

    assertEquals(1, logged.size());
    assertTrue(logged.get(0).length() < 400, () -> logged.get(0).length() + " characters");
  }

  @Test
  void aLogLineAboutAHugeReplyQuotesItsBeginning() {
    List<String> logged = new ArrayList<>();
    doAnswer(call -> logged.add(call.getArgument(0))).when(mocked.log).warn(any());
    node.handle(
        "t",
        message -> {
          node.reply(message, Body.of("first"));
          node.reply(message, Json.huge());
        });

    mocked.readInitialised(Json.message("c1", "{'type':'t','msg_id':1}"));

    assertEquals(1, logged.size());
    assertTrue(logged.get(0).contains("{\"type\":\"huge\",\"x\":[[["), logged.get(0));
    assertTrue(logged.get(0).length() < 400, () -> logged.get(0).length() + " characters");
  }

  @Test
  void aReplyThatCannotBeSentIsAnsweredByAnIndefiniteError() {
    node.handle("t", message -> node.reply(message, Json.huge()));
    doAnswer(
            call -> {
              if (call.getArgument(0, Message.class).type().equals("huge")) {
                throw new IllegalArgumentException("too long");
              }
              return null;
            })
        .when(mocked.transport)
        .send(any());

    mocked.readInitialised(Json.message("c1", "{'type':'t','msg_id':1}"));

    verify(mocked.transport)
        .send(
            new Message(
                "n1",
                "c1",
                Body.error(13, "the reply cannot be sent: too long").put("in_reply_to", 1)));
    verify(mocked.log).warn(contains("cannot send a reply to c1: too long"));
  }

  @Test
  void logLevelsAreThoseOfTheirNames() {
    List<String> written = new ArrayList<>();
    NodeLog log = (level, text, cause) -> written.add(level + " " + text + " " + cause);
    log.debug("a");
    log.info("b");
    log.warn("c");
    log.error("d", new IllegalStateException("e"));
    assertEquals(
        List.of(
            Level.DEBUG + " a null",
            Level.INFO + " b null",
            Level.WARN + " c null",
            Level.ERROR + " d java.lang.IllegalStateException: e"),
        written);
  }
}
