package glomers.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.gossip.Unheard;
import glomers.node.Json;
import glomers.node.Message;
import glomers.node.Mocked;
import glomers.simulation.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionsTest {

  private static Mocked node(String merge) {
    Mocked mocked = Unheard.node("txn", "gossip");
    new Transactions(mocked.node, Merge.named(merge));
    return mocked;
  }

  private static Cluster cluster(int seed, int nodes, String merge) {
    return new Cluster(seed, nodes, node -> new Transactions(node, Merge.named(merge)));
  }

  private static JsonNode txn(Cluster cluster, String node, String steps) {
    Message reply = cluster.request(node, Json.object("{'type':'txn','txn':" + steps + "}"));
    assertEquals("txn_ok", reply.type(), reply.body()::toString);
    return reply.array("txn");
  }

  /** What all nodes show of these keys, if they agree. */
  private static String agreed(Cluster cluster, String reads, String run) {
    Set<String> shown = new LinkedHashSet<>();
    for (String node : cluster.names()) {
      shown.add(txn(cluster, node, reads).toString().replace('"', '\''));
    }
    assertEquals(1, shown.size(), () -> run + ": " + shown);
    return shown.iterator().next();
  }

  @Test
  void aTransactionIsAnsweredWithWhatItsReadsHaveSeen() {
    Mocked mocked = node("last-writer-wins");
    mocked.readInitialised(
        Json.message("c1", "{'type':'txn','msg_id':2,'txn':[['r',1,null],['w',1,6],['r',1,null]]}"),
        Json.message("c1", "{'type':'txn','msg_id':3,'txn':[]}"),
        Json.message("c1", "{'type':'txn','msg_id':4,'txn':[['r',1,null],['w',2,{'a':null}]]}"));
    assertEquals(
        List.of(
            "n1>c1 {'type':'txn_ok','txn':[['r',1,null],['w',1,6],['r',1,6]],'in_reply_to':2}",
            "n1>c1 {'type':'txn_ok','txn':[],'in_reply_to':3}",
            "n1>c1 {'type':'txn_ok','txn':[['r',1,6],['w',2,{'a':null}]],'in_reply_to':4}"),
        mocked.linesAfterInit());
  }

  @Test
  void anUnusableTransactionIsRefusedWhole() {
    Mocked mocked = node("last-writer-wins");
    mocked.readInitialised(
        Json.message("c1", "{'type':'txn','msg_id':2}"),
        Json.message("c1", "{'type':'txn','msg_id':3,'txn':{}}"),
        Json.message("c1", "{'type':'txn','msg_id':4,'txn':[['w',1,6],['x',1,6]]}"),
        Json.message("c1", "{'type':'txn','msg_id':5,'txn':[['r',1,null]]}"));
    List<String> lines = mocked.linesAfterInit();
    lines.subList(0, 3).forEach(line -> assertTrue(line.contains("'code':12"), line));
    assertEquals("n1>c1 {'type':'txn_ok','txn':[['r',1,null]],'in_reply_to':5}", lines.get(3));
  }

  @Test
  void aDoubledOrLateDeltaChangesNothing() {
    Mocked mocked = node("last-writer-wins");
    String first =
        "{'type':'gossip','msg_id':9,'incarnation':5,"
            + "'items':[{'stamp':[5000000000000,0,'n2/5'],'writes':[[1,[[5000000000000,0,'n2/5'],1]]]}]}";
    mocked.readInitialised(
        Json.message("n2", first),
        Json.message("c1", "{'type':'txn','msg_id':2,'txn':[['r',1,null],['w',1,2]]}"),
        Json.message("n2", first),
        Json.message("c1", "{'type':'txn','msg_id':3,'txn':[['r',1,null]]}"));
    List<String> lines = mocked.linesAfterInit();
    assertEquals(
        "n1>c1 {'type':'txn_ok','txn':[['r',1,1],['w',1,2]],'in_reply_to':2}", lines.get(1));
    assertEquals(
        "n1>c1 {'type':'txn_ok','txn':[['r',1,2]],'in_reply_to':3}",
        lines.get(3),
        "n1's write was later than what it had seen, though n2's clock was years ahead");
  }

  @ParameterizedTest
  @ValueSource(strings = {"last-writer-wins", "max-value", "multi-value"})
  void everybodyIsAnsweredAtOnceInAPartitionAndAllAgreeAfterIt(String merge) {
    Cluster cluster = cluster(1, 3, merge);
    cluster.run(() -> {
      cluster.host("n1").skew(Duration.ofMinutes(-5));
      cluster.network().partition(List.of("n0"), List.of("n1", "n2"));
      for (int i = 0; i < 90; i++) {
        Duration before = cluster.simulation().now();
        txn(cluster, "n" + i % 3, "[['w'," + i % 7 + "," + i + "],['w'," + i % 5 + "," + i + "]]");
        long millis = cluster.simulation().now().minus(before).toMillis();
        assertTrue(millis < 50, "a transaction took " + millis + " ms");
        cluster.sleep(Duration.ofMillis(50));
      }
      cluster.network().heal();
      cluster.sleep(Duration.ofSeconds(3));
      String reads = "[['r',0,null],['r',1,null],['r',2,null],['r',5,null],['r',6,null]]";
      agreed(cluster, reads, merge);
    });
  }

  @Test
  void whatWasWrittenLastStaysHoweverTheClocksAreSkewed() {
    Cluster cluster = cluster(2, 3, "last-writer-wins");
    cluster.run(() -> {
      cluster.host("n0").skew(Duration.ofMinutes(10));
      cluster.host("n2").skew(Duration.ofMinutes(-10));
      for (int i = 0; i < 9; i++) {
        txn(cluster, "n" + i % 3, "[['w',1," + i + "]]");
        cluster.sleep(Duration.ofSeconds(1)); // so the next writer has seen it
        assertEquals("[['r',1," + i + "]]", agreed(cluster, "[['r',1,null]]", "write " + i));
      }
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"last-writer-wins", "multi-value"})
  void noReaderSeesHalfOfATransaction(String merge) {
    for (int seed = 0; seed < 3; seed++) {
      Cluster cluster = cluster(seed, 3, merge);
      cluster.network().loss(0.2);
      cluster.network().duplication(0.2);
      cluster.network().latency(Duration.ofMillis(30));
      AtomicInteger seen = new AtomicInteger();
      cluster.run(() -> {
        List<Runnable> clients = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
          String node = "n" + i % 3;
          String writes = "[['w','x'," + i + "],['w','y'," + i + "],['w','z'," + i + "]]";
          Duration wait = Duration.ofMillis(40L * i);
          clients.add(() -> {
            cluster.sleep(wait);
            txn(cluster, node, writes);
          });
          clients.add(() -> {
            cluster.sleep(wait.plusMillis(17));
            for (String reader : cluster.names()) {
              JsonNode read =
                  txn(cluster, reader, "[['r','x',null],['r','y',null],['r','z',null]]");
              Set<JsonNode> values = new LinkedHashSet<>();
              read.forEach(step -> values.add(step.get(2)));
              assertEquals(1, values.size(), reader + " sees half of a transaction: " + read);
              seen.incrementAndGet();
            }
          });
        }
        cluster.together(clients);
      });
      assertEquals(180, seen.get());
    }
  }

  @Test
  void whoOnlyReadsCostsNoMessage() {
    Cluster cluster = cluster(3, 2, "last-writer-wins");
    cluster.run(() -> {
      for (int i = 0; i < 20; i++) {
        txn(cluster, "n0", "[['r'," + i + ",null]]");
      }
      cluster.sleep(Duration.ofSeconds(1));
      assertEquals(0, cluster.network().sentBetweenServers());
    });
  }

  @Test
  void manyTransactionsTravelInFewMessages() {
    Cluster cluster = cluster(4, 2, "last-writer-wins");
    cluster.run(() -> {
      for (int i = 0; i < 500; i++) {
        txn(cluster, "n" + i % 2, "[['w'," + i % 10 + "," + i + "]]");
        cluster.sleep(Duration.ofMillis(2));
      }
      cluster.sleep(Duration.ofSeconds(1));
      agreed(cluster, "[['r',0,null],['r',9,null]]", "few messages");
    });
    int sent = cluster.network().sentBetweenServers();
    assertTrue(sent < 120, "messages for 500 transactions: " + sent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"last-writer-wins", "max-value", "multi-value"})
  void aRestartedNodeIsSentWhatItHasForgotten(String merge) {
    for (boolean written : new boolean[] {true, false}) {
      Cluster cluster = cluster(5, 3, merge);
      cluster.run(() -> {
        for (int i = 0; i < 30; i++) {
          txn(cluster, "n" + i % 3, "[['w'," + i % 10 + "," + i + "]]");
        }
        cluster.sleep(Duration.ofSeconds(5));
        String reads = "[['r',0,null],['r',1,null],['r',2,null],['r',9,null]]";
        String before = agreed(cluster, reads, merge);
        cluster.kill("n1");
        cluster.restart("n1");
        if (written) {
          txn(cluster, "n1", "[['w','other',1]]");
        }
        cluster.sleep(Duration.ofSeconds(20));
        assertEquals(before, agreed(cluster, reads, merge + ", written to: " + written));
      });
    }
  }

  @Test
  void aPeerThatWasAwayForLongIsNotSentEachTransactionOnItsOwn() {
    Cluster cluster = cluster(6, 2, "last-writer-wins");
    int rounds = 100;
    cluster.run(() -> {
      cluster.network().cut("n0", "n1");
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < 1_000; i++) {
          String txn = "[['w'," + i % 100 + "," + (1_000 * round + i) + "]]";
          cluster.send("n0", Json.object("{'type':'txn','txn':" + txn + "}"));
        }
        cluster.sleep(Duration.ofMillis(100));
      }
      cluster.network().clearJournal();
      cluster.network().heal();
      cluster.sleep(Duration.ofSeconds(20));
      agreed(cluster, "[['r',0,null],['r',42,null],['r',99,null]]", "100,000 transactions");
      int sent =
          cluster.network().journal().stream()
              .filter(message -> message.body().contains("'gossip'".replace('\'', '"')))
              .mapToInt(message -> message.body().split("stamp", -1).length - 1)
              .sum();
      assertTrue(sent <= 30_000, () -> "of 100,000 transactions were sent: " + sent);
    });
  }
}
