package glomers.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.kafka.LogWorld.Network;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One node of the plain {@link Log} and a lin-kv, to be read beside it. */
class LogTest {
  private static final String SEND = "{'type':'send','key':'k','msg':7}";
  private static final String POLL = "{'type':'poll','offsets':{'k':0}}";
  private static final String LIST = "{'type':'list_committed_offsets','keys':['k','j']}";
  private static final String NO_ANSWER = "{'type':'error','code':0}";

  private final LogWorld log = new LogWorld(Log::new);

  @Test
  void sendsGetAscendingOffsetsOfTheirKeyForASwapEach() {
    log.run(() -> {
      assertEquals("{'type':'send_ok','offset':0}", log.ask(SEND));
      assertEquals("{'type':'send_ok','offset':1}", log.ask(SEND));
      assertEquals("{'type':'send_ok','offset':0}", log.ask(SEND.replace("'k'", "'j'")));
      assertEquals(3, log.kv().asked());
    });
  }

  @Test
  void aSlotThatSomebodyElseTookIsLeftToHimAndTheNextOneTried() {
    log.run(() -> {
      log.kv().put("k/0", "{'msg':8}");
      assertEquals("{'type':'send_ok','offset':1}", log.ask(SEND));
      assertEquals("{'type':'poll_ok','msgs':{'k':[[0,8],[1,7]]}}", log.ask(POLL));
    });
  }

  @Test
  void aSwapWithoutAnAnswerIsAnsweredAsIndefiniteAndNotRepeated() {
    log.run(() -> {
      log.network(Network.LOSES_REPLIES);
      assertEquals(NO_ANSWER, log.ask(SEND));
      log.sleep(Duration.ofSeconds(10));
      assertEquals(1, log.kv().asked());
    });
  }

  @Test
  void theSlotOfASwapWithoutAnAnswerIsTriedByTheNextSendSoThatNoHoleIsLeft() {
    log.run(() -> {
      log.network(Network.LOSES_REQUESTS);
      assertEquals(NO_ANSWER, log.ask(SEND));
      log.network(Network.PERFECT);
      assertEquals("{'type':'send_ok','offset':0}", log.ask(SEND));
    });
  }

  @Test
  void noMessageIsTakenForAMissingSlot() {
    log.run(() -> {
      for (String message : List.of("-1", "null", "{}", "[]")) {
        log.ask(SEND.replace("7", message));
      }
      assertEquals(
          "{'type':'poll_ok','msgs':{'k':[[0,-1],[1,null],[2,{}],[3,[]]]}}", log.ask(POLL));
    });
  }

  @Test
  void aPollStopsAtTheFirstGap() {
    log.run(() -> {
      log.kv().put("k/0", "{'msg':1}");
      log.kv().put("k/2", "{'msg':3}");
      assertEquals("{'type':'poll_ok','msgs':{'k':[[0,1]]}}", log.ask(POLL));
      log.kv().put("k/1", "{'msg':2}");
      assertEquals(
          "{'type':'poll_ok','msgs':{'k':[[1,2],[2,3]]}}", log.ask(POLL.replace("0", "1")));
    });
  }

  @Test
  void aPollReadsABoundedNumberOfSlots() {
    log.run(() -> {
      for (int i = 0; i < 1_000; i++) {
        log.kv().put("k/" + i, "{'msg':" + i + "}");
      }
      log.ask(POLL);
      assertEquals(16, log.kv().asked());
    });
  }

  @Test
  void aPollOfLongMessagesIsBoundedInBytes() {
    log.run(() -> {
      String message = "'" + "x".repeat(Batch.MAX_BYTES / 3) + "'";
      for (int i = 0; i < 16; i++) {
        log.kv().put("k/" + i, "{'msg':" + message + "}");
      }
      String polled = log.ask(POLL);
      assertEquals(
          "{'type':'poll_ok','msgs':{'k':[[0,%s],[1,%s]]}}".formatted(message, message), polled);
      assertEquals(3, log.kv().asked());
    });
  }

  @Test
  void whatAPollCannotReadItLeavesToTheNextOne() {
    log.run(() -> {
      log.ask(SEND);
      log.ask(SEND.replace("'k'", "'j'"));
      log.losing(request -> request.text("key").startsWith("j/"));
      assertEquals(
          "{'type':'poll_ok','msgs':{'k':[[0,7]]}}",
          log.ask("{'type':'poll','offsets':{'k':0,'j':0}}"));
    });
  }

  @Test
  void aCommitNeverLowers() {
    log.run(() -> {
      assertEquals("{'type':'commit_offsets_ok'}", commit("{'k':5}"));
      assertEquals("{'type':'commit_offsets_ok'}", commit("{'k':3}"));
      assertEquals("{'type':'list_committed_offsets_ok','offsets':{'k':5}}", log.ask(LIST));
    });
  }

  @Test
  void listShowsWhatWasCommittedAndLeavesOutTheRest() {
    log.run(() -> {
      assertEquals("{'type':'list_committed_offsets_ok','offsets':{}}", log.ask(LIST));
      commit("{'j':0}");
      assertEquals("{'type':'list_committed_offsets_ok','offsets':{'j':0}}", log.ask(LIST));
    });
  }

  @Test
  void aCommitWithoutAnAnswerIsAnsweredAsIndefiniteAndNotRepeated() {
    log.run(() -> {
      log.losing(request -> request.type().equals("cas"));
      assertEquals(NO_ANSWER, commit("{'k':5}"));
      log.sleep(Duration.ofSeconds(10));
      assertEquals(2, requestsToLinKv(), "a read and a swap");
    });
  }

  @Test
  void aRefusalAfterOneOfTwoKeysWasRaisedIsNotAnsweredAsDefinite() {
    log.run(() -> {
      log.refusing(request -> request.text("key").startsWith("j/"));
      assertEquals("{'type':'error','code':13}", commit("{'k':5,'j':5}"));
      assertEquals("5", log.kv().stored().get("k/committed").toString());
    });
  }

  @Test
  void noKeyCollidesWithAnother() {
    log.run(() -> {
      List<String> keys = List.of("k", "k/1", "committed", "k/committed", "k/committed/0", "");
      for (int i = 0; i < keys.size(); i++) {
        assertEquals(
            "{'type':'send_ok','offset':0}",
            log.ask("{'type':'send','key':'%s','msg':%d}".formatted(keys.get(i), i)));
        commit("{'%s':%d}".formatted(keys.get(i), 10 + i));
      }
      for (int i = 0; i < keys.size(); i++) {
        assertEquals(
            "{'type':'poll_ok','msgs':{'%s':[[0,%d]]}}".formatted(keys.get(i), i),
            log.ask("{'type':'poll','offsets':{'%s':0}}".formatted(keys.get(i))));
        assertEquals(
            "{'type':'list_committed_offsets_ok','offsets':{'%s':%d}}"
                .formatted(keys.get(i), 10 + i),
            log.ask("{'type':'list_committed_offsets','keys':['%s']}".formatted(keys.get(i))));
      }
    });
  }

  private String commit(String offsets) {
    return log.ask("{'type':'commit_offsets','offsets':" + offsets + "}");
  }

  private long requestsToLinKv() {
    return log.world().sent().stream()
        .filter(sent -> sent.message().dest().equals("lin-kv"))
        .count();
  }
}
