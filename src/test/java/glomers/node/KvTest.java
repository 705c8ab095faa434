package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key-value service's client against a small service, in simulated time. */
class KvTest {
  private static final ObjectNode WRITE_OK = Body.of("write_ok");
  private static final ObjectNode CAS_OK = Body.of("cas_ok");

  private final World world = new World();
  private final Kv kv = Kv.linearizable(world.node()).impatient();
  private final List<String> requests = new ArrayList<>();
  private JsonNode stored;
  private UnaryOperator<ObjectNode> fault = reply -> reply;

  /** Runs {@code test} as a handler of the node, against a service that holds one key. */
  private void run(Runnable test) {
    List<Throwable> failures = new ArrayList<>();
    world
        .node()
        .handle(
            "go",
            message -> {
              try {
                test.run();
              } catch (Killed e) {
                throw e;
              } catch (Throwable e) {
                failures.add(e);
              }
              requests.add("done");
            });
    world.serve(request -> {
      ObjectNode body = request.body().deepCopy().without(List.of("msg_id"));
      requests.add(request.dest() + " " + body.toString().replace('"', '\''));
      return fault.apply(serve(body));
    });
    world.runInitialised(() -> {
      world.deliver("n2", "{'type':'go'}");
      world.sleep(Duration.ofSeconds(20));
    });
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.get(0));
    }
    assertEquals("done", requests.remove(requests.size() - 1), "the test did not come to its end");
  }

  private ObjectNode serve(ObjectNode request) {
    switch (request.path("type").asText()) {
      case "read":
        return stored == null
            ? Body.error(20, "no such key")
            : Body.of("read_ok").set("value", stored.deepCopy());
      case "write":
        stored = request.get("value");
        return WRITE_OK;
      default:
        if (stored == null && !request.path("create_if_not_exists").asBoolean()) {
          return Body.error(20, "no such key");
        }
        if (stored != null && !stored.equals(request.get("from"))) {
          return Body.error(22, "it is " + stored);
        }
        stored = request.get("to");
        return CAS_OK;
    }
  }

  private static UnaryOperator<JsonNode> plusOne() {
    return value -> IntNode.valueOf(value.intValue() + 1);
  }

  /** Adds {@code item} to an array unless it is there: a change that recognises its own effect. */
  private static UnaryOperator<JsonNode> adding(String item) {
    return value -> {
      ArrayNode items = (ArrayNode) value;
      for (JsonNode each : items) {
        if (each.textValue().equals(item)) {
          return items;
        }
      }
      return items.add(item);
    };
  }

  private static ArrayNode items(String... items) {
    ArrayNode array = Body.of("").arrayNode();
    for (String item : items) {
      array.add(item);
    }
    return array;
  }

  /** Lets the {@code n}th reply, from 1, be replaced. */
  private void onReply(int n, UnaryOperator<ObjectNode> replacement) {
    int[] count = {0};
    fault = reply -> ++count[0] == n ? replacement.apply(reply) : reply;
  }

  @Test
  void requestsAreAsTheServicesWantThem() {
    run(() -> {
      kv.write("k", TextNode.valueOf("v"));
      kv.read("k");
      kv.compareAndSwap("k", TextNode.valueOf("v"), IntNode.valueOf(3), false);
      kv.compareAndSwap("k", IntNode.valueOf(3), IntNode.valueOf(4), true);
    });
    assertEquals(
        List.of(
            "lin-kv {'type':'write','key':'k','value':'v'}",
            "lin-kv {'type':'read','key':'k'}",
            "lin-kv {'type':'cas','key':'k','from':'v','to':3,'create_if_not_exists':false}",
            "lin-kv {'type':'cas','key':'k','from':3,'to':4,'create_if_not_exists':true}"),
        requests);
  }

  @Test
  void eachServiceGoesByItsName() {
    Node node = world.node();
    run(() -> {
      Kv.linearizable(node).read("k");
      Kv.sequential(node).read("k");
      Kv.lastWriteWins(node).read("k");
    });
    assertEquals(
        List.of("lin-kv", "seq-kv", "lww-kv"),
        requests.stream().map(each -> each.substring(0, each.indexOf(' '))).toList());
  }

  @Test
  void aKeyThatTheServiceDoesNotKnowReadsAsEmpty() {
    run(() -> assertEquals(Optional.empty(), kv.read("k")));
  }

  @Test
  void aNullIsAValue() {
    stored = Body.of("").nullNode();
    run(() -> assertTrue(kv.read("k").orElseThrow().isNull()));
  }

  @Test
  void otherErrorsOfAReadAreThrown() {
    onReply(1, reply -> Body.error(11, "busy"));
    run(() ->
        assertTrue(
            assertThrows(RpcException.class, () -> kv.read("k"))
                .is(ErrorCode.TEMPORARILY_UNAVAILABLE)));
  }

  @Test
  void aReadReplyWithoutValueIsAnIndefiniteFailure() {
    onReply(1, reply -> Body.of("read_ok"));
    run(() -> assertTrue(assertThrows(RpcException.class, () -> kv.read("k")).is(ErrorCode.CRASH)));
  }

  @Test
  void aWriteWithoutAReplyFailsIndefinitely() {
    fault = reply -> null;
    run(() ->
        assertTrue(
            assertThrows(RpcException.class, () -> kv.write("k", IntNode.valueOf(1)))
                .is(ErrorCode.TIMEOUT)));
    assertEquals(IntNode.valueOf(1), stored, "though it was carried out");
  }

  @Test
  void aSwapSaysWhetherItWasMadeAndThatThereIsNoSuchKey() {
    run(() -> {
      assertTrue(
          assertThrows(
                  RpcException.class,
                  () -> kv.compareAndSwap("k", IntNode.valueOf(1), IntNode.valueOf(2), false))
              .is(ErrorCode.KEY_DOES_NOT_EXIST));
      kv.write("k", IntNode.valueOf(5));
      assertFalse(kv.compareAndSwap("k", IntNode.valueOf(1), IntNode.valueOf(2), true));
    });
    assertEquals(IntNode.valueOf(5), stored);
  }

  @Test
  void anUpdateOfAMissingKeyCreatesIt() {
    run(() -> assertEquals(IntNode.valueOf(1), kv.update("k", IntNode.valueOf(0), plusOne())));
    assertEquals(IntNode.valueOf(1), stored);
    assertEquals(2, requests.size());
  }

  @Test
  void anUpdateThatChangesNothingWritesNothingUnlessTheKeyIsMissing() {
    run(() -> {
      kv.update("k", items("a"), adding("a"));
      assertEquals(items("a"), stored);
      kv.update("k", items(), adding("a"));
    });
    assertEquals(3, requests.size(), requests::toString);
    assertTrue(requests.get(1).contains("'cas'") && requests.get(2).contains("'read'"));
  }

  @Test
  void anUnchangedNumberIsUnchangedInWhateverTypeItComes() {
    stored = IntNode.valueOf(3);
    run(() ->
        assertEquals(
            3, kv.update("k", IntNode.valueOf(0), value -> LongNode.valueOf(3)).intValue()));
    assertEquals(1, requests.size(), requests::toString);
  }

  @Test
  void anUpdateThatLosesARaceStartsAgainFromTheNewValue() {
    stored = items("a");
    int[] count = {0};
    fault =
        reply -> {
          if (++count[0] == 1) {
            stored = items("a", "of somebody else");
          }
          return reply;
        };
    run(() -> kv.update("k", items(), adding("b")));
    assertEquals(items("a", "of somebody else", "b"), stored);
    assertEquals(4, requests.size(), requests::toString);
  }

  @Test
  void anUpdateWhoseAcknowledgementWasLostIsNotMadeTwice() {
    stored = items();
    onReply(2, reply -> null);
    run(() -> assertEquals(items("a"), kv.update("k", items(), adding("a"))));
    assertEquals(items("a"), stored);
    assertEquals(3, requests.size(), requests::toString);
  }

  @Test
  void anUpdateThatWasDoubledOnTheWayIsNotMadeTwice() {
    // The first copy swaps, its reply is lost; the second finds the swap done, and says 22.
    stored = items();
    onReply(2, reply -> Body.error(22, "it is [\"a\"]"));
    run(() -> assertEquals(items("a"), kv.update("k", items(), adding("a"))));
    assertEquals(items("a"), stored);
    assertEquals(3, requests.size(), requests::toString);
  }

  @Test
  void aReadThatTimesOutIsTriedAgain() {
    stored = items();
    onReply(1, reply -> null);
    run(() -> kv.update("k", items(), adding("a")));
    assertEquals(items("a"), stored);
  }

  @Test
  void anUpdateGivesUpIndefinitelyBeforeTheDeadlineOfItsRequest() {
    fault = reply -> null;
    Duration[] took = {null};
    run(() -> {
      Duration start = world.now();
      RpcException end =
          assertThrows(RpcException.class, () -> kv.update("k", IntNode.valueOf(0), plusOne()));
      assertTrue(end.is(ErrorCode.TIMEOUT), end::toString);
      took[0] = world.now().minus(start);
    });
    assertTrue(took[0].toMillis() >= 3_000 && took[0].toMillis() <= 4_500, took[0]::toString);
  }

  @Test
  void anUpdateThatAlwaysLosesGivesUpToo() {
    stored = IntNode.valueOf(0);
    fault = reply -> reply.path("type").asText().equals("read_ok") ? reply : Body.error(22, "no");
    run(() -> {
      RpcException end =
          assertThrows(RpcException.class, () -> kv.update("k", IntNode.valueOf(0), plusOne()));
      assertTrue(end.is(ErrorCode.TIMEOUT), end::toString);
    });
    int attempts = requests.size() / 2;
    assertTrue(attempts > 20 && attempts < 200, () -> attempts + " attempts in 4 s");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 12})
  void whatTheServiceRefusesIsNotTriedAgain(int code) {
    stored = IntNode.valueOf(0);
    onReply(2, reply -> Body.error(code, "no"));
    run(() -> {
      RpcException end =
          assertThrows(RpcException.class, () -> kv.update("k", IntNode.valueOf(0), plusOne()));
      assertEquals(code, end.code());
    });
    assertEquals(2, requests.size());
  }

  @Test
  void whatTheChangeThrowsEndsTheUpdate() {
    stored = IntNode.valueOf(0);
    run(() -> {
      RpcException end =
          assertThrows(
              RpcException.class,
              () ->
                  kv.update(
                      "k",
                      IntNode.valueOf(0),
                      value -> {
                        throw new RpcException(ErrorCode.PRECONDITION_FAILED, "not enough");
                      }));
      assertTrue(end.is(ErrorCode.PRECONDITION_FAILED), end::toString);
    });
    assertEquals(1, requests.size());
  }

  @Test
  void afterAnAttemptWithoutAReplyNoErrorIsDefinite() {
    // The lost attempt may still be on its way: "certainly not done" would be a lie.
    stored = IntNode.valueOf(0);
    onReply(2, reply -> null);
    int[] applied = {0};
    run(() -> {
      RpcException end =
          assertThrows(
              RpcException.class,
              () ->
                  kv.update(
                      "k",
                      IntNode.valueOf(0),
                      value -> {
                        if (++applied[0] == 2) {
                          throw new RpcException(ErrorCode.ABORT, "changed my mind");
                        }
                        return IntNode.valueOf(value.intValue() + 1);
                      }));
      assertTrue(end.is(ErrorCode.CRASH), end::toString);
    });
  }

  @Test
  void aChangeMayWorkOnTheValueItIsGivenWithoutSpoilingTheInitialOne() {
    ArrayNode initial = items();
    int[] count = {0};
    fault =
        reply -> {
          if (++count[0] == 2) {
            stored = null;
            return Body.error(22, "lost a race against a deletion");
          }
          return reply;
        };
    run(() -> kv.update("k", initial, value -> ((ArrayNode) value).add("a")));
    assertEquals(items(), initial);
    assertEquals(items("a"), stored);
  }

  @Test
  void aLostReplyCostsLittleOnceRepliesAreKnownToBeQuick() {
    stored = IntNode.valueOf(1);
    run(() -> {
      for (int i = 0; i < 10; i++) {
        kv.read("k");
      }
      onReply(1, reply -> null);
      Duration start = world.now();
      assertThrows(RpcException.class, () -> kv.read("k"));
      assertEquals(30, world.now().minus(start).toMillis());
    });
  }

  @Test
  void whereReplyTakesTwoSecondsItIsWaitedForFromTheSecondAttemptOn() {
    stored = IntNode.valueOf(1);
    List<String> late = new ArrayList<>();
    run(() -> {
      answerAfter(Duration.ofSeconds(2), late);
      assertThrows(RpcException.class, () -> kv.read("k"));
      for (int i = 0; i < 3; i++) {
        assertEquals(IntNode.valueOf(1), kv.read("k").orElseThrow());
      }
    });
    assertEquals(4, late.size(), "requests: " + late);
  }

  @Test
  void aLateReplyToAnEarlierAttemptIsNotTakenForThatToALaterOne() {
    stored = IntNode.valueOf(1);
    run(() -> {
      List<Message> asked = new ArrayList<>();
      world.whenSent(asked::add);
      assertThrows(RpcException.class, () -> kv.read("k"));
      world.whenSent(second -> {
        world.deliver(World.replyTo(asked.get(0), Body.of("read_ok").put("value", 1)));
        world.deliver(World.replyTo(second, Body.of("read_ok").put("value", 2)));
      });
      assertEquals(IntNode.valueOf(2), kv.read("k").orElseThrow());
    });
  }

  /** From now on, replies take so long. */
  private void answerAfter(Duration delay, List<String> asked) {
    world.whenSent(request -> {
      asked.add(request.type());
      ObjectNode reply = serve(request.body());
      world.host().start("reply", delay, () -> world.deliver(World.replyTo(request, reply)));
    });
  }
}
