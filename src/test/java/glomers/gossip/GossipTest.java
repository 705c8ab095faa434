package glomers.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import glomers.node.Body;
import glomers.node.Json;
import glomers.node.Message;
import glomers.node.Mocked;
import glomers.node.Node;
import glomers.simulation.Cluster;
import glomers.simulation.TestNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Gossip between nodes that keep, of each key, the largest item. */
class GossipTest {
  private static final Duration GATHER = Duration.ofMillis(100);

  /** What each node holds, and everything that each was given, in its order. */
  private final Map<String, Map<JsonNode, JsonNode>> held = new TreeMap<>();

  private final Map<String, List<JsonNode>> received = new TreeMap<>();

  private Cluster cluster(int seed, int nodes, Duration gather, boolean introduced) {
    return new Cluster(seed, nodes, node -> replica(node, gather, introduced));
  }

  private void replica(Node node, Duration gather, boolean introduced) {
    Map<JsonNode, JsonNode> mine = new LinkedHashMap<>();
    node.onInit(() -> {
      held.put(node.id(), mine);
      received.put(node.id(), new ArrayList<>());
    });
    Gossip gossip =
        new Gossip(
            node,
            gather,
            (item, from) -> {
              received.get(node.id()).add(item);
              JsonNode before = mine.get(item.get(0));
              return !mine.merge(item.get(0), item, GossipTest::larger).equals(before);
            },
            () -> new LinkedHashMap<>(mine));
    if (introduced) {
      gossip.introduce(node::peers);
    }
    node.handle(
        "put",
        request -> {
          JsonNode item = request.array("item");
          mine.merge(item.get(0), item, GossipTest::larger);
          gossip.spread(item.get(0), item, node.peers());
          node.reply(request, Body.of("put_ok"));
        });
  }

  /** n0 spreads as many items as asked for at once, each under a key of its own. */
  private Cluster burst(
      int seed, List<String> peers, Supplier<Map<JsonNode, JsonNode>> everything) {
    return new Cluster(
        seed,
        2,
        node -> {
          node.onInit(() -> received.put(node.id(), new ArrayList<>()));
          Gossip gossip =
              new Gossip(
                  node,
                  Duration.ZERO,
                  (item, from) -> received.get(node.id()).add(item),
                  everything);
          node.handle(
              "burst",
              request -> {
                for (int i = 0; i < request.integer("items"); i++) {
                  gossip.spread(IntNode.valueOf(i), IntNode.valueOf(i), peers);
                }
                node.reply(request, Body.of("burst_ok"));
              });
        });
  }

  private static void burst(Cluster cluster, int items) {
    cluster.request("n0", Body.of("burst").put("items", items));
  }

  private static JsonNode larger(JsonNode one, JsonNode other) {
    return one.get(1).asInt() >= other.get(1).asInt() ? one : other;
  }

  private static void put(Cluster cluster, String node, String key, int value) {
    cluster.request(node, Json.object("{'type':'put','item':['" + key + "'," + value + "]}"));
  }

  private int of(String node, String key) {
    JsonNode item = held.get(node).get(TextNode.valueOf(key));
    return item == null ? 0 : item.get(1).asInt();
  }

  private static List<TestNetwork.Sent> gossips(Cluster cluster) {
    return cluster.network().journal().stream()
        .filter(sent -> sent.body().contains("\"gossip\""))
        .toList();
  }

  @Test
  void anItemIsSentOnceToEachPeer() {
    Cluster cluster = cluster(1, 3, Duration.ZERO, false);
    cluster.run(() -> {
      put(cluster, "n0", "a", 1);
      cluster.sleep(Duration.ofSeconds(30));
    });
    assertEquals(1, of("n1", "a"));
    assertEquals(1, of("n2", "a"));
    assertEquals(2, cluster.network().sent("gossip"));
    assertEquals(2, cluster.network().sent("gossip_ok"));
  }

  @Test
  void whatGathersMeanwhileGoesInOneMessage() {
    Cluster cluster = cluster(2, 2, GATHER, false);
    cluster.run(() -> {
      for (int i = 0; i < 50; i++) {
        put(cluster, "n0", "key" + i, i);
      }
      cluster.sleep(Duration.ofSeconds(5));
    });
    assertEquals(50, received.get("n1").size());
    assertTrue(cluster.network().sent("gossip") <= 2, () -> "" + cluster.network().sent());
  }

  @Test
  void ofStateThatGrowsOnlyTheNewestIsSent() {
    Cluster cluster = cluster(3, 2, GATHER, false);
    cluster.run(() -> {
      for (int i = 1; i <= 20; i++) {
        put(cluster, "n0", "a", i);
      }
      cluster.sleep(Duration.ofSeconds(5));
    });
    assertEquals(20, of("n1", "a"));
    assertTrue(received.get("n1").size() <= 2, () -> "" + received.get("n1"));
  }

  @Test
  void anItemIsSentAgainUntilItIsAcknowledged() {
    AtomicInteger lost = new AtomicInteger();
    Cluster cluster = cluster(4, 2, Duration.ZERO, false);
    cluster
        .network()
        .drop(message -> message.type().equals("gossip_ok") && lost.incrementAndGet() <= 3);
    cluster.run(() -> {
      put(cluster, "n0", "a", 1);
      cluster.sleep(Duration.ofSeconds(30));
    });
    assertEquals(4, cluster.network().sent("gossip"));
    assertEquals(4, received.get("n1").size(), "so taking it in must be idempotent");
  }

  @Test
  void aLongPartitionCostsAMessageASecondAtMostHoweverMuchWaits() {
    Cluster cluster = cluster(5, 2, Duration.ZERO, false);
    cluster.run(() -> {
      cluster.network().cut("n0", "n1");
      for (int i = 0; i < 300; i++) {
        put(cluster, "n0", "key" + i, i);
        cluster.sleep(Duration.ofMillis(200));
      }
      int during = cluster.network().sent("gossip");
      assertTrue(during <= 60, "in a minute: " + during);
      assertTrue(during >= 30, "and it goes on trying: " + during);
      cluster.network().heal();
      cluster.sleep(Duration.ofSeconds(3));
      assertEquals(300, held.get("n1").size());
      assertTrue(cluster.network().sent("gossip") <= during + 3, "all of it in one message");
    });
  }

  @Test
  void whereMessagesTakeLongTheyAreRepeatedOnlyUntilThatIsKnown() {
    Cluster cluster = cluster(5, 2, Duration.ZERO, false);
    cluster.network().latency(Duration.ofMillis(1_500));
    cluster.run(() -> {
      for (int i = 0; i < 10; i++) {
        put(cluster, "n0", "key" + i, i);
        cluster.sleep(Duration.ofSeconds(10));
      }
      assertEquals(10, held.get("n1").size());
      int sent = cluster.network().sent("gossip");
      assertTrue(sent <= 15, () -> "for ten items: " + sent);
      cluster.sleep(Duration.ofSeconds(60));
      assertEquals(sent, cluster.network().sent("gossip"), "repeated though acknowledged");
    });
  }

  @Test
  void aLongPartitionDoesNotMakeTheNextAttemptsRarer() {
    Cluster cluster = cluster(5, 2, Duration.ZERO, false);
    cluster.run(() -> {
      cluster.network().cut("n0", "n1");
      put(cluster, "n0", "a", 1);
      cluster.sleep(Duration.ofSeconds(100));
      cluster.network().heal();
      cluster.sleep(Duration.ofSeconds(3));
      assertEquals(1, of("n1", "a"));
    });
  }

  @Test
  void aPauseDoesNotMakeTheNextAttemptsRarer() {
    for (String paused : List.of("n0", "n1")) {
      Cluster cluster = cluster(5, 2, Duration.ZERO, false);
      cluster.run(() -> {
        cluster.network().latency(Duration.ofMillis(10));
        put(cluster, "n0", "a", 1);
        cluster.sleep(Duration.ofMillis(5)); // it is under way
        cluster.host(paused).pause();
        cluster.sleep(Duration.ofSeconds(5));
        cluster.host(paused).resume();
        cluster.sleep(Duration.ofMillis(100));
        assertEquals(1, of("n1", "a"));

        cluster.network().cut("n0", "n1");
        put(cluster, "n0", "b", 2);
        cluster.sleep(Duration.ofMillis(100));
        cluster.network().heal();
        cluster.sleep(Duration.ofSeconds(3));
        assertEquals(2, of("n1", "b"), "after a pause of " + paused + " and one lost message");
      });
    }
  }

  @Test
  void whoIsHeardIsTriedAtOnce() {
    Cluster cluster = cluster(6, 2, Duration.ZERO, false);
    cluster.run(() -> {
      cluster.network().cut("n0", "n1");
      put(cluster, "n0", "a", 1);
      cluster.sleep(Duration.ofSeconds(60));
      // n0 is between two attempts most of the time, or waits for an answer in vain.
      cluster.network().heal();
      put(cluster, "n1", "b", 1);
      cluster.sleep(Duration.ofMillis(1_050));
      assertEquals(1, of("n1", "a"), "held by n1 a second after it was heard");
    });
  }

  @Test
  void ifOnlyOneDirectionIsCutTheOtherIsNotFloodedWithAttempts() {
    Cluster cluster = cluster(7, 2, Duration.ZERO, false);
    cluster.run(() -> {
      cluster.network().cutOneWay("n0", "n1");
      put(cluster, "n0", "a", 1);
      for (int i = 0; i < 600; i++) {
        put(cluster, "n1", "key" + i, i);
        cluster.sleep(Duration.ofMillis(100));
      }
      cluster.sleep(Duration.ofSeconds(3));
      assertEquals(601, held.get("n0").size(), "what is not acknowledged arrives all the same");
      long attempts = gossips(cluster).stream().filter(sent -> sent.src().equals("n0")).count();
      assertTrue(attempts <= 65, "n0's attempts in a minute: " + attempts);
    });
  }

  @Test
  void lossDoublingAndOvertakingChangeNothing() {
    for (int seed = 0; seed < 5; seed++) {
      Cluster cluster = cluster(seed, 4, Duration.ofMillis(20), false);
      cluster.network().loss(0.2);
      cluster.network().duplication(0.2);
      cluster.network().latency(Duration.ofMillis(30));
      cluster.run(() -> {
        for (int i = 1; i <= 100; i++) {
          put(cluster, "n" + i % 4, "key" + i % 10, i);
          cluster.sleep(Duration.ofMillis(20));
        }
        cluster.sleep(Duration.ofSeconds(20));
        for (String node : cluster.names()) {
          for (int key = 1; key <= 10; key++) {
            assertEquals(90 + key, of(node, "key" + key % 10), node);
          }
        }
        int before = cluster.network().sent("gossip");
        cluster.sleep(Duration.ofMinutes(1));
        assertEquals(before, cluster.network().sent("gossip"), "and then all is quiet");
      });
    }
  }

  @Test
  void aPeerThatHasRestartedIsSentEverythingAgainWhenItIsHeard() {
    Cluster cluster = cluster(8, 3, Duration.ZERO, false);
    cluster.run(() -> {
      put(cluster, "n0", "a", 1);
      put(cluster, "n2", "b", 2);
      cluster.sleep(Duration.ofSeconds(1));
      cluster.kill("n1");
      cluster.restart("n1");
      put(cluster, "n1", "c", 3);
      cluster.sleep(Duration.ofSeconds(3));
      assertEquals(1, of("n1", "a"));
      assertEquals(2, of("n1", "b"));
      assertEquals(3, of("n0", "c"));
    });
  }

  @Test
  void whereMessagesTookSecondsLostOnesAreStillRepeatedWithinTheBound() {
    for (int losses = 1; losses <= 4; losses++) {
      Cluster cluster = cluster(12, 2, Duration.ZERO, false);
      int lost = losses;
      cluster.run(() -> {
        cluster.network().latency(Duration.ofMillis(1_500));
        for (int i = 0; i < 20; i++) {
          put(cluster, "n0", "key" + i, i);
          cluster.sleep(Duration.ofSeconds(5));
        }
        cluster.network().latency(Duration.ofMillis(1));
        assertArrivesInTimeAfter(lost, cluster);
      });
    }
  }

  @Test
  void afterPausesOfAPeerLostOnesAreStillRepeatedWithinTheBound() {
    for (int losses = 1; losses <= 4; losses++) {
      Cluster cluster = cluster(12, 2, Duration.ZERO, false);
      int lost = losses;
      cluster.run(() -> {
        for (int i = 0; i < 5; i++) {
          put(cluster, "n0", "key" + i, i);
          cluster.host("n1").pause();
          cluster.sleep(Duration.ofSeconds(4));
          cluster.host("n1").resume();
          cluster.sleep(Duration.ofMillis(100));
        }
        assertArrivesInTimeAfter(lost, cluster);
      });
    }
  }

  /** As {@link Delivery} promises: nothing but the losses keeps an item for longer. */
  private void assertArrivesInTimeAfter(int losses, Cluster cluster) {
    AtomicInteger messages = new AtomicInteger();
    cluster
        .network()
        .drop(message -> message.type().equals("gossip") && messages.incrementAndGet() <= losses);
    put(cluster, "n0", "a", 1);
    cluster.sleep(Duration.ofMillis(2_500 + 2_000L * losses));
    assertEquals(1, of("n1", "a"), "after losses: " + losses);
  }

  @Test
  void whatAFormerLifeToldSomeItsNextLifeTellsAll() {
    Cluster cluster = cluster(11, 3, Duration.ZERO, true);
    cluster.run(() -> {
      put(cluster, "n0", "a", 1);
      cluster.sleep(Duration.ofSeconds(20));
      cluster.network().cut("n1", "n2");
      put(cluster, "n1", "b", 2);
      cluster.sleep(Duration.ofSeconds(1));
      assertEquals(2, of("n0", "b"));
      assertEquals(0, of("n2", "b"), "it is cut off from who has it");
      cluster.kill("n1");
      cluster.network().heal();
      cluster.restart("n1");
      cluster.sleep(Duration.ofSeconds(30));
      assertEquals(2, of("n1", "b"), "from n0, that knew it");
      assertEquals(2, of("n2", "b"), "from n1, that was told again");
    });
  }

  @Test
  void aRestartedNodeThatHasNothingToSayIntroducesItself() {
    Cluster cluster = cluster(9, 3, Duration.ZERO, true);
    cluster.network().loss(0.3);
    cluster.run(() -> {
      put(cluster, "n0", "a", 1);
      put(cluster, "n2", "b", 2);
      cluster.sleep(Duration.ofSeconds(20));
      cluster.kill("n1");
      cluster.restart("n1");
      cluster.sleep(Duration.ofSeconds(30));
      assertEquals(1, of("n1", "a"));
      assertEquals(2, of("n1", "b"));
    });
  }

  @Test
  void aRestartIsNoticedThoughTheClockHasSteppedBack() {
    Cluster cluster = cluster(10, 2, Duration.ZERO, true);
    cluster.run(() -> {
      put(cluster, "n0", "a", 1);
      cluster.sleep(Duration.ofSeconds(20));
      cluster.kill("n1");
      cluster.restart("n1", Duration.ofDays(-1));
      cluster.sleep(Duration.ofSeconds(20));
      assertEquals(1, of("n1", "a"));
    });
  }

  @Test
  void whoHasBeenHeardOfNeedsNoIntroduction() {
    Cluster cluster = cluster(11, 2, Duration.ZERO, true);
    cluster.run(() -> {
      put(cluster, "n0", "a", 1);
      put(cluster, "n1", "b", 1);
      cluster.sleep(Duration.ofSeconds(60));
    });
    assertEquals(2, cluster.network().sent("gossip"));
  }

  @Test
  void anIntroductionIsOneSmallMessage() {
    Cluster cluster = cluster(12, 3, Duration.ZERO, true);
    cluster.run(() -> {
      put(cluster, "n0", "a", 1);
      cluster.sleep(Duration.ofSeconds(60));
    });
    // n0 to both, and each of the others to the one that it has not heard from, and to n0.
    assertEquals(2 + 4, cluster.network().sent("gossip"));
  }

  @Test
  void aLargeBacklogGoesInBoundedMessages() {
    Cluster cluster = cluster(13, 2, Duration.ZERO, false);
    cluster.run(() -> {
      cluster.network().cut("n0", "n1");
      for (int i = 0; i < 12_000; i++) {
        cluster.send("n0", Json.object("{'type':'put','item':['" + i + "'," + i + "]}"));
      }
      cluster.sleep(Duration.ofSeconds(10));
      cluster.network().heal();
      cluster.sleep(Duration.ofSeconds(3));
      assertEquals(12_000, held.get("n1").size());
      int longest = gossips(cluster).stream().mapToInt(s -> s.body().length()).max().orElse(0);
      assertTrue(longest < 5_000 * 20, "longest message: " + longest);
    });
  }

  @Test
  void itemsAreTakenInBeforeTheyAreAcknowledged() {
    Mocked mocked = Unheard.node("gossip", "read");
    List<String> events = new ArrayList<>();
    new Gossip(
        mocked.node,
        GATHER,
        (item, from) -> {
          assertEquals(List.of(), mocked.linesAfterInit(), "nothing has been said yet");
          return events.add(item + " from " + from);
        },
        Map::of);
    mocked.readInitialised(
        Json.message("n2", "{'type':'gossip','msg_id':7,'incarnation':5,'items':[1,null]}"),
        Json.message("n3", "{'type':'read','msg_id':8}"));
    assertEquals(List.of("1 from n2", "null from n2"), events);
    String answer = mocked.linesAfterInit().get(0);
    assertTrue(
        answer.matches("n1>n2 .'type':'gossip_ok','incarnation':\\d+,'in_reply_to':7."), answer);
  }

  @Test
  void anUnusableMessageIsRefused() {
    Mocked mocked = Unheard.node("gossip");
    List<JsonNode> taken = new ArrayList<>();
    new Gossip(mocked.node, GATHER, (item, from) -> taken.add(item), Map::of);
    List<Message> wrong =
        List.of(
            Json.message("n2", "{'type':'gossip','msg_id':1,'incarnation':5}"),
            Json.message("n2", "{'type':'gossip','msg_id':2,'incarnation':5,'items':7}"),
            Json.message("n2", "{'type':'gossip','msg_id':3,'items':[1]}"));
    mocked.readInitialised(wrong.toArray(new Message[0]));
    assertEquals(List.of(), taken);
    assertEquals(3, mocked.linesAfterInit().size());
    mocked.linesAfterInit().forEach(line -> assertTrue(line.contains("'code':12"), line));
  }

  @Test
  void hundredsOfPeersThatAreAwayDoNotKeepMessagesFromThoseThatAreThere() {
    List<String> peers = new ArrayList<>(List.of("n1"));
    IntStream.range(0, 900).forEach(i -> peers.add("away" + i));
    Cluster cluster = burst(14, peers, Map::of);
    cluster.run(() -> {
      burst(cluster, 1);
      for (int second = 1; second <= 25; second++) {
        cluster.sleep(Duration.ofSeconds(1));
        received.get("n1").clear();
        burst(cluster, 1);
        cluster.sleep(Duration.ofMillis(50));
        assertEquals(List.of(IntNode.valueOf(0)), received.get("n1"), "after " + second + " s");
      }
    });
  }

  @Test
  void whatComesInAfterALateAcknowledgementDoesNotWaitForALostRepetition() {
    Cluster cluster = cluster(15, 2, Duration.ZERO, false);
    AtomicInteger messages = new AtomicInteger();
    cluster.network().latency(Duration.ofMillis(650));
    cluster
        .network()
        .drop(message -> message.type().equals("gossip") && messages.incrementAndGet() == 2);
    cluster.run(() -> {
      put(cluster, "n0", "a", 1); // sent again after 1 s and a little, and acknowledged after 1.3 s
      cluster.sleep(Duration.ofMillis(1_400));
      assertEquals(2, messages.get(), "the repetition is on its way to nowhere");
      put(cluster, "n0", "b", 2);
      cluster.sleep(Duration.ofMillis(750));
      assertEquals(2, of("n1", "b"), "it takes 650 ms");
    });
  }

  @Test
  void whereMessagesTakeLongWhatComesInMeanwhileIsNotSentTwiceForIt() {
    Cluster cluster = cluster(16, 2, Duration.ZERO, false);
    cluster.network().latency(Duration.ofMillis(1_500));
    cluster.run(() -> {
      for (int i = 0; i < 600; i++) {
        put(cluster, "n0", "key" + i, i);
        cluster.sleep(Duration.ofMillis(100));
      }
      cluster.sleep(Duration.ofSeconds(10));
      assertEquals(600, held.get("n1").size());
      int twice = received.get("n1").size() - 600;
      assertTrue(twice <= 90, () -> "of 600 items, sent again: " + twice);
    });
  }

  @Test
  void ofAPeerThatIsAwayForLongASnapshotTakesThePlaceOfWhatWaits() {
    Cluster cluster =
        burst(17, List.of("n1"), () -> Map.of(TextNode.valueOf("all"), TextNode.valueOf("all")));
    cluster.run(() -> {
      cluster.network().cut("n0", "n1");
      burst(cluster, 100_000);
      cluster.network().heal();
      cluster.sleep(Duration.ofSeconds(20));
      List<JsonNode> items = received.get("n1");
      assertTrue(items.contains(TextNode.valueOf("all")), "the snapshot");
      assertTrue(items.size() <= Outbox.MANY + 1, () -> "of 100,000 items came " + items.size());
      assertEquals(IntNode.valueOf(99_999), items.get(items.size() - 1), "what came in after it");
    });
  }

  @Test
  void aSnapshotThatIsNoSmallerIsTriedSeldomAndReplacesNothing() {
    AtomicInteger snapshots = new AtomicInteger();
    Map<JsonNode, JsonNode> everything = new LinkedHashMap<>();
    IntStream.range(0, 100_000)
        .forEach(i -> everything.put(IntNode.valueOf(i), IntNode.valueOf(i)));
    Cluster cluster =
        burst(
            18,
            List.of("n1"),
            () -> {
              snapshots.incrementAndGet();
              return everything;
            });
    cluster.run(() -> {
      cluster.network().cut("n0", "n1");
      burst(cluster, 100_000);
      assertEquals(3, snapshots.get(), "at 20,001 items and at each doubling");
      cluster.network().heal();
      cluster.sleep(Duration.ofSeconds(20));
      assertEquals(100_000, new HashSet<>(received.get("n1")).size());
    });
  }
}
