package glomers.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.gossip.Unheard;
import glomers.node.Body;
import glomers.node.Json;
import glomers.node.Kv;
import glomers.node.Message;
import glomers.node.Mocked;
import glomers.node.Node;
import glomers.simulation.Cluster;
import glomers.workbench.service.SeqKv;
import glomers.workbench.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CasCounterTest {

  private static Service seqKv(int seed, boolean wrapping) {
    SplittableRandom random = new SplittableRandom(seed);
    return new SeqKv(random, wrapping);
  }

  private static Cluster cluster(int seed, int nodes) {
    Cluster cluster = new Cluster(seed, nodes, CasCounter::new);
    cluster.network().serve(seqKv(seed, seed % 2 == 0));
    return cluster;
  }

  private static void add(Cluster cluster, String node, long delta) {
    Message reply = cluster.request(node, Body.of("add").put("delta", delta));
    assertEquals("add_ok", reply.type(), reply.body()::toString);
  }

  private static long read(Cluster cluster, String node) {
    return cluster.request(node, Body.of("read")).integer("value");
  }

  private static void assertAllRead(Cluster cluster, long total, String run) {
    for (String node : cluster.names()) {
      assertEquals(total, read(cluster, node), run + ": read on " + node);
    }
  }

  @Test
  void whatIsAddedAnywhereIsReadEverywhere() {
    for (int seed = 0; seed < 4; seed++) {
      String run = "seed " + seed;
      Cluster cluster = cluster(seed, 3);
      cluster.run(() -> {
        assertAllRead(cluster, 0, run);
        List<Runnable> clients = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
          String node = "n" + i % 3;
          int delta = i % 5;
          Duration wait = Duration.ofMillis(i);
          clients.add(() -> {
            cluster.sleep(wait);
            add(cluster, node, delta);
          });
        }
        cluster.together(clients);
        assertAllRead(cluster, 12 * (1 + 2 + 3 + 4), run);
      });
    }
  }

  /** What a reader would do who takes seq-kv at its word. */
  private static void naive(Node node) {
    Kv kv = Kv.sequential(node);
    node.handle(
        "naive",
        request -> {
          long total = 0;
          for (var entry : kv.read("counter").orElse(Json.object("{}"))) {
            total += entry.path("sum").asLong();
          }
          node.reply(request, Body.of("read_ok").put("value", total));
        });
  }

  /** n0 counts to {@code changes}; then n1, which has seen none of it, is asked. */
  private static long readAfterUnseenChanges(
      int seed, boolean wrapping, int changes, String question) {
    Cluster cluster =
        new Cluster(
            seed,
            2,
            node -> {
              new CasCounter(node);
              naive(node);
            });
    cluster.network().serve(seqKv(seed, wrapping));
    AtomicLong value = new AtomicLong();
    cluster.run(() -> {
      for (int i = 0; i < changes; i++) {
        add(cluster, "n0", 1);
      }
      value.set(cluster.request("n1", Body.of(question)).integer("value"));
    });
    return value.get();
  }

  @Test
  void aReadMissesNothingThatWasAcknowledgedHoweverFarSeqKvLagsBehind() {
    int stale = 0;
    for (int seed = 0; seed < 12; seed++) {
      boolean wrapping = seed % 2 == 0;
      for (int changes : new int[] {1, 5, 31, 32, 100}) {
        String run = "seed " + seed + ", " + changes + " unseen changes, wrapping " + wrapping;
        assertEquals(changes, readAfterUnseenChanges(seed, wrapping, changes, "read"), run);
      }
      stale += readAfterUnseenChanges(seed, wrapping, 100, "naive") < 100 ? 1 : 0;
    }
    assertTrue(stale > 6, "a plain read must be stale here, or this shows nothing: " + stale);
  }

  @Test
  void aReadMissesNothingWhileOthersAdd() {
    for (int seed = 0; seed < 4; seed++) {
      Cluster cluster = cluster(seed, 3);
      AtomicLong acknowledged = new AtomicLong();
      AtomicLong asked = new AtomicLong();
      String run = "seed " + seed;
      cluster.run(() -> {
        List<Runnable> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          String node = "n" + i % 3;
          Duration wait = Duration.ofMillis(3L * i);
          clients.add(() -> {
            cluster.sleep(wait);
            asked.addAndGet(2);
            add(cluster, node, 2);
            acknowledged.addAndGet(2);
          });
          clients.add(() -> {
            cluster.sleep(wait);
            long before = acknowledged.get();
            long value = read(cluster, node);
            assertTrue(value >= before, run + ": " + value + " read after " + before);
            assertTrue(value <= asked.get(), run + ": " + value + " read of " + asked);
          });
        }
        cluster.together(clients);
        assertAllRead(cluster, 80, run);
      });
    }
  }

  @Test
  void addingNothingOrTakingAwayIsRight() {
    Cluster cluster = cluster(5, 2);
    cluster.run(() -> {
      add(cluster, "n0", 0);
      assertAllRead(cluster, 0, "nothing added");
      add(cluster, "n0", 7);
      add(cluster, "n1", -3);
      add(cluster, "n1", 0);
      assertAllRead(cluster, 4, "7 - 3");
    });
  }

  @Test
  void aSwapWhoseReplyWasLostIsNotMadeTwice() {
    for (int lose = 1; lose <= 3; lose++) {
      int losses = lose;
      AtomicInteger lost = new AtomicInteger();
      Cluster cluster = cluster(6, 2);
      cluster
          .network()
          .drop(message -> message.type().equals("cas_ok") && lost.incrementAndGet() <= losses);
      cluster.run(() -> {
        add(cluster, "n0", 5);
        add(cluster, "n1", 3);
        assertAllRead(cluster, 8, losses + " replies lost");
      });
    }
  }

  @Test
  void aSwapWhoseReplyWasLostIsRecognisedThoughAnotherOneWasRefusedSince() {
    Cluster cluster = cluster(19, 1);
    AtomicInteger lost = new AtomicInteger();
    cluster
        .network()
        .drop(message -> message.src().equals("seq-kv") && lost.incrementAndGet() <= 2);
    cluster.run(() -> add(cluster, "n0", 5));
    assertEquals(2, cluster.network().sent("cas"), "cas_ok and read_ok lost, refused, recognised");
  }

  @Test
  void aSwapThatIsMadeTwiceCountsOnce() {
    Cluster cluster = cluster(7, 2);
    cluster.network().duplication(1);
    cluster.run(() -> {
      for (int i = 1; i <= 20; i++) {
        add(cluster, "n" + i % 2, 1);
      }
      assertAllRead(cluster, 20, "everything doubled");
    });
  }

  @Test
  void aSwapThatArrivesAfterItWasGivenUpCountsOnce() {
    Service store = seqKv(8, false);
    AtomicReference<Message> late = new AtomicReference<>();
    AtomicInteger swaps = new AtomicInteger();
    Cluster cluster = new Cluster(8, 2, CasCounter::new);
    cluster
        .network()
        .serve(
            "seq-kv",
            request -> {
              if (request.type().equals("cas") && swaps.incrementAndGet() == 4) {
                late.set(request); // on its way for a long time
                return null;
              }
              ObjectNode reply = store.handle(request).orElseThrow();
              if (swaps.get() == 6 && late.get() != null) {
                store.handle(late.getAndSet(null));
              }
              return reply;
            });
    cluster.run(() -> {
      for (int i = 1; i <= 10; i++) {
        add(cluster, "n" + i % 2, 1);
      }
      assertAllRead(cluster, 10, "the fourth swap came after the sixth");
    });
  }

  @Test
  void lossAndDoublingLeaveTheCountExact() {
    long answered = 0;
    for (int seed = 0; seed < 10; seed++) {
      Cluster cluster = cluster(seed, 3);
      cluster.network().loss(0.1);
      cluster.network().duplication(0.1);
      AtomicLong certain = new AtomicLong();
      AtomicLong possible = new AtomicLong();
      String run = "seed " + seed;
      cluster.run(() -> {
        List<Runnable> clients = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
          String node = "n" + i % 3;
          Duration wait = Duration.ofMillis(200L * i);
          clients.add(() -> {
            cluster.sleep(wait);
            Message reply = cluster.request(node, Body.of("add").put("delta", 1));
            (reply.type().equals("add_ok") ? certain : possible).incrementAndGet();
          });
        }
        cluster.together(clients);
        cluster.network().loss(0);
        cluster.sleep(Duration.ofSeconds(10));
        // An add that was not answered in time is in the node's subtotal all the same.
        assertAllRead(cluster, certain.get() + possible.get(), run);
      });
      answered += certain.get();
    }
    assertTrue(answered > 270, "of 300 adds so many were answered in time: " + answered);
  }

  @Test
  void whatComesAtTheSameTimeSharesOneSwap() {
    Cluster cluster = cluster(9, 1);
    cluster.network().latency(Duration.ofMillis(100));
    cluster.run(() -> {
      List<Runnable> clients = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        clients.add(() -> add(cluster, "n0", 1));
        clients.add(() -> read(cluster, "n0"));
      }
      cluster.together(clients);
      int swaps = cluster.network().sent("cas");
      assertTrue(swaps <= 3, "swaps for 100 requests: " + swaps);
      assertAllRead(cluster, 50, "shared");
    });
  }

  /** Messages between n0 and seq-kv while {@code work} is done, both ways. */
  private static int messages(Cluster cluster, Runnable work) {
    int before = cluster.network().sentBetweenServers();
    work.run();
    return cluster.network().sentBetweenServers() - before;
  }

  @Test
  void anAddThatNobodyDisturbsIsOneRoundTripAndAReadIsTwo() {
    Cluster cluster = cluster(16, 2);
    cluster.run(() -> {
      add(cluster, "n0", 1);
      assertEquals(2, messages(cluster, () -> add(cluster, "n0", 2)), "a swap from what is known");
      assertEquals(4, messages(cluster, () -> read(cluster, "n0")), "a write, and a read");
      assertEquals(2, messages(cluster, () -> add(cluster, "n0", 3)), "a read changes nothing");
      assertEquals(0, messages(cluster, () -> add(cluster, "n0", 0)), "there is nothing to add");
    });
  }

  @Test
  void anAddThatFollowsSomebodyElsesIsThreeRoundTrips() {
    Cluster cluster = cluster(17, 2);
    cluster.run(() -> {
      add(cluster, "n0", 1);
      add(cluster, "n1", 2);
      int messages = messages(cluster, () -> add(cluster, "n0", 3));
      assertEquals(6, messages, "a swap that is refused, a read, a swap");
      assertAllRead(cluster, 6, "1 + 2 + 3");
    });
  }

  @Test
  void addsAndReadsThatComeTogetherCostOneRoundTripForAll() {
    Cluster cluster = cluster(18, 1);
    cluster.network().latency(Duration.ofMillis(100));
    cluster.run(() -> {
      add(cluster, "n0", 1);
      List<Runnable> clients = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        clients.add(() -> add(cluster, "n0", 1));
        clients.add(() -> {
          cluster.sleep(Duration.ofMillis(1)); // with the adds that wait for the first one's turn
          read(cluster, "n0");
        });
      }
      int messages = messages(cluster, () -> cluster.together(clients));
      assertTrue(messages <= 4, "for 20 requests, a turn under way and the next: " + messages);
      assertAllRead(cluster, 11, "shared");
    });
  }

  @Test
  void aRestartedNodeCountsOnWhereItsFormerLifeHasLeftOff() {
    Cluster cluster = cluster(10, 2);
    cluster.run(() -> {
      add(cluster, "n0", 5);
      cluster.kill("n0");
      cluster.restart("n0");
      add(cluster, "n0", 3);
      assertAllRead(cluster, 8, "5 before, 3 after the restart");
      cluster.kill("n0");
      cluster.restart("n0");
      assertAllRead(cluster, 8, "restarted once more");
    });
  }

  @Test
  void withoutAnAnswerOfSeqKvNothingIsClaimedAndTheAddIsMadeLater() {
    Cluster cluster = cluster(11, 2);
    cluster.run(() -> {
      cluster.network().drop(message -> message.dest().equals("seq-kv"));
      Message reply = cluster.request("n0", Body.of("add").put("delta", 5));
      assertEquals(0, reply.integer("code"), reply.body()::toString);
      cluster.network().drop(message -> false);
      cluster.sleep(Duration.ofSeconds(3));
      assertEquals(5, read(cluster, "n1"), "though nobody has asked n0 since");
    });
  }

  @Test
  void aSwapForWhichNobodyWaitsIsGivenUpAfterAMinuteAndTakenUpByTheNextRequest() {
    Cluster cluster = cluster(14, 2);
    cluster.run(() -> {
      cluster.network().drop(message -> message.dest().equals("seq-kv"));
      cluster.request("n0", Body.of("add").put("delta", 5));
      cluster.sleep(Duration.ofSeconds(30));
      int afterHalfAMinute = cluster.network().sent("cas");
      cluster.sleep(Duration.ofSeconds(40));
      int swaps = cluster.network().sent("cas");
      assertTrue(swaps > afterHalfAMinute, "it was given up too soon: " + swaps);
      cluster.sleep(Duration.ofMinutes(1));
      assertEquals(swaps, cluster.network().sent("cas"), "it was never given up");
      cluster.network().drop(message -> false);
      add(cluster, "n0", 1);
      assertAllRead(cluster, 6, "5 that was not answered in time, and 1");
    });
  }

  @Test
  void whatSeqKvDoesNotUnderstandIsNotRepeatedAndTheAnswerIsIndefinite() {
    for (int code : new int[] {10, 12}) {
      Cluster cluster = new Cluster(15, 1, CasCounter::new);
      cluster.network().serve("seq-kv", request -> Body.error(code, "what?"));
      cluster.run(() -> {
        Message reply = cluster.request("n0", Body.of("add").put("delta", 5));
        assertEquals(13, reply.integer("code"), reply.body()::toString);
        cluster.sleep(Duration.ofMinutes(1));
        assertEquals(1, cluster.network().sent("cas"));
      });
    }
  }

  @Test
  void whoIsAlwaysTooLatePausesAndAsksToBeTakenToTheNewestState() {
    Cluster cluster = new Cluster(1, 1, CasCounter::new);
    cluster
        .network()
        .serve(
            "seq-kv",
            request ->
                switch (request.type()) {
                  case "read" -> Body.of("read_ok").set("value", Json.object("{'n9/1':{'sum':1}}"));
                  case "cas" -> Body.error(22, "somebody was quicker");
                  default -> Body.of("write_ok");
                });
    cluster.run(() -> {
      cluster.request("n0", Body.of("add").put("delta", 1), Duration.ofSeconds(4));
      int swaps = cluster.network().sent("cas");
      assertTrue(swaps > 20 && swaps < 200, "swaps in 4 s: " + swaps);
      assertTrue(cluster.network().sent("write") > 0, "nothing was written");
    });
  }

  @Test
  void aTotalThatNoLongHoldsIsExact() {
    Cluster cluster = cluster(12, 2);
    cluster.run(() -> {
      add(cluster, "n0", Long.MAX_VALUE);
      add(cluster, "n0", Long.MAX_VALUE);
      add(cluster, "n1", Long.MAX_VALUE);
      for (String node : cluster.names()) {
        JsonNode total = cluster.request(node, Body.of("read")).field("value");
        assertEquals("27670116110564327421", total.toString(), "three times 2^63 - 1");
      }
      add(cluster, "n1", -Long.MAX_VALUE);
      add(cluster, "n1", -Long.MAX_VALUE);
      assertAllRead(cluster, Long.MAX_VALUE, "back again");
    });
  }

  @Test
  void unusableRequestsAreRefused() {
    Mocked mocked = Unheard.node("add", "read");
    new CasCounter(mocked.node);
    mocked.readInitialised(
        Json.message("c1", "{'type':'add','msg_id':2}"),
        Json.message("c1", "{'type':'add','msg_id':3,'delta':'1'}"),
        Json.message("c1", "{'type':'add','msg_id':4,'delta':1.5}"),
        Json.message("c1", "{'type':'add','msg_id':5,'delta':null}"),
        Json.message("c1", "{'type':'add','msg_id':6,'delta':99999999999999999999}"));
    assertEquals(5, mocked.linesAfterInit().size());
    mocked.linesAfterInit().forEach(line -> assertTrue(line.contains("'code':12"), line));
  }
}
