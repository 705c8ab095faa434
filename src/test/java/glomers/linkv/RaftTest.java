package glomers.linkv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Json;
import glomers.node.World;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One server, n1 of three, and a test in the role of the others and of a client. */
class RaftTest {
  private final World world = new World();
  private boolean follows = true;

  private void run(Runnable test) {
    world.run(() -> {
      new RaftKv(world.node());
      world.deliver(Json.init());
      world.settle();
      test.run();
    });
  }

  /** What n1 has sent to {@code whom}, without those that it sent before. */
  private List<String> since(int before, String whom) {
    world.sleep(Duration.ofMillis(5)); // the disk takes its time
    List<String> lines = world.lines();
    return lines.subList(before, lines.size()).stream()
        .filter(line -> line.startsWith("n1>" + whom + " "))
        .toList();
  }

  private String answer(String src, String body) {
    int before = world.lines().size();
    world.deliver(src, body);
    List<String> answers =
        since(before, src).stream().filter(line -> line.contains("'in_reply_to':77")).toList();
    assertEquals(1, answers.size(), () -> "" + world.lines());
    return answers.getFirst();
  }

  static String vote(int term, int lastIndex, int lastTerm) {
    return ("{'type':'request_vote','msg_id':77,'inEarnest':true,'term':%d,"
            + "'lastLogIndex':%d,'lastLogTerm':%d}")
        .formatted(term, lastIndex, lastTerm);
  }

  private static String append(int term, int prevIndex, int prevTerm, int commit, String entries) {
    return ("{'type':'append_entries','msg_id':77,'term':%d,'prevLogIndex':%d,"
            + "'prevLogTerm':%d,'leaderCommit':%d,'silence':0,'entries':[%s]}")
        .formatted(term, prevIndex, prevTerm, commit, entries);
  }

  private static String entry(int term) {
    return "{'type':'noop','term':" + term + "}";
  }

  /** The others vote for n1, and take what it sends as long as it is followed. */
  private void elect() {
    world.serve(request -> follows ? Directed.agreement(request) : null);
    world.deliver("c1", "{'type':'hello'}"); // it keeps silent until it hears something
    world.sleep(Duration.ofSeconds(2));
  }

  @Test
  void aServerVotesForOneCandidateInATerm() {
    run(() -> {
      assertTrue(answer("n2", vote(5, 0, 0)).contains("'success':true"));
      assertTrue(answer("n3", vote(5, 0, 0)).contains("'success':false"));
      assertTrue(answer("n2", vote(5, 0, 0)).contains("'success':true"), "the same one again");
      assertTrue(answer("n3", vote(6, 0, 0)).contains("'success':true"), "a newer term");
      assertTrue(answer("n2", vote(5, 0, 0)).contains("'term':6,'success':false"), "an older one");
    });
  }

  @Test
  void aServerVotesForNobodyWhoseLogIsOlderThanItsOwn() {
    run(() -> {
      answer("n2", append(3, 0, 0, 0, entry(2) + "," + entry(3)));
      world.sleep(Duration.ofMillis(245)); // it hears its leader no more, and is no candidate yet
      assertTrue(answer("n3", vote(9, 1, 3)).contains("'success':false"), "shorter");
      assertTrue(answer("n3", vote(9, 7, 2)).contains("'success':false"), "of an older term");
      assertTrue(answer("n3", vote(9, 2, 3)).contains("'success':true"), "the same");
    });
  }

  @Test
  void aServerThatHearsItsLeaderDoesNotListenToCandidates() {
    run(() -> {
      answer("n2", append(3, 0, 0, 0, ""));
      assertTrue(answer("n3", vote(9, 7, 7)).contains("'term':3,'success':false"));
    });
  }

  @Test
  void entriesAreTakenOnlyBehindOnesThatMatch() {
    run(() -> {
      assertTrue(answer("n2", append(3, 0, 0, 0, entry(1))).contains("true,'lastLogIndex':1"));
      assertTrue(answer("n2", append(3, 1, 2, 0, entry(3))).contains("false,'lastLogIndex':1"));
      assertTrue(answer("n2", append(3, 5, 1, 0, entry(3))).contains("false,'lastLogIndex':1"));
      assertTrue(answer("n2", append(3, 1, 1, 0, entry(3))).contains("true,'lastLogIndex':2"));
    });
  }

  @Test
  void aLateMessageCutsNothingOff() {
    run(() -> {
      answer("n2", append(3, 0, 0, 0, entry(1) + "," + entry(3)));
      assertTrue(answer("n2", append(3, 0, 0, 0, entry(1))).contains("'lastLogIndex':2"));
    });
  }

  @Test
  void anEntryThatConflictsGivesWayWithAllThatFollowIt() {
    run(() -> {
      answer("n2", append(3, 0, 0, 0, entry(1) + "," + entry(1) + "," + entry(1)));
      assertTrue(answer("n3", append(4, 1, 1, 0, entry(4))).contains("true,'lastLogIndex':2"));
    });
  }

  @Test
  void whatIsCommittedIsNotCutOffWhoeverSaysSo() {
    run(() -> {
      answer("n2", append(3, 0, 0, 2, entry(1) + "," + entry(1)));
      assertTrue(answer("n3", append(4, 1, 1, 2, entry(4))).contains("'code':13"));
      assertTrue(answer("n2", append(4, 2, 1, 2, "")).contains("true,'lastLogIndex':2"));
    });
  }

  @Test
  void aMessageOfAnOlderTermIsRefused() {
    run(() -> {
      answer("n2", append(3, 0, 0, 0, ""));
      assertTrue(answer("n3", append(2, 0, 0, 0, entry(2))).contains("'term':3,'success':false"));
    });
  }

  @Test
  void onlyOtherServersAreHeard() {
    run(() -> {
      assertTrue(answer("c1", append(3, 0, 0, 0, "")).contains("'code':10"));
      assertTrue(answer("c1", vote(3, 0, 0)).contains("'code':10"));
      assertTrue(answer("c1", "{'type':'forward','msg_id':77,'command':{}}").contains("'code':10"));
    });
  }

  @Test
  void aLeaderAnswersOnceAMajorityHasTheEntry() {
    run(() -> {
      elect();
      follows = false;
      int before = world.lines().size();
      world.deliver("c1", "{'type':'write','msg_id':77,'key':1,'value':2}");
      world.sleep(Duration.ofMillis(200));
      assertEquals(List.of(), since(before, "c1"));
      follows = true;
      world.sleep(Duration.ofSeconds(1));
      assertEquals(List.of("n1>c1 {'type':'write_ok','in_reply_to':77}"), since(before, "c1"));
    });
  }

  @Test
  void aLeaderAnswersAReadOnceAMajorityFollowsIt() {
    run(() -> {
      elect();
      world.deliver("c1", "{'type':'write','msg_id':76,'key':1,'value':2}");
      world.sleep(Duration.ofSeconds(1));
      follows = false;
      int before = world.lines().size();
      world.deliver("c1", "{'type':'read','msg_id':77,'key':1}");
      world.sleep(Duration.ofMillis(200));
      assertEquals(List.of(), since(before, "c1"));
      follows = true;
      world.sleep(Duration.ofSeconds(1));
      assertEquals(
          List.of("n1>c1 {'type':'read_ok','value':2,'in_reply_to':77}"), since(before, "c1"));
    });
  }

  @Test
  void aLeaderThatNobodyFollowsGivesUp() {
    run(() -> {
      elect();
      follows = false;
      world.sleep(Duration.ofSeconds(3));
      int before = world.lines().size();
      world.sleep(Duration.ofSeconds(1));
      assertTrue(since(before, "n2").stream().noneMatch(line -> line.contains("append_entries")));
    });
  }

  @Test
  void whoWouldNotBeElectedBeginsNoTerm() {
    run(() -> {
      world.deliver("c1", "{'type':'hello'}");
      world.sleep(Duration.ofSeconds(20));
      List<String> asked = since(0, "n2");
      assertTrue(asked.size() > 3, () -> "" + asked);
      assertTrue(
          asked.stream().allMatch(line -> line.contains("'inEarnest':false,'term':1,")),
          () -> "" + asked);
    });
  }

  @Test
  void aVoteIsKeptOverARestart() {
    assertFalse(Directed.votesAgainAfterARestart(RaftKv::new));
  }

  @Test
  void whatASnapshotHoldsIsThereForWhoTookIt() {
    assertFalse(Directed.forgetsWhatASnapshotHolds(RaftKv::new));
  }

  @Test
  void oneMemberAtATimeComesOrGoes() {
    assertFalse(Directed.changesMembersTwiceAtOnce(RaftKv::new));
  }

  @Test
  void aDoubledWishThatAMemberGoesDoesNotRemoveItOnceItIsBack() {
    run(() -> {
      elect();
      world.deliver("n2", wish("remove_member", 1));
      world.sleep(Duration.ofSeconds(1));
      world.deliver("n2", wish("add_member", 2));
      world.sleep(Duration.ofSeconds(1));
      int before = world.lines().size();
      world.deliver("n2", wish("remove_member", 1));
      world.sleep(Duration.ofSeconds(1));
      assertFalse(since(before, "n3").isEmpty(), "n3 is a member, and hears of the leader");
    });
  }

  private static String wish(String type, int number) {
    return ("{'type':'forward','msg_id':%d,'command':{'type':'%s','member':'n3',"
            + "'by':{'node':'n2','life':5,'number':%d,'oldest':%d}}}")
        .formatted(200 + number, type, number, number);
  }

  @Test
  void noMemberComesOrGoesBeforeTheLeaderHasCommittedAnEntryOfItsOwn() {
    assertFalse(Directed.changesMembersBeforeACommit(RaftKv::new));
  }

  @Test
  void aMemberThatIsNoNodeIsNotAdded() {
    run(() -> {
      elect();
      String request = "{'type':'add_member','msg_id':77,'member':'c9'}";
      assertTrue(answer("c1", request).contains("'code':12"));
    });
  }
}
