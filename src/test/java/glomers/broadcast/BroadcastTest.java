package glomers.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.World;
import glomers.testing.Trials;
import glomers.workbench.nemesis.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The node n1 of n1, n2 and n3; the test is its neighbours, its clients and its clock. */
class BroadcastTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final World world = new World();

  @BeforeEach
  void makeItABroadcastNode() {
    new Broadcast(world.node());
    world.serve(forward -> Body.of("broadcast_ok"));
  }

  private void broadcast(String src, int id, int value) {
    world.deliver(src, "{'type':'broadcast','msg_id':" + id + ",'message':" + value + "}");
  }

  /** Whom n1 has sent this value to, as often as it has. */
  private List<String> receivers(int value) {
    return world.sent().stream()
        .map(World.Sent::message)
        .filter(sent -> sent.type().equals("broadcast"))
        .filter(sent -> sent.body().path("message").asInt() == value)
        .map(Message::dest)
        .sorted()
        .toList();
  }

  private List<String> answersTo(String client) {
    return world.lines().stream().filter(line -> line.startsWith("n1>" + client)).toList();
  }

  @Test
  void aNewValueGoesToAllNeighbours() {
    world.runInitialised(() -> {
      broadcast("c1", 1, 7);
      world.sleep(LONG);
      assertEquals(List.of("n2", "n3"), receivers(7));
    });
  }

  @Test
  void aNewValueGoesNotBackToTheNeighbourItCameFrom() {
    world.runInitialised(() -> {
      broadcast("n2", 1, 7);
      world.sleep(LONG);
      assertEquals(List.of("n3"), receivers(7));
    });
  }

  @Test
  void aValueThatWasSeenBeforeIsAcknowledgedAndNotPassedOn() {
    world.runInitialised(() -> {
      broadcast("n2", 1, 7);
      world.sleep(LONG);
      broadcast("n3", 2, 7);
      broadcast("c1", 3, 7);
      world.sleep(LONG);
      assertEquals(List.of("n3"), receivers(7), "passed on once");
      assertEquals(List.of("n1>n3 {'type':'broadcast_ok','in_reply_to':2}"), repliesTo("n3"));
      assertEquals(List.of("n1>c1 {'type':'broadcast_ok','in_reply_to':3}"), answersTo("c1"));
    });
  }

  private List<String> repliesTo(String neighbour) {
    return answersTo(neighbour).stream().filter(line -> line.contains("_ok")).toList();
  }

  @Test
  void aForwardThatGetsNoAnswerIsRepeatedUntilItIsAcknowledged() {
    AtomicInteger unanswered = new AtomicInteger(5);
    world.serve(
        forward -> toN3(forward) && unanswered.getAndDecrement() > 0 ? null : acknowledged());
    world.runInitialised(() -> {
      broadcast("c1", 1, 7);
      world.sleep(LONG);
      assertEquals(List.of("n2", "n3", "n3", "n3", "n3", "n3", "n3"), receivers(7));
    });
  }

  @Test
  void aForwardThatIsAnsweredByAnErrorIsRepeatedUntilItIsAcknowledged() {
    AtomicInteger errors = new AtomicInteger(2);
    world.serve(forward ->
        toN3(forward) && errors.getAndDecrement() > 0
            ? Body.error(11, "too much to do")
            : acknowledged());
    world.runInitialised(() -> {
      broadcast("c1", 1, 7);
      world.sleep(LONG);
      assertEquals(List.of("n2", "n3", "n3", "n3"), receivers(7));
    });
  }

  private static boolean toN3(Message forward) {
    return forward.dest().equals("n3");
  }

  private static ObjectNode acknowledged() {
    return Body.of("broadcast_ok");
  }

  @Test
  void aNeighbourThatIsCutOffForLongIsNotAskedMoreThanOnceASecond() {
    world.serve(forward -> null);
    world.runInitialised(() -> {
      broadcast("n2", 1, 7);
      world.sleep(LONG);
      int asked = receivers(7).size();
      assertTrue(asked >= 30 && asked <= 60, "in a minute: " + asked);
    });
  }

  @Test
  void aNeighbourThatRefusesAtOnceIsAskedAgainAfterPauses() {
    world.serve(forward -> Body.error(11, "too much to do"));
    world.runInitialised(() -> {
      broadcast("n2", 1, 7);
      world.sleep(LONG);
      int asked = receivers(7).size();
      assertTrue(asked >= 60 && asked <= 240, "in a minute, with pauses up to a second: " + asked);
    });
  }

  @Test
  void aBroadcastIsAcknowledgedBeforeAnyNeighbourHasIt() {
    world.serve(forward -> null);
    world.runInitialised(() -> {
      broadcast("c1", 1, 7);
      world.settle();
      assertEquals(List.of("n1>c1 {'type':'broadcast_ok','in_reply_to':1}"), answersTo("c1"));
    });
  }

  @Test
  void onlyTheNeighboursThatATopologyNamesAreTold() {
    world.runInitialised(() -> {
      world.deliver("c1", "{'type':'topology','msg_id':1,'topology':{'n1':['n2'],'n2':['n3']}}");
      world.settle();
      broadcast("c1", 2, 7);
      world.sleep(LONG);
      assertEquals(List.of("n2"), receivers(7));
    });
  }

  @Test
  void whoIsNoNodeOfThisClusterIsNoNeighbour() {
    world.runInitialised(() -> {
      world.deliver("c1", "{'type':'topology','msg_id':1,'topology':{'n1':['n9','n3','n1','c1']}}");
      world.settle();
      broadcast("c2", 2, 7);
      world.sleep(LONG);
      assertEquals(List.of("n3"), receivers(7));
    });
  }

  @Test
  void aReadShowsEachValueOnce() {
    world.runInitialised(() -> {
      broadcast("c1", 1, 7);
      broadcast("n2", 2, 8);
      broadcast("n3", 3, 7);
      world.settle();
      world.deliver("c2", "{'type':'read','msg_id':4}");
      world.settle();
      assertEquals(
          List.of("n1>c2 {'type':'read_ok','messages':[7,8],'in_reply_to':4}"), answersTo("c2"));
    });
  }

  @Test
  void aBroadcastOfNothingIsRefused() {
    world.runInitialised(() -> {
      world.deliver("c1", "{'type':'broadcast','msg_id':1}");
      world.settle();
      assertTrue(answersTo("c1").get(0).contains("'code':12"), answersTo("c1")::toString);
    });
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"PARTITION", "PAUSE"})
  void whatIsDoneToTheNetworkCostsNoValue(Fault fault) {
    for (long seed = 1; seed <= 3; seed++) {
      Trials.of("broadcast", Broadcast::new)
          .rate(20)
          .seconds(10)
          .faults(fault)
          .run(seed)
          .mustBeValid();
    }
  }

  @Test
  void lostAndDoubledMessagesCostNoValue() {
    for (long seed = 1; seed <= 3; seed++) {
      Trials run = Trials.of("broadcast", Broadcast::new).rate(20).seconds(10);
      run.fault(Fault.LOSS, "0.2").fault(Fault.DUPLICATE, "0.2").run(seed).mustBeValid();
    }
  }
}
