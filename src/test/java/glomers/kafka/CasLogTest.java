package glomers.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.kafka.LogWorld.Network;
import glomers.node.Json;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One node of {@link CasLog} against a lin-kv whose replies get lost and whose requests double. */
class CasLogTest {
  private static final String SEND = "{'type':'send','key':'k','msg':7}";
  private static final String POLL = "{'type':'poll','offsets':{'k':0}}";
  private static final String LIST = "{'type':'list_committed_offsets','keys':['k','j']}";

  /** A poll need not show what came since a look that was less long ago than this. */
  private static final Duration POLL_LAG = Duration.ofMillis(1_001);

  private final LogWorld log = new LogWorld(CasLog::new);

  @Test
  void offsetsOfAKeyCountFromZeroAndASendTakesOneSwap() {
    log.run(() -> {
      for (int i = 0; i < 10; i++) {
        assertEquals("{'type':'send_ok','offset':" + i + "}", log.ask(SEND));
      }
      assertEquals("{'type':'send_ok','offset':0}", log.ask(SEND.replace("'k'", "'j'")));
      assertEquals(11, log.kv().asked("cas"));
      assertEquals(11, log.kv().asked(), "nothing else was asked of lin-kv");
    });
  }

  @Test
  void messagesMayBeEqualOrNull() {
    log.run(() -> {
      log.ask(SEND);
      log.ask(SEND);
      log.ask(SEND.replace("7", "null"));
      log.ask(SEND.replace("7", "{'a':[1]}"));
      assertEquals(
          "{'type':'poll_ok','msgs':{'k':[[0,7],[1,7],[2,null],[3,{'a':[1]}]]}}", log.ask(POLL));
    });
  }

  @Test
  void aSwapThatHappenedButWhoseReplyWasLostIsFoundAgain() {
    log.run(() -> {
      log.network(Network.LOSES_REPLIES);
      log.send(SEND);
      log.sleep(Duration.ofMillis(500));
      assertEquals(List.of(), log.replies());
      log.network(Network.PERFECT);
      log.sleep(Duration.ofSeconds(1));
      assertEquals(List.of("{'type':'send_ok','offset':0}"), log.replies());
      assertEquals("{'type':'poll_ok','msgs':{'k':[[0,7]]}}", log.ask(POLL));
    });
  }

  @Test
  void aSwapThatWasLostIsTriedAgainOnTheSameSlot() {
    log.run(() -> {
      log.network(Network.LOSES_REQUESTS);
      log.send(SEND);
      log.sleep(Duration.ofMillis(500));
      log.network(Network.PERFECT);
      log.sleep(Duration.ofSeconds(1));
      assertEquals(List.of("{'type':'send_ok','offset':0}"), log.replies());
    });
  }

  @Test
  void theRefusalOfADoubledSwapIsNoProofThatTheSwapFailed() {
    log.run(() -> {
      log.network(Network.DOUBLES_REQUESTS_AND_LOSES_THE_FIRST_REPLY);
      assertEquals("{'type':'send_ok','offset':0}", log.ask(SEND));
      assertEquals("{'type':'send_ok','offset':1}", log.ask(SEND));
      assertEquals("{'type':'poll_ok','msgs':{'k':[[0,7],[1,7]]}}", log.ask(POLL));
    });
  }

  @Test
  void aSlotThatSomebodyElseTookIsPassedOverEvenIfHisMessageIsEqual() {
    log.run(() -> {
      log.kv().put("log/k/0", "{'id':'n2-1-1','msg':7}");
      assertEquals("{'type':'send_ok','offset':1}", log.ask(SEND));
      log.kv().put("log/k/2", "{'id':'n2-1-2','msg':8}");
      log.kv().put("log/k/3", "{'id':'n2-1-3','msg':9}");
      assertEquals("{'type':'send_ok','offset':4}", log.ask(SEND));
      assertEquals(
          "{'type':'poll_ok','msgs':{'k':[[0,7],[1,7],[2,8],[3,9],[4,7]]}}", log.ask(POLL));
    });
  }

  @Test
  void aSlotTakenWhileOurOwnSwapWasInDoubtIsPassedOver() {
    log.run(() -> {
      log.network(Network.LOSES_REQUESTS);
      log.send(SEND);
      log.sleep(Duration.ofMillis(500));
      log.kv().put("log/k/0", "{'id':'n2-1-1','msg':8}");
      log.network(Network.PERFECT);
      log.sleep(Duration.ofSeconds(1));
      assertEquals(List.of("{'type':'send_ok','offset':1}"), log.replies());
    });
  }

  @Test
  void aPollThatSeesOurOwnMessageFirstDoesNotMakeUsSendItTwice() {
    log.run(() -> {
      log.network(Network.LOSES_REPLIES);
      log.send(SEND);
      log.sleep(Duration.ofMillis(500));
      log.network(Network.PERFECT);
      assertEquals("{'type':'poll_ok','msgs':{'k':[[0,7]]}}", log.ask(POLL));
      log.sleep(Duration.ofSeconds(5));
      assertEquals("{'type':'send_ok','offset':0}", log.replies().get(1));
      assertEquals(1, log.kv().stored().size());
    });
  }

  @Test
  void aNodeWithoutAMemoryFindsTheEndOfALongLogWithoutWalkingThere() {
    log.run(() -> {
      for (int i = 0; i < 1_000; i++) {
        log.kv().put("log/k/" + i, "{'id':'n1-1-" + i + "','msg':8}");
      }
      assertEquals("{'type':'send_ok','offset':1000}", log.ask(SEND));
      assertTrue(log.kv().asked("cas") < 30, "swaps tried: " + log.kv().asked("cas"));
      assertTrue(log.kv().asked("read") < 1_100, "slots read: " + log.kv().asked("read"));
    });
  }

  @Test
  void sendsToOneKeyWaitForEachOtherAndGetOffsetsOfTheirOwn() {
    log.run(() -> {
      for (int i = 0; i < 50; i++) {
        log.send(SEND);
      }
      log.sleep(Duration.ofSeconds(1));
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        expected.add("{'type':'send_ok','offset':" + i + "}");
      }
      assertEquals(expected, log.replies());
      assertEquals(50, log.kv().asked(), "they did not take away each other's slots");
    });
  }

  @Test
  void nothingIsKeptOfKeysWithoutAMessage() {
    log.run(() -> {
      log.network(Network.LOSES_REQUESTS);
      List<WeakReference<String>> keys = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        keys.add(about("{'type':'send','msg':7}", "a" + i));
        keys.add(about("{'type':'poll'}", "b" + i));
        peerAppends("d" + i, 1, "7"); // which nobody can show before there is one at 0
      }
      log.sleep(Duration.ofSeconds(10));
      assertEquals(2_000, log.replies().size());
      log.network(Network.PERFECT);
      WeakReference<String> sent = about("{'type':'send','msg':7}", "c");
      log.sleep(Duration.ofSeconds(10));
      System.gc();
      assertEquals(0, keys.stream().filter(key -> key.get() != null).count());
      assertTrue(sent.get() != null, "of a key with a message it is");
    });
  }

  /** Sends a request about a key whose name nobody here keeps. */
  private WeakReference<String> about(String request, String name) {
    String key = new String(name);
    ObjectNode body = Json.object(request).put("key", key);
    body.putObject("offsets").put(key, 0);
    log.send(body);
    return new WeakReference<>(key);
  }

  @Test
  void aPollStopsBeforeAMissingSlot() {
    log.run(() -> {
      log.kv().put("log/k/0", "{'id':'n2-1-1','msg':1}");
      log.kv().put("log/k/2", "{'id':'n2-1-3','msg':3}");
      assertEquals("{'type':'poll_ok','msgs':{'k':[[0,1]]}}", log.ask(POLL));
      log.kv().put("log/k/1", "{'id':'n2-1-2','msg':2}");
      log.sleep(POLL_LAG);
      assertEquals(
          "{'type':'poll_ok','msgs':{'k':[[1,2],[2,3]]}}", log.ask(POLL.replace("0", "1")));
      assertEquals("{'type':'poll_ok','msgs':{}}", log.ask(POLL.replace("0", "3")));
      assertEquals("{'type':'poll_ok','msgs':{}}", log.ask(POLL.replace("0", "1000")));
    });
  }

  @Test
  void aPollLooksAtLinKvOnlyIfItHasNothingToShowAndAtMostOnceASecond() {
    log.run(() -> {
      log.ask(SEND);
      log.sleep(POLL_LAG);
      log.ask(POLL);
      assertEquals(0, log.kv().asked("read"));
      log.kv().put("log/k/1", "{'id':'n2-1-1','msg':8}");
      assertEquals("{'type':'poll_ok','msgs':{'k':[[1,8]]}}", log.ask(POLL.replace("0", "1")));
      assertEquals(2, log.kv().asked("read"), "slots 1 and 2");
      for (int i = 0; i < 50; i++) {
        log.ask(POLL.replace("0", "2"));
      }
      assertEquals(2, log.kv().asked("read"));
      log.sleep(POLL_LAG);
      log.ask(POLL.replace("0", "2"));
      assertEquals(3, log.kv().asked("read"));
      assertEquals("{'type':'poll_ok','msgs':{}}", log.ask("{'type':'poll','offsets':{}}"));
      assertEquals(3, log.kv().asked("read"));
    });
  }

  @Test
  void pollsOfAKeyAtTheSameTimeShareOneLook() {
    log.run(() -> {
      log.ask(SEND);
      log.sleep(POLL_LAG);
      for (int i = 0; i < 5; i++) {
        log.send(POLL.replace("0", "1"));
      }
      log.sleep(Duration.ofMillis(10));
      assertEquals(6, log.replies().size());
      assertEquals(1, log.kv().asked("read"));
    });
  }

  @Test
  void peersAreToldOfEachMessageOnceItIsInLinKv() {
    log.run(() -> {
      log.network(Network.LOSES_REQUESTS);
      log.send(SEND);
      log.sleep(Duration.ofMillis(500));
      assertEquals(List.of(), told());
      log.network(Network.PERFECT);
      log.sleep(Duration.ofSeconds(2));
      String appended = "{'type':'appended','key':'k','offset':0,'msg':7}";
      assertEquals(List.of("n1>n2 " + appended, "n1>n3 " + appended), told());
    });
  }

  private List<String> told() {
    return log.world().lines().stream().filter(line -> line.contains("'appended'")).toList();
  }

  @Test
  void whatAPeerTellsIsShownAndSkippedWithoutAskingLinKv() {
    log.run(() -> {
      log.kv().put("log/k/0", "{'id':'n2-1-1','msg':8}");
      peerAppends("k", 0, "8");
      peerAppends("k", 0, "8"); // a double
      assertEquals("{'type':'poll_ok','msgs':{'k':[[0,8]]}}", log.ask(POLL));
      assertEquals(0, log.kv().asked());
      assertEquals("{'type':'send_ok','offset':1}", log.ask(SEND));
      assertEquals(1, log.kv().asked());
    });
  }

  @Test
  void whatNoPeerToldIsReadFromLinKvAndTheRestIsNot() {
    log.run(() -> {
      log.ask(SEND);
      log.sleep(POLL_LAG);
      log.kv().put("log/k/1", "{'id':'n2-1-1','msg':8}");
      log.kv().put("log/k/2", "{'id':'n2-1-2','msg':9}");
      peerAppends("k", 2, "9");
      log.losing(request -> request.text("key").equals("log/k/2"));
      assertEquals(
          "{'type':'poll_ok','msgs':{'k':[[1,8],[2,9]]}}", log.ask(POLL.replace("0", "1")));
    });
  }

  @Test
  void withoutLinKvPollsShowWhatIsKnownAndSendsEndInAnIndefiniteError() {
    log.run(() -> {
      log.ask(SEND);
      log.network(Network.LOSES_REQUESTS);
      assertEquals(
          "{'type':'poll_ok','msgs':{'k':[[0,7]]}}",
          log.ask("{'type':'poll','offsets':{'k':0,'j':0}}"));
      assertEquals("{'type':'error','code':0}", log.ask(SEND));
      log.sleep(Duration.ofSeconds(3));
      int sent = log.world().sent().size();
      log.sleep(Duration.ofSeconds(10));
      assertEquals(sent, log.world().sent().size(), "it goes on although nobody waits");
      log.network(Network.PERFECT);
      assertEquals("{'type':'send_ok','offset':1}", log.ask(SEND));
    });
  }

  @Test
  void aSendWhoseEffectIsSeenOnlyAfterItsDeadlineWasAnsweredIndefinitely() {
    log.run(() -> {
      log.network(Network.LOSES_REPLIES);
      assertEquals("{'type':'error','code':0}", log.ask(SEND));
      log.network(Network.PERFECT);
      assertEquals("{'type':'poll_ok','msgs':{'k':[[0,7]]}}", log.ask(POLL));
      log.sleep(Duration.ofSeconds(5));
      assertEquals(2, log.replies().size(), "nothing is answered twice");
    });
  }

  @Test
  void aSendThatNeverGotItsTurnFailsForCertain() {
    log.run(() -> {
      log.network(Network.LOSES_REQUESTS);
      log.send(SEND);
      log.send(SEND.replace("7", "8"));
      log.sleep(Duration.ofSeconds(4));
      assertEquals(List.of("{'type':'error','code':11}"), log.replies());
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'send','msg':7}",
        "{'type':'send','key':7,'msg':7}",
        "{'type':'send','key':'k'}",
        "{'type':'poll','offsets':[]}",
        "{'type':'poll','offsets':{'k':-1}}",
        "{'type':'poll','offsets':{'k':'0'}}",
        "{'type':'commit_offsets','offsets':{'k':1.5}}",
        "{'type':'commit_offsets','offsets':{'j':1,'k':-1}}",
        "{'type':'list_committed_offsets','keys':[1]}",
      })
  void whatMakesNoSenseIsRefusedForCertainAndDoesNothing(String request) {
    log.run(() -> {
      assertEquals("{'type':'error','code':12}", log.ask(request));
      assertEquals(0, log.kv().asked());
    });
  }

  @Test
  void committedOffsetsNeverGoBack() {
    log.run(() -> {
      assertEquals("{'type':'list_committed_offsets_ok','offsets':{}}", log.ask(LIST));
      assertEquals("{'type':'commit_offsets_ok'}", commit("{'k':5,'j':0}"));
      assertEquals("{'type':'commit_offsets_ok'}", commit("{'k':3}"));
      assertEquals("{'type':'list_committed_offsets_ok','offsets':{'j':0,'k':5}}", log.ask(LIST));
      log.kv().put("committed/k", "9");
      assertEquals("{'type':'commit_offsets_ok'}", commit("{'k':7}"));
      assertEquals("{'type':'list_committed_offsets_ok','offsets':{'j':0,'k':9}}", log.ask(LIST));
      assertEquals("{'type':'commit_offsets_ok'}", commit("{}"));
    });
  }

  @Test
  void aCommitTakesOneSwapAndOneThatIsMadeAlreadyNone() {
    log.run(() -> {
      commit("{'k':5}");
      commit("{'k':6}");
      assertEquals(2, log.kv().asked());
      commit("{'k':6}");
      commit("{'k':2}");
      assertEquals(2, log.kv().asked());
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOSES_REPLIES", "DOUBLES_REQUESTS_AND_LOSES_THE_FIRST_REPLY"})
  void aCommitWhoseReplyWasLostIsAcknowledgedOnceItIsSeen(Network condition) {
    log.run(() -> {
      log.network(condition);
      log.send("{'type':'commit_offsets','offsets':{'k':5}}");
      log.sleep(Duration.ofMillis(500));
      log.network(Network.PERFECT);
      log.sleep(Duration.ofSeconds(1));
      assertEquals(List.of("{'type':'commit_offsets_ok'}"), log.replies());
      assertEquals("5", log.kv().stored().get("committed/k").toString());
    });
  }

  @Test
  void aRefusalAfterOneOfTwoKeysWasRaisedIsNotAnsweredAsDefinite() {
    log.run(() -> {
      log.refusing(request -> request.text("key").equals("committed/j"));
      assertEquals("{'type':'error','code':0}", commit("{'k':5,'j':5}"));
      assertEquals("5", log.kv().stored().get("committed/k").toString());
    });
  }

  @Test
  void aQuestionForCommittedOffsetsIsAskedAgainWhenItIsLost() {
    log.run(() -> {
      commit("{'k':5}");
      log.network(Network.LOSES_REQUESTS);
      log.send(LIST);
      log.sleep(Duration.ofMillis(500));
      log.network(Network.PERFECT);
      log.sleep(Duration.ofSeconds(2));
      assertEquals(
          "{'type':'list_committed_offsets_ok','offsets':{'k':5}}", log.replies().getLast());
    });
  }

  @Test
  void withoutLinKvCommitsAndQuestionsForThemEndInErrorsAndShowNothingOld() {
    log.run(() -> {
      commit("{'k':5}");
      log.network(Network.LOSES_REQUESTS);
      assertEquals("{'type':'error','code':0}", log.ask(LIST));
      assertEquals("{'type':'error','code':0}", commit("{'k':6}"));
      assertEquals("{'type':'commit_offsets_ok'}", commit("{'k':5}"), "which is known to be done");
    });
  }

  private void peerAppends(String key, int offset, String message) {
    String told = "{'type':'appended','key':'K','offset':O,'msg':M}";
    log.world()
        .deliver("n2", told.replace("K", key).replace("O", "" + offset).replace("M", message));
    log.world().settle();
  }

  private String commit(String offsets) {
    return log.ask("{'type':'commit_offsets','offsets':" + offsets + "}");
  }
}
