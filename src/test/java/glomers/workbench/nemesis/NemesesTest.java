package glomers.workbench.nemesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Body;
import glomers.node.Message;
import glomers.simulation.SimulatedHost;
import glomers.simulation.Simulation;
import glomers.workbench.SeededRandom;
import glomers.workbench.network.Conditions;
import glomers.workbench.network.Latency;
import glomers.workbench.network.MessageFaults;
import glomers.workbench.network.Network;
import glomers.workbench.network.NetworkJournal;
import glomers.workbench.network.Party;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NemesesTest {
  private static final List<String> NODES = List.of("n0", "n1", "n2");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final List<String> history = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final Set<String> paused = new TreeSet<>();
  private final Set<String> crashed = new TreeSet<>();
  private final Set<String> skewed = new TreeSet<>();
  private String whyNotBack = "";
  private String whyNotChanged = "";
  private String unforkable = "";
  private Duration interval = Duration.ofSeconds(2);

  private final Victims victims =
      new Victims() {
        @Override
        public void pause(String node) {
          assertTrue(!crashed.contains(node), () -> node + " is down and was paused: " + done);
          done.add("pause " + node);
          if (node.equals(unforkable)) {
            throw new IllegalStateException("no shell for " + node);
          }
          paused.add(node);
        }

        @Override
        public void resume(String node) {
          done.add("resume " + node);
          paused.remove(node);
        }

        @Override
        public void crash(String node) {
          done.add("crash " + node);
          crashed.add(node);
          assertEquals(1, crashed.size(), () -> "more than one is down: " + done);
        }

        @Override
        public String restart(String node) {
          done.add("restart " + node);
          crashed.remove(node);
          return whyNotBack;
        }

        @Override
        public String changeMembers(String request, String member) {
          done.add(request + " " + member);
          return whyNotChanged;
        }

        @Override
        public void setClock(String node, Duration ahead, double rate) {
          done.add("clock " + node + " " + ahead + " " + rate);
          assertTrue(
              ahead.abs().toMillis() <= 1_000 && Math.abs(rate - 1) <= 0.05, () -> "" + done);
          if (ahead.isZero() && rate == 1) {
            skewed.remove(node);
          } else {
            skewed.add(node);
          }
        }
      };

  /** A minute of these faults, one every two seconds or so; {@code messages} reach each node. */
  private Nemeses run(boolean messages, Fault... kinds) {
    Simulation simulation = new Simulation(3);
    SimulatedHost host = simulation.host("workbench");
    return simulation.call(
        host,
        () -> {
          Network network =
              new Network(
                  host,
                  new Conditions(Latency.NONE, MessageFaults.NONE, false),
                  SeededRandom.of(1, "network"),
                  NetworkJournal.NONE);
          NODES.forEach(node -> network.attach(node, Party.NODE, envelope -> true));
          Nemeses nemeses =
              new Nemeses(
                  host,
                  Faults.NONE.withKinds(kinds).withInterval(interval),
                  network,
                  victims,
                  NODES,
                  List.of(),
                  purpose -> SeededRandom.of(3, purpose),
                  (f, value) -> {
                    history.add(f + " " + value);
                    return host.nanoTime();
                  });
          var resting = nemeses.start(host.nanoTime() + MINUTE.toNanos(), host.promise());
          for (int i = 0; messages && i < 60; i++) {
            host.sleep(Duration.ofSeconds(1));
            NODES.forEach(node -> network.send(new Message("n0", node, Body.of("hello"))));
          }
          for (int i = 0; i < nemeses.count(); i++) {
            resting.take();
          }
          nemeses.heal();
          return nemeses;
        });
  }

  @Test
  void nodesArePausedAndAllOfThemResumed() {
    Nemeses nemeses = run(true, Fault.PAUSE);
    assertEquals(Set.of(), paused);
    assertTrue(nemeses.nodeFaults().size() > 8, () -> "a pause every four seconds: " + done);
    assertTrue(history.get(0).startsWith(":pause [n"), history.get(0));
    assertTrue(history.get(1).matches(":pause \\{n.*=:paused\\}"), history.get(1));
    assertTrue(history.get(2).startsWith(":resume [n"), history.get(2));
    assertTrue(history.get(3).matches(":resume \\{n.*=:resumed\\}"), history.get(3));
    Set<Integer> counts = new TreeSet<>();
    nemeses.nodeFaults().forEach(window -> counts.add(window.nodes().size()));
    assertEquals(Set.of(1, 2, 3), counts, "one, some and all are paused");
  }

  @Test
  void aPauseThatNobodyNoticesSaysSo() {
    Nemeses nemeses = run(false, Fault.PAUSE);
    nemeses
        .nodeFaults()
        .forEach(
            window -> assertEquals("nobody sent anything to whom it stopped", window.futility()));
  }

  @Test
  void oneNodeAtATimeIsCrashedAndStartedAgain() {
    Nemeses nemeses = run(true, Fault.CRASH);
    assertEquals(Set.of(), crashed);
    assertTrue(nemeses.nodeFaults().size() > 8, () -> "a crash every four seconds: " + done);
    assertTrue(history.get(0).matches(":crash \\[n.\\]"), history.get(0));
    assertTrue(history.get(1).matches(":crash \\{n.=:crashed\\}"), history.get(1));
    assertTrue(history.get(2).matches(":restart \\[n.\\]"), history.get(2));
    assertTrue(history.get(3).matches(":restart \\{n.=:restarted\\}"), history.get(3));
  }

  @Test
  void aNodeThatDoesNotComeBackIsShownWithTheReason() {
    whyNotBack = "Node n1 did not answer init within 10 s.";
    run(true, Fault.CRASH);
    assertTrue(history.get(3).contains("did not answer init"), history.get(3));
  }

  @Test
  void aCrashOfANodeThatHadHeardNothingSaysSo() {
    Nemeses nemeses = run(false, Fault.CRASH);
    nemeses
        .nodeFaults()
        .forEach(window ->
            assertEquals("it had heard nothing yet that it could forget", window.futility()));
  }

  @Test
  void clocksAreSetWrongAndRightAgain() {
    run(true, Fault.SKEW);
    assertEquals(Set.of(), skewed);
    assertTrue(history.get(0).startsWith(":skew-clock [n"), history.get(0));
    assertTrue(history.get(1).contains(":ahead-ms="), history.get(1));
    assertTrue(history.get(3).matches(":reset-clock \\{n.*=:reset\\}"), history.get(3));
  }

  @Test
  void aMemberIsRemovedAndAddedAgainBeforeAnotherIs() {
    run(true, Fault.MEMBERSHIP);
    assertTrue(done.size() > 4 && done.size() % 2 == 0, () -> "" + done);
    for (int i = 0; i < done.size(); i += 2) {
      assertTrue(done.get(i).matches("remove_member n[0-2]"), done.get(i));
      assertEquals(done.get(i).replace("remove", "add"), done.get(i + 1));
    }
  }

  @Test
  void aRemovalThatNobodyConfirmedSaysSo() {
    whyNotChanged = "n0: not now";
    Nemeses nemeses = run(true, Fault.MEMBERSHIP);
    nemeses
        .nodeFaults()
        .forEach(
            window -> assertEquals("nobody said that the member was removed", window.futility()));
    assertTrue(history.get(1).contains("n0: not now"), history.get(1));
  }

  @Test
  void aNemesisThatFailsComesToRestAndEverythingIsUndone() {
    unforkable = "n1";
    Nemeses nemeses = run(true, Fault.PAUSE, Fault.CRASH);
    assertEquals("no shell for n1", nemeses.failure().orElseThrow().getMessage());
    assertEquals(Set.of(), paused);
    assertEquals(
        "pause n1", done.stream().filter(each -> each.startsWith("pause")).toList().getLast());
    assertTrue(done.contains("resume n1"), () -> "" + done);
    assertEquals(Set.of(), crashed, "the others go on");
  }

  @Test
  void anIntervalWithoutEndIsAFaultThatDoesNotComeYet() {
    interval = Duration.ofNanos(Long.MAX_VALUE);
    run(true, Fault.CRASH, Fault.SKEW);
    assertEquals(List.of(), done);
  }

  @Test
  void oneKindDoesNotChangeWhatAnotherDoes() {
    run(true, Fault.PARTITION);
    List<String> alone = List.copyOf(history);
    history.clear();
    run(true, Fault.PARTITION, Fault.CRASH, Fault.SKEW, Fault.PAUSE);
    assertEquals(alone, history.stream().filter(entry -> entry.contains("-partition")).toList());
  }

  @Test
  void whatIsPausedIsNeverDown() {
    run(true, Fault.PAUSE, Fault.CRASH);
    assertTrue(done.stream().anyMatch(each -> each.startsWith("crash")), () -> "" + done);
  }
}
