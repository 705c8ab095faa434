package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.testing.Script;
import glomers.testing.Trials;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordsTest {
  record Broadcast(JsonNode message) {}

  record BroadcastOk() {}

  record TopologyOk() {}

  record ReadOk(List<JsonNode> messages) {}

  record Add(long delta, String label) {}

  record AddOk() {}

  record Ask(int number) {}

  record AskOk(int number) {}

  /** A node whose bodies are records, as long as with trees. */
  static final class Values {
    private final Node node;
    private final List<JsonNode> values = new ArrayList<>();

    Values(Node node) {
      this.node = node;
      node.handle("topology", request -> node.reply(request, new TopologyOk()));
      node.handle("broadcast", Broadcast.class, this::broadcast);
      node.handle("read", request -> node.reply(request, new ReadOk(all())));
      node.handle("add", Add.class, (request, add) -> node.reply(request, new AddOk()));
      node.handle(
          "relay",
          request -> {
            AskOk answer = node.rpc("n2", new Ask(7), AskOk.class);
            node.reply(request, Body.of("relay_ok").put("number", answer.number()));
          });
    }

    private void broadcast(Message request, Broadcast body) {
      synchronized (values) {
        values.add(body.message());
      }
      node.reply(request, new BroadcastOk());
    }

    private List<JsonNode> all() {
      synchronized (values) {
        return List.copyOf(values);
      }
    }
  }

  @Test
  void aNodeOfRecordsIsValidLikeOneOfTrees() {
    Trials.of("broadcast", Values::new).nodes(1).seeds(5).mustBeValid();
  }

  @Test
  void aRecordIsABodyOfItsNameAndComponents() {
    Script.play(
        Values::new,
        script -> {
          script.init("n1");
          script.ask("c1", Body.of("broadcast").put("message", 7)).mustBe("broadcast_ok");
          ObjectNode read = script.ask("c1", Body.of("read")).mustBe("read_ok");
          assertEquals("[7]", read.path("messages").toString());
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'delta':'7','label':'x'}|\"delta\" of a message of type \"add\" must be of type long",
        "{'delta':1.5,'label':'x'}|\"delta\" of a message of type \"add\" must be of type long",
        "{'delta':null,'label':'x'}|\"delta\" of a message of type \"add\" must be of type long",
        "{'label':'x'}|\"delta\" of a message of type \"add\" is missing",
        "{'delta':7}|\"label\" of a message of type \"add\" is missing",
        "{'delta':7,'label':[1]}|\"label\" of a message of type \"add\" must be of type String",
      })
  void aBodyThatDoesNotFitIsAnsweredAsMalformedAndNamesTheField(String fields, String complaint)
      throws Exception {
    ObjectNode body = Body.of("add");
    body.setAll(
        (ObjectNode)
            new com.fasterxml.jackson.databind.ObjectMapper().readTree(fields.replace('\'', '"')));
    Script.play(
        Values::new,
        script -> {
          script.init("n1");
          ObjectNode error = script.ask("c1", body).mustBe("error");
          assertEquals(ErrorCode.MALFORMED_REQUEST.code(), error.path("code").asInt());
          assertEquals(complaint, error.path("text").asText());
        });
  }

  @Test
  void aReplyIsReadAsARecordAndOneOfAnotherShapeIsAnIndefiniteError() {
    Script.play(
        Values::new,
        script -> {
          script.init("n1", "n2");
          Message request = script.request("c1", Body.of("relay"));
          Message asked = script.expect("n2", "ask");
          assertEquals(7, asked.body().path("number").asInt());
          script.reply(asked, Body.of("ask_ok").put("number", 8).put("more", "is ignored"));
          assertEquals(8, script.replyTo(request).mustBe("relay_ok").path("number").asInt());

          Message again = script.request("c1", Body.of("relay"));
          script.reply(script.expect("n2", "ask"), Body.of("ask_ok"));
          ObjectNode error = script.replyTo(again).mustBe("error");
          assertEquals(ErrorCode.CRASH.code(), error.path("code").asInt());
          assertTrue(error.path("text").asText().contains("\"number\""), error::toString);
        });
  }

  @Test
  void namesAreThoseOfMaelstromsMessages() {
    assertEquals("list_committed_offsets_ok", Records.type("ListCommittedOffsetsOk"));
    assertEquals("init", Records.type("Init"));
  }
}
