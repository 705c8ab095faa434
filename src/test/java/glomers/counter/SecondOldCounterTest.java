package glomers.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.node.Body;
import glomers.node.Message;
import glomers.simulation.Cluster;
import glomers.workbench.service.SeqKv;
import glomers.workbench.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SecondOldCounterTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Cluster cluster(int seed, int nodes) {
    Cluster cluster = new Cluster(seed, nodes, SecondOldCounter::new);
    cluster.network().serve(new SeqKv(new SplittableRandom(seed), seed % 2 == 0));
    return cluster;
  }

  private static void add(Cluster cluster, String node, long delta) {
    Message reply = cluster.request(node, Body.of("add").put("delta", delta));
    assertEquals("add_ok", reply.type(), reply.body()::toString);
  }

  private static long read(Cluster cluster, String node) {
    return cluster.request(node, Body.of("read")).integer("value");
  }

  private static int messages(Cluster cluster, Runnable work) {
    int before = cluster.network().sentBetweenServers();
    work.run();
    return cluster.network().sentBetweenServers() - before;
  }

  @Test
  void anAddIsOneRoundTripWhateverTheOthersDo() {
    Cluster cluster = cluster(1, 3);
    cluster.run(() -> {
      add(cluster, "n0", 1);
      add(cluster, "n1", 1);
      add(cluster, "n2", 1);
      assertEquals(2, messages(cluster, () -> add(cluster, "n0", 2)));
      assertEquals(2, messages(cluster, () -> add(cluster, "n1", 2)));
      assertEquals(0, messages(cluster, () -> add(cluster, "n2", 0)), "there is nothing to add");
    });
  }

  @Test
  void readsOfASecondShareOneReadOfEachOtherRegister() {
    Cluster cluster = cluster(2, 3);
    cluster.run(() -> {
      add(cluster, "n0", 1);
      assertEquals(4, messages(cluster, () -> read(cluster, "n0")), "just after an add");
      cluster.sleep(Duration.ofMillis(900));
      assertEquals(0, messages(cluster, () -> read(cluster, "n0")), "within the second");
      cluster.sleep(Duration.ofMillis(101));
      assertEquals(8, messages(cluster, () -> read(cluster, "n0")), "and a look, for no add came");
    });
  }

  @Test
  void readsThatComeTogetherShareWhatTheyAskFor() {
    Cluster cluster = cluster(3, 3);
    cluster.network().latency(Duration.ofMillis(20));
    cluster.run(() -> {
      add(cluster, "n0", 1);
      List<Runnable> clients = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        clients.add(() -> assertEquals(1, read(cluster, "n0")));
      }
      int messages = messages(cluster, () -> cluster.together(clients));
      assertEquals(4, messages, "for 10 reads, a question about each other node");
    });
  }

  @Test
  void aReadMissesNothingThatWasAcknowledgedASecondBefore() {
    int missed = 0;
    for (int seed = 0; seed < 8; seed++) {
      Cluster cluster = cluster(seed, 3);
      String run = "seed " + seed;
      List<Long> early = new ArrayList<>();
      cluster.run(() -> {
        for (int i = 1; i <= 40; i++) {
          add(cluster, "n1", 1);
          add(cluster, "n2", 1);
          early.add(2L * i - read(cluster, "n0"));
          cluster.sleep(SECOND);
          assertEquals(2L * i, read(cluster, "n0"), run);
        }
      });
      missed += early.stream().anyMatch(missing -> missing > 0) ? 1 : 0;
    }
    assertEquals(8, missed, "a read at once must miss something, or this shows nothing");
  }

  @Test
  void aReadIsAnsweredThoughAnswersOfSeqKvAreLost() {
    Cluster cluster = cluster(8, 3);
    AtomicInteger lost = new AtomicInteger();
    cluster
        .network()
        .drop(message ->
            message.type().equals("read_ok")
                && message.src().equals("seq-kv")
                && lost.incrementAndGet() <= 8);
    cluster.run(() -> {
      add(cluster, "n0", 1);
      assertEquals(1, read(cluster, "n0"), "four answers about each other node were lost");
    });
  }

  @Test
  void aNodeShowsItsOwnAddsAtOnce() {
    Cluster cluster = cluster(4, 2);
    cluster.run(() -> {
      for (int i = 1; i <= 5; i++) {
        add(cluster, "n0", 2);
        assertEquals(2L * i, read(cluster, "n0"));
      }
    });
  }

  @Test
  void whatACrashedNodeAcknowledgedIsInSeqKv() {
    Cluster cluster = cluster(5, 2);
    cluster.run(() -> {
      add(cluster, "n0", 5);
      cluster.kill("n0");
      assertEquals(5, read(cluster, "n1"));
      cluster.restart("n0");
      assertEquals(5, read(cluster, "n0"), "it has forgotten that it added");
      add(cluster, "n0", 3);
      cluster.sleep(SECOND);
      assertEquals(8, read(cluster, "n1"));
    });
  }

  @Test
  void aSwapThatComesAfterItsNodeHasRestartedIsSeenByAllOrNobody() {
    Service store = new SeqKv(new SplittableRandom(6), false);
    AtomicReference<Message> late = new AtomicReference<>();
    Cluster cluster = new Cluster(6, 2, SecondOldCounter::new);
    cluster
        .network()
        .serve(
            "seq-kv",
            request -> {
              if (request.body().toString().contains("\"sum\":12")) {
                late.set(request); // on its way for a long time
                return null;
              }
              return store.handle(request).orElseThrow();
            });
    cluster.run(() -> {
      add(cluster, "n0", 5);
      cluster.send("n0", Body.of("add").put("delta", 7).put("msg_id", 1_000));
      cluster.sleep(Duration.ofMillis(10));
      cluster.kill("n0");
      cluster.restart("n0");
      assertEquals(5, read(cluster, "n0"));
      store.handle(late.get()).orElseThrow();
      cluster.sleep(SECOND);
      assertEquals(read(cluster, "n1"), read(cluster, "n0"));
    });
  }

  @Test
  void withoutAnAnswerOfSeqKvAnOldReadIsRefusedAndNotMade() {
    Cluster cluster = cluster(7, 2);
    cluster.run(() -> {
      add(cluster, "n0", 5);
      assertEquals(5, read(cluster, "n0"));
      cluster.network().drop(message -> message.dest().equals("seq-kv"));
      assertEquals(5, read(cluster, "n0"), "known well enough");
      cluster.sleep(SECOND);
      Message reply = cluster.request("n0", Body.of("read"));
      assertEquals(0, reply.integer("code"), reply.body()::toString);
    });
  }
}
