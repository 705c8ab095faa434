package glomers.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.gossip.Unheard;
import glomers.node.Body;
import glomers.node.Json;
import glomers.node.Mocked;
import glomers.simulation.Cluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrdtCounterTest {

  private static Mocked node() {
    Mocked mocked = Unheard.node("add", "read", "gossip");
    new CrdtCounter(mocked.node);
    return mocked;
  }

  private static void add(Cluster cluster, String node, long delta) {
    assertEquals("add_ok", cluster.request(node, Body.of("add").put("delta", delta)).type());
  }

  private static void assertAllRead(Cluster cluster, long total, String run) {
    for (String node : cluster.names()) {
      long value = cluster.request(node, Body.of("read")).integer("value");
      assertEquals(total, value, run + ": read on " + node);
    }
  }

  @Test
  void aNodeCountsWithoutAskingAnybody() {
    Mocked mocked = node();
    mocked.readInitialised(
        Json.message("c1", "{'type':'add','msg_id':2,'delta':5}"),
        Json.message("c1", "{'type':'add','msg_id':3,'delta':-2}"),
        Json.message("c1", "{'type':'add','msg_id':4,'delta':0}"),
        Json.message("c1", "{'type':'read','msg_id':5}"));
    assertEquals(
        List.of(
            "n1>c1 {'type':'add_ok','in_reply_to':2}",
            "n1>c1 {'type':'add_ok','in_reply_to':3}",
            "n1>c1 {'type':'add_ok','in_reply_to':4}",
            "n1>c1 {'type':'read_ok','value':3,'in_reply_to':5}"),
        mocked.linesAfterInit());
  }

  @Test
  void sharesOfOthersComeInAnyOrderAndAnyNumberOfTimes() {
    Mocked mocked = node();
    String newer =
        "{'type':'gossip','msg_id':2,'incarnation':5,"
            + "'items':[{'origin':'n2/5','added':9,'taken':4}]}";
    String older = newer.replace("9", "3").replace("4", "1");
    mocked.readInitialised(
        Json.message("n2", newer),
        Json.message("n3", newer),
        Json.message("n2", older),
        Json.message("n2", newer.replace("n2/5", "n2/7")),
        Json.message("c1", "{'type':'read','msg_id':5}"));
    assertEquals(
        "n1>c1 {'type':'read_ok','value':10,'in_reply_to':5}",
        mocked.linesAfterInit().get(4),
        "9 - 4, by each of n2's two incarnations");
  }

  @Test
  void unusableRequestsAreRefused() {
    Mocked mocked = node();
    mocked.readInitialised(
        Json.message("c1", "{'type':'add','msg_id':2}"),
        Json.message("c1", "{'type':'add','msg_id':3,'delta':'1'}"),
        Json.message("c1", "{'type':'add','msg_id':4,'delta':1.5}"));
    assertEquals(3, mocked.linesAfterInit().size());
    mocked.linesAfterInit().forEach(line -> assertTrue(line.contains("'code':12"), line));
  }

  @Test
  void everybodyIsAnsweredAtOnceInAPartitionAndAllAgreeAfterIt() {
    Cluster cluster = new Cluster(1, 3, CrdtCounter::new);
    cluster.run(() -> {
      cluster.network().partition(List.of("n0"), List.of("n1", "n2"));
      for (int i = 0; i < 60; i++) {
        Duration before = cluster.simulation().now();
        add(cluster, "n" + i % 3, i % 5);
        long millis = cluster.simulation().now().minus(before).toMillis();
        assertTrue(millis < 50, "an add took " + millis + " ms");
        cluster.sleep(Duration.ofMillis(100));
      }
      cluster.network().heal();
      cluster.sleep(Duration.ofSeconds(3));
      assertAllRead(cluster, 12 * (1 + 2 + 3 + 4), "after the heal");
    });
  }

  @Test
  void lossDoublingAndOvertakingLeaveTheCountExact() {
    for (int seed = 0; seed < 4; seed++) {
      String run = "seed " + seed;
      Cluster cluster = new Cluster(seed, 3, CrdtCounter::new);
      cluster.network().loss(0.2);
      cluster.network().duplication(0.2);
      cluster.network().latency(Duration.ofMillis(20));
      cluster.run(() -> {
        for (int i = 0; i < 100; i++) {
          add(cluster, "n" + i % 3, i % 4 - 1);
          cluster.sleep(Duration.ofMillis(30));
        }
        cluster.sleep(Duration.ofSeconds(20));
        assertAllRead(cluster, 50, run);
      });
    }
  }

  @Test
  void whatIsTakenAwayReachesTheOthersToo() {
    Cluster cluster = new Cluster(5, 3, CrdtCounter::new);
    cluster.run(() -> {
      for (long delta : new long[] {5, -3, -4}) {
        add(cluster, "n0", delta);
        cluster.sleep(Duration.ofSeconds(2));
      }
      assertAllRead(cluster, -2, "5 - 3 - 4");
    });
  }

  @Test
  void addsThatComeTogetherAreToldInFewMessages() {
    Cluster cluster = new Cluster(2, 3, CrdtCounter::new);
    cluster.run(() -> {
      for (int i = 0; i < 200; i++) {
        add(cluster, "n0", 1);
        cluster.sleep(Duration.ofMillis(10));
      }
      cluster.sleep(Duration.ofSeconds(1));
      assertAllRead(cluster, 200, "few messages");
    });
    int sent = cluster.network().sentBetweenServers();
    assertTrue(sent < 60, "messages for 200 adds: " + sent);
  }

  @Test
  void addingNothingIsToldToNobody() {
    Cluster cluster = new Cluster(3, 2, CrdtCounter::new);
    cluster.run(() -> {
      add(cluster, "n0", 0);
      cluster.sleep(Duration.ofSeconds(1));
      assertEquals(0, cluster.network().sentBetweenServers());
      assertAllRead(cluster, 0, "nothing added");
    });
  }

  @Test
  void aRestartedNodeCatchesUpAndItsFormerShareStillCounts() {
    for (boolean written : new boolean[] {true, false}) {
      Cluster cluster = new Cluster(4, 3, CrdtCounter::new);
      cluster.run(() -> {
        add(cluster, "n0", 5);
        add(cluster, "n1", 7);
        cluster.sleep(Duration.ofSeconds(5));
        cluster.kill("n1");
        cluster.restart("n1");
        if (written) {
          add(cluster, "n1", 1);
        }
        cluster.sleep(Duration.ofSeconds(20));
        assertAllRead(cluster, written ? 13 : 12, "n1 restarted, written to: " + written);
      });
    }
  }
}
