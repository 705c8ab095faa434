package glomers.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.kafka.LogWorld.Network;
import glomers.node.Body;
import glomers.node.Json;
import glomers.node.Message;
import glomers.node.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One node of {@link OwnedLog}, n1, against a lin-kv and peers that answer or not. The first node
 * that {@code init} names is the owner.
 */
class OwnedLogTest {
  private static final String OURS = "{'type':'send','key':'c','msg':7}";
  private static final List<String> OWNED_BY_N2 = List.of("n2", "n3", "n1");
  private static final String FIRST = "{'type':'send_ok','offset':0}";

  private final LogWorld log = new LogWorld(OwnedLog::new);
  private final List<Message> forwarded = new ArrayList<>();

  /** n2 writes what it is asked to, or says that it did. */
  private void letTheOwnerAnswer() {
    log.peers(message -> {
      ObjectNode reply = Body.of("append_ok").set("at", message.field("known"));
      if (message.dest().equals("n2") && !message.array("entries").isEmpty()) {
        forwarded.add(message);
        reply.putArray("segments").add(message.array("entries"));
      }
      log.world().deliver(World.replyTo(message, reply));
    });
  }

  /** A peer asks this node to write something. */
  private void peerAsks(int id, String entries) {
    log.world()
        .deliver("n2", "{'type':'append','known':0,'msg_id':" + id + ",'entries':" + entries + "}");
  }

  private List<String> answersToPeers() {
    return log.world().sent().stream()
        .map(World.Sent::message)
        .filter(message -> message.type().endsWith("append_ok") || message.type().equals("error"))
        .filter(message -> message.dest().equals("n2"))
        .map(message -> message.body().path("segments").toString().replace('"', '\''))
        .toList();
  }

  private String poll(String offsets) {
    return log.ask("{'type':'poll','offsets':" + offsets + "}");
  }

  private String commit(String offsets) {
    return log.ask("{'type':'commit_offsets','offsets':" + offsets + "}");
  }

  private String listCommitted() {
    return log.ask("{'type':'list_committed_offsets','keys':['c','f','x']}");
  }

  // --- as the owner ---

  @Test
  void sendsAtTheSameTimeShareOneWriteWhateverTheirKeys() {
    log.run(() -> {
      for (int i = 0; i < 5; i++) {
        log.send(OURS);
        log.send(OURS.replace("'c'", "'f'"));
      }
      log.sleep(Duration.ofMillis(10));
      assertEquals(10, log.replies().size());
      assertTrue(log.replies().contains("{'type':'send_ok','offset':4}"), log.replies()::toString);
      assertEquals(1, log.kv().asked());
      assertEquals("{'type':'poll_ok','msgs':{'f':[[3,7],[4,7]]}}", poll("{'f':3,'c':5}"));
    });
  }

  @Test
  void messagesMayBeEqualOrNull() {
    log.run(() -> {
      log.ask(OURS);
      log.ask(OURS);
      log.ask(OURS.replace("7", "null"));
      log.ask(OURS.replace("7", "{'commit':1}"));
      assertEquals(
          "{'type':'poll_ok','msgs':{'c':[[0,7],[1,7],[2,null],[3,{'commit':1}]]}}",
          poll("{'c':0}"));
    });
  }

  @Test
  void nothingIsAcknowledgedBeforeItIsInLinKv() {
    log.run(() -> {
      log.network(Network.LOSES_REQUESTS);
      log.send(OURS);
      log.sleep(Duration.ofSeconds(1));
      assertEquals(List.of(), log.replies());
      assertEquals("{'type':'poll_ok','msgs':{}}", poll("{'c':0}"));
      log.network(Network.PERFECT);
      log.sleep(Duration.ofSeconds(2));
      assertEquals(FIRST, log.replies().getLast());
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOSES_REPLIES", "DOUBLES_REQUESTS_AND_LOSES_THE_FIRST_REPLY"})
  void aSegmentThatWasWrittenButWhoseReplyWasLostIsFoundAgain(Network condition) {
    log.run(() -> {
      log.network(condition);
      log.send(OURS);
      log.sleep(Duration.ofMillis(150));
      log.network(Network.PERFECT);
      log.sleep(Duration.ofSeconds(2));
      assertEquals(List.of(FIRST), log.replies());
      assertEquals(1, log.kv().stored().size());
      assertEquals("{'type':'poll_ok','msgs':{'c':[[0,7]]}}", poll("{'c':0}"));
    });
  }

  @Test
  void segmentsThatSecondOwnersWroteComeFirst() {
    log.run(() -> {
      log.kv().put("ledger/0", "[{'from':'n2-x','no':1,'key':'c','msg':7}]");
      log.kv().put("ledger/1", "[{'from':'n3-y','no':1,'key':'c','msg':8}]");
      assertEquals("{'type':'send_ok','offset':2}", log.ask(OURS.replace("7", "9")));
      assertEquals("{'type':'poll_ok','msgs':{'c':[[0,7],[1,8],[2,9]]}}", poll("{'c':0}"));
    });
  }

  @Test
  void anEntryThatIsInTheLedgerTwiceIsDoneOnce() {
    log.run(() -> {
      log.kv().put("ledger/0", "[{'from':'n2-x','no':1,'key':'c','msg':7}]");
      log.kv()
          .put(
              "ledger/1",
              "[{'from':'n2-x','no':1,'key':'c','msg':7},{'from':'n2-x','no':2,'key':'c','msg':8}]");
      log.kv().put("ledger/2", "[{'from':'n2-x','no':1,'key':'c','msg':7}]");
      assertEquals("{'type':'poll_ok','msgs':{'c':[[0,7],[1,8]]}}", poll("{'c':0}"));
      assertEquals("{'type':'send_ok','offset':2}", log.ask(OURS));
    });
  }

  @Test
  void whatAnotherNodeAsksForTwiceIsWrittenOnceAndAnsweredTwice() {
    log.run(() -> {
      String entries = "[{'from':'n2-x','no':1,'key':'c','msg':7}]";
      peerAsks(1, entries);
      peerAsks(1, entries);
      log.sleep(Duration.ofMillis(10));
      assertEquals(1, log.kv().asked("cas"));
      assertEquals(List.of("[" + entries + "]", "[" + entries + "]"), answersToPeers());
      peerAsks(2, entries);
      log.sleep(Duration.ofMillis(10));
      assertEquals(1, log.kv().asked("cas"), "a late double is not written either");
      assertEquals(3, answersToPeers().size());
      assertEquals("{'type':'send_ok','offset':1}", log.ask(OURS));
    });
  }

  @Test
  void whatAnotherNodeHasWaitedForDoesNotWaitAgainAndTakesOursAlong() {
    log.run(() -> {
      log.send(OURS);
      peerAsks(1, "[{'from':'n2-x','no':1,'key':'f','msg':7}]");
      Duration before = log.world().now();
      while (log.kv().asked() == 0) {
        log.sleep(Duration.ofNanos(1_000));
      }
      assertTrue(log.world().now().minus(before).toNanos() < 1_000_000);
      log.sleep(Duration.ofMillis(10));
      assertEquals(List.of(FIRST), log.replies());
      assertEquals(1, log.kv().asked());
    });
  }

  @Test
  void theOwnersEntriesWaitUntilOthersTakeThemAlong() {
    log.run(() -> {
      log.send(OURS);
      log.sleep(Duration.ofMillis(5));
      assertEquals(0, log.kv().asked());
      peerAsks(1, "[{'from':'n2-x','no':1,'key':'f','msg':7}]");
      log.sleep(Duration.ofMillis(1));
      assertEquals(List.of(FIRST), log.replies());
      assertEquals(1, log.kv().asked());
    });
  }

  @Test
  void aNodeWithoutAMemoryFindsTheEndOfALongLedgerWithoutWalkingThere() {
    log.run(() -> {
      for (int i = 0; i < 1_000; i++) {
        log.kv().put("ledger/" + i, "[{'from':'n1-x','no':" + (i + 1) + ",'key':'c','msg':1}]");
      }
      assertEquals("{'type':'send_ok','offset':1000}", log.ask(OURS));
      assertTrue(log.kv().asked("cas") < 30, "swaps tried: " + log.kv().asked("cas"));
      assertTrue(log.kv().asked("read") < 1_100, "segments read: " + log.kv().asked("read"));
    });
  }

  @Test
  void aCellThatIsHardToGetDoesNotKeepANodeFromReadingOn() {
    log.run(() -> {
      for (int i = 0; i < 300; i++) {
        log.kv().put("ledger/" + i, "[{'from':'n1-x','no':" + (i + 1) + ",'key':'c','msg':1}]");
      }
      log.losing(
          request -> request.text("key").equals("ledger/100") && log.kv().asked("read") < 160);
      poll("{'c':0}");
      log.losing(request -> false);
      log.sleep(Duration.ofSeconds(5));
      int asked = log.kv().asked();
      String everything = poll("{'c':0}");
      assertTrue(everything.endsWith("[299,1]]}}"), "the end is missing: " + everything);
      assertEquals(asked, log.kv().asked(), "and not because this poll read it");
    });
  }

  // --- as somebody else ---

  @Test
  void sendsGoToTheOwnerTogetherAndCostLinKvNothing() {
    log.run(
        OWNED_BY_N2,
        () -> {
          letTheOwnerAnswer();
          log.send(OURS);
          log.send(OURS);
          log.send(OURS.replace("'c'", "'f'"));
          log.sleep(Duration.ofMillis(10));
          assertEquals(1, forwarded.size());
          assertEquals(3, forwarded.get(0).array("entries").size());
          assertEquals(
              List.of(FIRST, FIRST, "{'type':'send_ok','offset':1}"),
              log.replies().stream().sorted().toList());
          assertEquals("{'type':'poll_ok','msgs':{'c':[[0,7],[1,7]]}}", poll("{'c':0}"));
          assertEquals(0, log.kv().asked());
        });
  }

  @Test
  void whatComesInDuringAWriteWaitsForOthersAsWell() {
    log.run(
        OWNED_BY_N2,
        () -> {
          List<Message> asked = new ArrayList<>();
          log.peers(asked::add);
          poll("{}");
          log.sleep(Duration.ofMillis(10));
          asked.clear(); // what a node that starts wants to know
          log.send(OURS);
          log.sleep(Duration.ofMillis(10));
          log.send(OURS); // while the first one is being written
          log.sleep(Duration.ofMillis(10));
          assertEquals(1, asked.size());
          ObjectNode reply = Body.of("append_ok").put("at", 0);
          reply.putArray("segments").add(asked.get(0).array("entries"));
          log.world().deliver(World.replyTo(asked.get(0), reply));
          log.sleep(Duration.ofMillis(1));
          log.send(OURS); // by whoever was waiting for the first one
          log.sleep(Duration.ofMillis(10));
          assertEquals(2, asked.get(1).array("entries").size());
        });
  }

  @Test
  void withoutAnAnswerFromTheOwnerANodeWritesByItself() {
    log.run(
        OWNED_BY_N2,
        () -> {
          assertEquals(FIRST, log.ask(OURS));
          assertTrue(log.kv().stored().containsKey("ledger/0"));
          Duration before = log.world().now();
          assertEquals("{'type':'send_ok','offset':1}", log.ask(OURS));
          long millis = log.world().now().minus(before).toMillis();
          assertTrue(millis < 20, "and from then on at once, not after " + millis + " ms");
          assertEquals(2, log.kv().asked());
        });
  }

  @Test
  void onceTheOwnerAnswersAgainHeGetsTheWork() {
    log.run(
        OWNED_BY_N2,
        () -> {
          log.ask(OURS);
          letTheOwnerAnswer();
          log.sleep(Duration.ofSeconds(3));
          int asked = log.kv().asked();
          assertEquals("{'type':'send_ok','offset':1}", log.ask(OURS));
          assertEquals(1, forwarded.size());
          assertEquals(asked, log.kv().asked());
        });
  }

  @Test
  void whatTheOwnerWroteWithoutAnsweringIsNotDoneTwice() {
    log.run(
        OWNED_BY_N2,
        () -> {
          log.peers(message -> {
            if (!message.array("entries").isEmpty()) {
              log.kv().put("ledger/0", message.array("entries").toString());
            }
          });
          assertEquals(FIRST, log.ask(OURS));
          assertEquals("{'type':'poll_ok','msgs':{'c':[[0,7]]}}", poll("{'c':0}"));
          assertEquals("{'type':'send_ok','offset':1}", log.ask(OURS));
        });
  }

  @Test
  void whatTheOwnerWritesAfterWeDidDoesNothing() {
    log.run(
        OWNED_BY_N2,
        () -> {
          List<String> late = new ArrayList<>();
          log.peers(message -> {
            if (!message.array("entries").isEmpty()) {
              late.add(message.array("entries").toString());
            }
          });
          assertEquals(FIRST, log.ask(OURS));
          log.kv().put("ledger/1", late.get(0));
          assertEquals("{'type':'send_ok','offset':1}", log.ask(OURS));
          assertEquals("{'type':'poll_ok','msgs':{'c':[[0,7],[1,7]]}}", poll("{'c':0}"));
        });
  }

  @Test
  void ifTheOwnerDoesNotAnswerTheNextNodeOwnsInHisPlace() {
    log.run(
        OWNED_BY_N2,
        () -> {
          List<String> asked = askedToWrite();
          assertEquals(FIRST, log.ask(OURS));
          assertEquals("n2", asked.get(0));
          log.ask(OURS);
          assertTrue(asked.contains("n3"), () -> "asked: " + asked);
        });
  }

  @Test
  void aNodeThatComesAfterThisOneIsNeverAskedToWrite() {
    log.run(
        List.of("n3", "n1", "n2"),
        () -> {
          List<String> asked = askedToWrite();
          assertEquals(FIRST, log.ask(OURS));
          assertEquals("{'type':'send_ok','offset':1}", log.ask(OURS));
          assertEquals(List.of("n3"), asked);
        });
  }

  /** From now on nobody answers; whom the node asks to write something. */
  private List<String> askedToWrite() {
    List<String> asked = new ArrayList<>();
    log.peers(message -> {
      if (!message.array("entries").isEmpty()) {
        asked.add(message.dest());
      }
    });
    return asked;
  }

  @Test
  void aNodeReadsWhatItHasForgottenFromAPeer() {
    log.run(
        OWNED_BY_N2,
        () -> {
          List<ObjectNode> asked = new ArrayList<>();
          log.peers(message -> {
            asked.add(message.body());
            ObjectNode reply = Body.of("append_ok").set("at", message.field("known"));
            reply.putArray("segments");
            if (message.integer("known") < 100) {
              String entry = "{'from':'n2-x','no':N,'key':'c','msg':1}";
              for (int i = 0; i < 50; i++) {
                reply.put("more", message.integer("known") == 0);
                long number = message.integer("known") + i + 1;
                reply
                    .withArray("segments")
                    .addArray()
                    .add(Json.object(entry.replace("N", "" + number)));
              }
            }
            log.world().deliver(World.replyTo(message, reply));
          });
          poll("{}");
          log.sleep(Duration.ofSeconds(1));
          assertEquals(2, asked.size());
          assertEquals("{'type':'poll_ok','msgs':{'c':[[99,1]]}}", poll("{'c':99}"));
          assertEquals(0, log.kv().asked());
        });
  }

  @Test
  void aNodeThatStartsDoesNotRunAfterAPeerThatAlwaysHasSomethingNew() {
    log.run(
        OWNED_BY_N2,
        () -> {
          List<String> asked = new ArrayList<>();
          log.peers(message -> {
            asked.add(message.dest());
            ObjectNode reply = Body.of("append_ok").set("at", message.field("known"));
            long number = message.integer("known") + 1;
            reply
                .putArray("segments")
                .addArray()
                .add(Json.object("{'from':'n2-x','no':" + number + ",'key':'c','msg':1}"));
            log.world().deliver(World.replyTo(message, reply));
          });
          poll("{}");
          log.sleep(Duration.ofSeconds(1));
          assertEquals(1, asked.size(), () -> "asked: " + asked);
        });
  }

  @Test
  void aNodeAsksItsPeersAgainForWhatItHasForgotten() {
    log.run(
        OWNED_BY_N2,
        () -> {
          List<String> asked = new ArrayList<>();
          log.peers(message -> {
            asked.add(message.dest());
            if (asked.size() > 4) { // two rounds of two peers
              ObjectNode reply = Body.of("append_ok").set("at", message.field("known"));
              reply.putArray("segments");
              log.world().deliver(World.replyTo(message, reply));
            }
          });
          poll("{}");
          log.sleep(Duration.ofSeconds(20));
          assertEquals(5, asked.size(), "asked: " + asked);
        });
  }

  // --- polls and commits ---

  @Test
  void aPollLooksAtLinKvOnlyIfThereIsNothingToShowAndNothingWasHeardForAWhile() {
    log.run(() -> {
      log.ask(OURS);
      assertEquals(1, log.kv().asked());
      poll("{'c':0}");
      poll("{'c':1}");
      assertEquals(1, log.kv().asked());
      log.sleep(Duration.ofMillis(100));
      poll("{'c':0}");
      assertEquals(1, log.kv().asked());
      log.kv().put("ledger/1", "[{'from':'n2-x','no':1,'key':'c','msg':8}]");
      assertEquals("{'type':'poll_ok','msgs':{'c':[[1,8]]}}", poll("{'c':1}"));
      assertEquals(3, log.kv().asked());
    });
  }

  @Test
  void committedOffsetsNeverGoBack() {
    log.run(() -> {
      assertEquals("{'type':'list_committed_offsets_ok','offsets':{}}", listCommitted());
      assertEquals("{'type':'commit_offsets_ok'}", commit("{'c':5,'f':0}"));
      assertEquals("{'type':'commit_offsets_ok'}", commit("{'c':3}"));
      log.kv()
          .put(
              "ledger/1",
              "[{'from':'n2-x','no':1,'key':'c','commit':4},{'from':'n2-x','no':2,'key':'f','commit':8}]");
      assertEquals("{'type':'list_committed_offsets_ok','offsets':{'c':5,'f':8}}", listCommitted());
      assertEquals("{'type':'commit_offsets_ok'}", commit("{}"));
    });
  }

  /** Lets a peer ask for so many entries that never get to lin-kv. */
  private void fill(int entries) {
    log.network(Network.LOSES_REQUESTS);
    StringJoiner list = new StringJoiner(",", "[", "]");
    for (int i = 1; i <= entries; i++) {
      list.add("{'from':'n2-x','no':" + i + ",'key':'c','msg':0}");
    }
    peerAsks(1, list.toString());
    log.sleep(Duration.ofMillis(1));
  }

  @Test
  void aCommitForWhichThereIsNoRoomCertainlyDoesNothing() {
    log.run(() -> {
      fill(20_000);
      assertEquals("{'type':'error','code':11}", commit("{'c':5,'f':6}"));
    });
  }

  @Test
  void aCommitIsTakenOnAsAWholeAndHoldsNoRoomWhenNobodyWaitsForItAnyMore() {
    log.run(() -> {
      fill(19_999);
      assertEquals("{'type':'error','code':0}", commit("{'c':5,'f':6}"));
      assertEquals("{'type':'error','code':0}", commit("{'c':5,'f':6}"), "not for want of room");
    });
  }

  @Test
  void whatIsAskedForAgainAfterItWasWrittenCostsNoTimeOfThoseWhoComeNext() {
    log.run(() -> {
      String entries = "[{'from':'n2-x','no':1,'key':'f','msg':7}]";
      peerAsks(1, entries);
      log.sleep(Duration.ofMillis(10));
      peerAsks(2, entries);
      log.sleep(Duration.ofMillis(10));
      // Had the late double rung the bell, the first of these two would be written without the
      // second.
      log.send(OURS);
      log.sleep(Duration.ofNanos(500_000));
      log.send(OURS);
      log.sleep(Duration.ofMillis(10));
      assertEquals(2, log.kv().asked("cas"));
    });
  }

  @Test
  void commitsShareOneWriteAndWhatIsCommittedAlreadyTakesNone() {
    log.run(() -> {
      commit("{'c':5,'f':6}");
      assertEquals(1, log.kv().asked());
      commit("{'c':5,'f':3}");
      assertEquals(1, log.kv().asked());
    });
  }

  @Test
  void aQuestionForCommittedOffsetsReadsToTheVeryEndHoweverFreshOurNewsIs() {
    log.run(() -> {
      commit("{'c':5}");
      log.kv().put("ledger/1", "[{'from':'n2-x','no':1,'key':'c','commit':9}]");
      assertEquals("{'type':'list_committed_offsets_ok','offsets':{'c':9}}", listCommitted());
    });
  }

  @Test
  void aQuestionForCommittedOffsetsIsAskedAgainWhenItIsLost() {
    log.run(() -> {
      commit("{'c':5}");
      log.network(Network.LOSES_REQUESTS);
      log.send("{'type':'list_committed_offsets','keys':['c']}");
      log.sleep(Duration.ofMillis(500));
      log.network(Network.PERFECT);
      log.sleep(Duration.ofSeconds(2));
      assertEquals(
          "{'type':'list_committed_offsets_ok','offsets':{'c':5}}", log.replies().getLast());
    });
  }

  @Test
  void withoutLinKvOnlyWhatIsKnownToBeDoneIsAcknowledged() {
    log.run(() -> {
      log.ask(OURS);
      commit("{'c':5}");
      log.network(Network.LOSES_REQUESTS);
      assertEquals("{'type':'error','code':0}", log.ask(OURS));
      assertEquals("{'type':'error','code':0}", commit("{'c':6}"));
      assertEquals("{'type':'error','code':0}", listCommitted());
      assertEquals("{'type':'commit_offsets_ok'}", commit("{'c':5}"));
      assertEquals("{'type':'poll_ok','msgs':{'c':[[0,7]]}}", poll("{'c':0,'f':0}"));
      log.sleep(Duration.ofSeconds(3));
      int sent = log.world().sent().size();
      log.sleep(Duration.ofSeconds(10));
      assertEquals(
          List.of(),
          log.world().sent().stream()
              .skip(sent)
              .filter(each -> each.message().dest().equals("lin-kv"))
              .toList(),
          "it goes on although nobody waits");
    });
  }

  @Test
  void aSendWhoseDeadlinePassesAfterItWasWrittenIsAnsweredIndefinitely() {
    log.run(() -> {
      log.network(Network.LOSES_REPLIES);
      assertEquals("{'type':'error','code':0}", log.ask(OURS));
      log.network(Network.PERFECT);
      log.sleep(Duration.ofSeconds(5));
      assertEquals(1, log.replies().size(), "nothing is answered twice");
      assertEquals("{'type':'poll_ok','msgs':{'c':[[0,7]]}}", poll("{'c':0}"));
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'send','msg':7}",
        "{'type':'send','key':7,'msg':7}",
        "{'type':'send','key':'c'}",
        "{'type':'poll','offsets':{'c':-1}}",
        "{'type':'commit_offsets','offsets':{'f':1,'c':-1}}",
        "{'type':'list_committed_offsets','keys':[1]}",
      })
  void whatMakesNoSenseIsRefusedForCertainAndDoesNothing(String request) {
    log.run(() -> {
      assertEquals("{'type':'error','code':12}", log.ask(request));
      log.sleep(Duration.ofSeconds(1));
      assertEquals(0, log.kv().asked());
    });
  }
}
