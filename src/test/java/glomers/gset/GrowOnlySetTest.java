package glomers.gset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.gossip.Unheard;
import glomers.node.Body;
import glomers.node.Json;
import glomers.node.Mocked;
import glomers.simulation.Cluster;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrowOnlySetTest {

  private static Mocked node() {
    Mocked mocked = Unheard.node("add", "read", "gossip");
    new GrowOnlySet(mocked.node);
    return mocked;
  }

  private static void add(Cluster cluster, String node, int element) {
    assertEquals("add_ok", cluster.request(node, Body.of("add").put("element", element)).type());
  }

  private static void assertAllHold(Cluster cluster, int count, String run) {
    for (String node : cluster.names()) {
      Set<JsonNode> elements = new LinkedHashSet<>();
      for (JsonNode element : cluster.request(node, Body.of("read")).array("value")) {
        assertTrue(elements.add(element), node + " shows an element twice: " + element);
      }
      assertEquals(count, elements.size(), run + ": elements on " + node);
    }
  }

  @Test
  void elementsMayBeAnythingAndAreHeldOnce() {
    Mocked mocked = node();
    mocked.readInitialised(
        Json.message("c1", "{'type':'add','msg_id':2,'element':null}"),
        Json.message("c1", "{'type':'add','msg_id':3,'element':{'a':1,'b':2}}"),
        Json.message("c1", "{'type':'add','msg_id':4,'element':{'b':2,'a':1}}"),
        Json.message("c1", "{'type':'add','msg_id':5,'element':1}"),
        Json.message("c1", "{'type':'add','msg_id':6,'element':1.0}"),
        Json.message("n2", "{'type':'gossip','msg_id':7,'incarnation':5,'items':[1,2,null]}"),
        Json.message("c1", "{'type':'read','msg_id':8}"));
    List<String> lines = mocked.linesAfterInit();
    lines.subList(0, 5).forEach(line -> assertTrue(line.contains("'add_ok'"), line));
    assertEquals(
        "n1>c1 {'type':'read_ok','value':[null,{'a':1,'b':2},1,1.0,2],'in_reply_to':8}",
        lines.get(6));
  }

  @Test
  void anAddWithoutAnElementIsRefused() {
    Mocked mocked = node();
    mocked.readInitialised(Json.message("c1", "{'type':'add','msg_id':2}"));
    assertTrue(mocked.linesAfterInit().get(0).contains("'code':12"), mocked.lines()::toString);
  }

  @Test
  void allNodesHoldAllElementsSoonAfterAPartition() {
    Cluster cluster = new Cluster(1, 5, GrowOnlySet::new);
    cluster.run(() -> {
      cluster.network().partition(List.of("n0", "n3"), List.of("n1", "n2", "n4"));
      for (int i = 0; i < 100; i++) {
        add(cluster, "n" + i % 5, i);
        cluster.sleep(Duration.ofMillis(50));
      }
      cluster.network().heal();
      cluster.sleep(Duration.ofSeconds(3));
      assertAllHold(cluster, 100, "after the heal");
    });
  }

  @Test
  void lossDoublingAndOvertakingLoseNothing() {
    for (int seed = 0; seed < 3; seed++) {
      String run = "seed " + seed;
      Cluster cluster = new Cluster(seed, 4, GrowOnlySet::new);
      cluster.network().loss(0.2);
      cluster.network().duplication(0.2);
      cluster.network().latency(Duration.ofMillis(20));
      cluster.run(() -> {
        for (int i = 0; i < 60; i++) {
          add(cluster, "n" + i % 4, i);
          cluster.sleep(Duration.ofMillis(20));
        }
        cluster.sleep(Duration.ofSeconds(20));
        assertAllHold(cluster, 60, run);
      });
    }
  }

  @Test
  void aRestartedNodeIsSentWhatItHasForgotten() {
    Cluster cluster = new Cluster(2, 3, GrowOnlySet::new);
    cluster.run(() -> {
      for (int i = 0; i < 30; i++) {
        add(cluster, "n" + i % 3, i);
      }
      cluster.sleep(Duration.ofSeconds(5));
      cluster.kill("n1");
      cluster.restart("n1");
      cluster.sleep(Duration.ofSeconds(20));
      assertAllHold(cluster, 30, "n1 restarted");
    });
  }
}
