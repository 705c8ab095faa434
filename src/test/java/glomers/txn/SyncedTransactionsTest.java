package glomers.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.World;
import glomers.testing.Trials;
import glomers.workbench.nemesis.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The node n1 of n1, n2 and n3; the test is its peers, its clients and its clock. */
class SyncedTransactionsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final World world = new World();

  @BeforeEach
  void makeItANodeOfTheStore() {
    new SyncedTransactions(world.node());
    world.serve(sync -> Body.of("sync_ok"));
  }

  /** The last answer of n1, with single quotes, after {@code src} has sent this. */
  private String answer(String src, String body) {
    int before = answers(src).size();
    world.deliver(src, body);
    world.settle();
    List<String> answers = answers(src);
    assertEquals(before + 1, answers.size(), answers::toString);
    return answers.get(before);
  }

  private List<String> answers(String src) {
    return world.lines().stream()
        .filter(line -> line.startsWith("n1>" + src) && line.contains("in_reply_to"))
        .toList();
  }

  /** What a client is answered to a transaction of these steps. */
  private String txn(String steps) {
    String answer = answer("c1", "{'type':'txn','msg_id':1,'txn':" + steps + "}");
    return answer.replace("n1>c1 {'type':'txn_ok','txn':", "").replace(",'in_reply_to':1}", "");
  }

  private String sync(String peer, String writes) {
    return answer(peer, "{'type':'sync','msg_id':1,'writes':[" + writes + "]}");
  }

  private static String write(String key, long millis, String origin, String value) {
    return "['" + key + "',[[" + millis + ",0,'" + origin + "']," + value + "]]";
  }

  /** What n1 has sent this peer: {@code key=value} of each message. */
  private List<List<String>> toldTo(String peer) {
    List<List<String>> told = new ArrayList<>();
    for (World.Sent sent : world.sent()) {
      Message message = sent.message();
      if (message.type().equals("sync") && message.dest().equals(peer)) {
        List<String> writes = new ArrayList<>();
        for (JsonNode each : message.body().path("writes")) {
          writes.add(each.path(0).asText() + "=" + each.path(1).path(1));
        }
        told.add(writes.stream().sorted().toList());
      }
    }
    return told;
  }

  @Test
  void aTransactionSeesItsOwnWritesAtOnce() {
    world.runInitialised(() ->
        assertEquals(
            "[['r',1,null],['w',1,7],['r',1,7],['w',1,8],['r',1,8]]",
            txn("[['r',1,null],['w',1,7],['r',1,null],['w',1,8],['r',1,null]]")));
  }

  @Test
  void whatWasWrittenIsSeenByTheNextTransaction() {
    world.runInitialised(() -> {
      txn("[['w',1,7],['w','1',null],['w',[1],{'a':2}]]");
      assertEquals(
          "[['r',1,7],['r','1',null],['r',[1],{'a':2}],['r',2,null]]",
          txn("[['r',1,null],['r','1',null],['r',[1],null],['r',2,null]]"));
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"['append',1,2]", "['w',1]", "['w',1,2,3]", "7", "null", "{}", "{'a':1}"})
  void aMalformedStepIsRefusedAndLeavesNothingBehind(String wrong) {
    world.runInitialised(() -> {
      assertTrue(txn("[['w',1,7]," + wrong + "]").contains("'code':12"), wrong);
      assertEquals("[['r',1,null]]", txn("[['r',1,null]]"));
      world.sleep(LONG);
      assertEquals(List.of(), toldTo("n2"));
    });
  }

  @Test
  void aTransactionThatReadsTooMuchIsRefusedAndLeavesNothingBehind() {
    world.runInitialised(() -> {
      String value = "'" + "x".repeat(1_000_000) + "'";
      txn("[['w',1," + value + "]]");
      String reads = ",['r',1,null]".repeat(9);
      assertTrue(txn("[['w',2,7]" + reads + "]").contains("'code':14"));
      assertEquals("[['r',2,null]]", txn("[['r',2,null]]"));
    });
  }

  @Test
  void whatHasChangedGoesToEachPeerWithin100Milliseconds() {
    world.runInitialised(() -> {
      world.deliver("c1", "{'type':'read'}"); // the others are there
      world.sleep(Duration.ofMillis(1_234));
      txn("[['w','x',7],['w','y',8],['w','x',9]]");
      world.sleep(Duration.ofMillis(100));
      assertEquals(List.of(List.of("x=9", "y=8")), toldTo("n2"));
      assertEquals(List.of(List.of("x=9", "y=8")), toldTo("n3"));
    });
  }

  @Test
  void whatWasAcknowledgedIsNotSentAgain() {
    world.runInitialised(() -> {
      txn("[['w','x',7]]");
      world.sleep(LONG);
      txn("[['w','y',8]]");
      world.sleep(LONG);
      assertEquals(List.of(List.of("x=7"), List.of("y=8")), toldTo("n2"));
    });
  }

  @Test
  void whoOnlyReadsCostsNoMessage() {
    world.runInitialised(() -> {
      txn("[['r','x',null]]");
      world.sleep(LONG);
      assertEquals(List.of(), toldTo("n2"));
    });
  }

  @Test
  void whatIsNotAcknowledgedIsSentAgainWithWhatIsNewUntilItIs() {
    AtomicInteger unanswered = new AtomicInteger(2);
    world.serve(sync ->
        sync.dest().equals("n2") && unanswered.getAndDecrement() > 0 ? null : Body.of("sync_ok"));
    world.runInitialised(() -> {
      txn("[['w','x',7],['w','y',7]]");
      world.sleep(Duration.ofMillis(500));
      txn("[['w','x',8]]");
      world.sleep(LONG);
      List<String> first = List.of("x=7", "y=7");
      List<String> again = List.of("x=8", "y=7");
      assertEquals(List.of(first, again, again), toldTo("n2"));
      assertEquals(List.of(first, List.of("x=8")), toldTo("n3"));
    });
  }

  @Test
  void whatIsWrittenAgainWhileAMessageIsUnderWayIsNotTakenForAcknowledged() {
    world.whenSent(message -> {});
    world.runInitialised(() -> {
      txn("[['w','x',7]]");
      world.sleep(Duration.ofMillis(150));
      Message underWay =
          world.sent().stream()
              .map(World.Sent::message)
              .filter(message -> message.dest().equals("n2"))
              .findFirst()
              .orElseThrow();
      txn("[['w','x',8]]");
      world.deliver(World.replyTo(underWay, Body.of("sync_ok")));
      world.serve(sync -> Body.of("sync_ok"));
      world.sleep(LONG);
      assertEquals(List.of(List.of("x=7"), List.of("x=8")), toldTo("n2"));
    });
  }

  @Test
  void aPeerThatIsCutOffIsNotAskedMoreThanOnceASecond() {
    world.serve(sync -> null);
    world.runInitialised(() -> {
      txn("[['w','x',7]]");
      world.sleep(LONG);
      int asked = toldTo("n2").size();
      assertTrue(asked >= 50 && asked <= 60, "in a minute: " + asked);
      assertEquals(List.of(), world.log().stream().filter(line -> line.contains("ERROR")).toList());
    });
  }

  @Test
  void anOlderWriteDoesNotReplaceANewerOne() {
    world.runInitialised(() -> {
      sync("n2", write("x", 2_000, "n2/1", "'new'"));
      sync("n3", write("x", 1_000, "n3/1", "'old'"));
      assertEquals("[['r','x','new']]", txn("[['r','x',null]]"));
      sync("n3", write("x", 3_000, "n3/1", "'newest'"));
      assertEquals("[['r','x','newest']]", txn("[['r','x',null]]"));
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void writesOfTheSameTimeAreDecidedByName(boolean smallerFirst) {
    world.runInitialised(() -> {
      String smaller = write("x", 2_000, "n2/1", "'smaller'");
      String larger = write("x", 2_000, "n3/1", "'larger'");
      sync("n2", smallerFirst ? smaller : larger);
      sync("n3", smallerFirst ? larger : smaller);
      assertEquals("[['r','x','larger']]", txn("[['r','x',null]]"));
    });
  }

  @Test
  void aWriteIsLaterThanAllThatItsNodeHasHeardOf() {
    world.runInitialised(() -> {
      long yearsAhead = 4_000_000_000_000L;
      String theirs = write("x", yearsAhead, "n2/1", "'theirs'");
      sync("n2", theirs);
      assertEquals("[['w','x','ours']]", txn("[['w','x','ours']]"));
      sync("n2", theirs);
      assertEquals("[['r','x','ours']]", txn("[['r','x',null]]"));
    });
  }

  @Test
  void allWritesOfATransactionHaveOneTime() {
    world.runInitialised(() -> {
      txn("[['w','x',7],['w','y',8]]");
      txn("[['w','z',9]]");
      world.sleep(LONG);
      JsonNode writes =
          world.sent().stream()
              .map(World.Sent::message)
              .filter(message -> message.type().equals("sync"))
              .findFirst()
              .orElseThrow()
              .body()
              .path("writes");
      List<JsonNode> stamps = new ArrayList<>();
      writes.forEach(each -> stamps.add(each.path(1).path(0)));
      assertEquals(3, stamps.size());
      assertEquals(2, stamps.stream().distinct().count(), stamps::toString);
    });
  }

  @Test
  void aDoubledSyncIsAcknowledgedAndTellsNothingNew() {
    world.runInitialised(() -> {
      String theirs = write("x", 2_000, "n2/1", "7");
      sync("n2", theirs);
      world.sleep(LONG);
      assertEquals("n1>n2 {'type':'sync_ok','in_reply_to':1}", sync("n2", theirs));
      world.sleep(LONG);
      assertEquals(List.of(List.of("x=7")), toldTo("n3"));
    });
  }

  @Test
  void whatAPeerHasToldIsToldToTheOthersAndNotBack() {
    world.runInitialised(() -> {
      sync("n2", write("x", 2_000, "n2/1", "7"));
      world.sleep(LONG);
      assertEquals(List.of(List.of("x=7")), toldTo("n3"));
      assertEquals(List.of(), toldTo("n2"));
    });
  }

  @Test
  void whatReplacesHalfOfATransactionGoesWithTheOtherHalf() {
    world.runInitialised(() -> {
      txn("[['w','x',1],['w','y',1]]");
      sync("n2", write("y", 4_000_000_000_000L, "n2/1", "2"));
      world.sleep(LONG);
      assertEquals(List.of(List.of("x=1", "y=2")), toldTo("n3"), "or n3 would see half of it");
    });
  }

  @Test
  void theSyncOfAStrangerIsRefused() {
    world.runInitialised(() -> {
      assertTrue(sync("c9", write("x", 2_000, "n2/1", "7")).contains("'type':'error'"));
      assertEquals("[['r','x',null]]", txn("[['r','x',null]]"));
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['y']",
        "['y',[[1,0,'n2/1']]]",
        "['y',[[1,0,'n2/1'],1,2]]",
        "['y',[[-1,0,'n2/1'],1]]",
        "['y',[['1',0,'n2/1'],1]]",
        "['y',[[1e300,0,'n2/1'],1]]",
        "['y',[9007199254740993,1]]",
        "{'a':1,'b':2}",
        "7"
      })
  void aMalformedSyncIsRefusedAndLeavesNothingBehind(String wrong) {
    world.runInitialised(() -> {
      String refusal = sync("n2", write("x", 2_000, "n2/1", "7") + "," + wrong);
      assertTrue(refusal.contains("'code':12"), refusal);
      assertEquals("[['r','x',null],['r','y',null]]", txn("[['r','x',null],['r','y',null]]"));
    });
  }

  @Test
  void aTransactionOfTenThousandStepsIsCarriedOut() {
    world.runInitialised(() -> {
      ArrayNode steps = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < Step.MAX_STEPS; i++) {
        steps.addArray().add("w").add(i).add(i);
      }
      assertFalse(txn(steps.toString()).contains("error"));
      steps.addArray().add("r").add(1).addNull();
      assertTrue(txn(steps.toString()).contains("make several of it"));
    });
  }

  private static Trials run() {
    return Trials.of("txn-rw-register", SyncedTransactions::new).nodes(3).rate(100).seconds(10);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"PARTITION", "PAUSE", "SKEW"})
  void noTransactionIsSeenByHalvesAndAllNodesAgreeInTheEnd(Fault fault) {
    for (long seed = 1; seed <= 3; seed++) {
      run().faults(fault).run(seed).mustBeValid();
    }
  }

  @Test
  void lostAndDoubledMessagesCostNothing() {
    for (long seed = 1; seed <= 3; seed++) {
      run().fault(Fault.LOSS, "0.2").fault(Fault.DUPLICATE, "0.2").run(seed).mustBeValid();
    }
  }
}
