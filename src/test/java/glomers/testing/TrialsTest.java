package glomers.testing;

import static glomers.workbench.nemesis.Fault.LOSS;
import static glomers.workbench.nemesis.Fault.PARTITION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.broadcast.Broadcast;
import glomers.lessons.broken.broadcast.SendOnceBroadcast;
import glomers.lessons.broken.counter.ReadThenWriteCounter;
import glomers.lessons.broken.txn.KeyByKeyTransactions;
import glomers.node.Body;
import glomers.node.Node;
import glomers.workbench.history.HistoryLines;
import glomers.workbench.network.Latency.Distribution;
import glomers.workbench.workload.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialsTest {
  @TempDir Path folder;

  private Trials sendingOnce() {
    return Trials.of("broadcast", SendOnceBroadcast::new)
        .nodes(5)
        .faults(PARTITION, LOSS)
        .seeds(20)
        .keptIn(folder);
  }

  private static String failure(org.junit.jupiter.api.function.Executable trials) {
    return assertThrows(AssertionError.class, trials).getMessage();
  }

  private static String line(String text, String start) {
    return text.lines()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line \"" + start + "\" in\n" + text))
        .substring(start.length())
        .strip();
  }

  @Test
  void aRightNodeIsValidOnEverySeed() {
    Trials.of("broadcast", Broadcast::new).nodes(5).faults(PARTITION, LOSS).seeds(20).mustBeValid();
  }

  @Test
  void aFailureTellsTheSmallestRunAndHowToRepeatItAndWhereItsPageIs() throws Exception {
    String text = failure(() -> sendingOnce().mustBeValid());
    assertTrue(text.startsWith("Seed "), text);
    assertTrue(text.contains("NOT VALID"), text);
    assertTrue(text.contains("broadcast"), text);
    assertTrue(text.contains("| "), text);
    assertTrue(
        line(text, "Again:").startsWith("Trials.of(\"broadcast\", SendOnceBroadcast::new).nodes("),
        text);
    assertTrue(line(text, "Again:").endsWith(".mustBeValid();"), text);
    Path page = Path.of(line(text, "Page:"));
    assertTrue(page.startsWith(folder.toRealPath()) && Files.size(page) > 10_000, page::toString);
  }

  @Test
  void theLineOfCodeRepeatsTheRunThatItWasMadeFor() {
    Trials trials =
        sendingOnce()
            .nodes(4)
            .clients(2)
            .rate(20)
            .seconds(3)
            .latency(20, Distribution.UNIFORM)
            .topology(Topology.LINE)
            .fault(LOSS, "0.3")
            .interval(0.5);
    assertEquals(
        "Trials.of(\"broadcast\", SendOnceBroadcast::new).nodes(4).clients(2).rate(20).seconds(3)"
            + ".latency(20, Distribution.UNIFORM).topology(Topology.LINE).fault(LOSS, \"0.3\")"
            + ".fault(PARTITION, \"halves,one-way,ring,isolated\").interval(0.5).run(7)"
            + ".mustBeValid();",
        trials.fault(PARTITION, "halves,one-way,ring,isolated").run(7).code());
  }

  @Test
  void aRunIsTheSameAgainWithItsSeed() {
    TestedRun one = sendingOnce().run(3);
    TestedRun other = sendingOnce().run(3);
    assertEquals(
        one.history().stream().map(HistoryLines::edn).toList(),
        other.history().stream().map(HistoryLines::edn).toList());
    assertEquals(one.messages(), other.messages());
    assertEquals(one.words(), other.words());
    assertFalse(one.history().equals(sendingOnce().run(4).history()));
  }

  @Test
  void aRunGivesItsHistoryMessagesAndFigures() {
    TestedRun run = Trials.of("broadcast", Broadcast::new).nodes(3).run(1);
    run.mustBeValid();
    assertTrue(run.valid() && run.ways().isEmpty());
    assertTrue(run.messages().size() > run.history().size() / 2);
    assertEquals(
        run.history().stream().filter(entry -> entry.isClient()).count() / 2,
        (long) run.figure("stats", "count").orElseThrow());
    assertTrue(run.simulated().toSeconds() > 5);
  }

  @Test
  void brokenNodesMustFailInTheWayThatIsExpectedAndNoOther() {
    sendingOnce().mustFail("lost");
    String other = failure(() -> sendingOnce().mustFail("stale"));
    assertTrue(other.startsWith("These nodes were to fail by stale alone."), other);
    String none =
        failure(() -> Trials.of("broadcast", Broadcast::new).nodes(2).seeds(3).mustFail("lost"));
    assertEquals("3 seeds from 1 on were to fail by lost, but 0 failed, and none by lost.", none);
  }

  @Test
  void aLostUpdateIsShownByItsMessages() throws Exception {
    String text =
        failure(() ->
            Trials.of("g-counter", ReadThenWriteCounter::new)
                .nodes(3)
                .rate(50)
                .keptIn(folder)
                .mustBeValid());
    assertTrue(text.contains("Again: Trials.of(\"g-counter\", ReadThenWriteCounter::new)"), text);
    assertEquals(2, text.lines().filter(line -> line.contains("- write ")).count(), text);
    assertTrue(text.contains("seq-kv"), text);
  }

  @Test
  void aFracturedReadIsShownByItsMessages() throws Exception {
    String text =
        failure(() ->
            Trials.of("txn-rw-register", KeyByKeyTransactions::new)
                .nodes(3)
                .clients(2)
                .rate(60)
                .keys(2)
                .writesPerKey(4)
                .latency(20)
                .consistency("read-atomic")
                .keptIn(folder)
                .mustBeValid());
    assertTrue(text.contains("Trials.of(\"txn-rw-register\", KeyByKeyTransactions::new)"), text);
    assertTrue(text.lines().findFirst().orElseThrow().endsWith(": fractured-reads"), text);
    assertTrue(text.contains("txn"), text);
  }

  @Test
  void whatANodeThrowsIsTheFailure() {
    String text =
        failure(() ->
            Trials.of(
                    "echo",
                    node -> {
                      node.handle("echo", request -> {});
                      node.background(
                          "breaks",
                          () -> {
                            throw new IllegalStateException("this node is broken");
                          });
                    })
                .nodes(1)
                .keptIn(folder)
                .run(1)
                .mustBeValid());
    assertTrue(text.contains("this node is broken"), text);
  }

  @Test
  void anEchoThatLiesIsFound() {
    Trials.of(
            "echo",
            node ->
                node.handle(
                    "echo", request -> node.reply(request, Body.of("echo_ok").put("echo", "no"))))
        .nodes(1)
        .seeds(2)
        .mustFail("errors");
  }

  @Test
  void optionsThatMakeNoSenseAreRefusedInALine() {
    Trials trials = Trials.of("echo", TrialsTest::nothing);
    for (org.junit.jupiter.api.function.Executable wrong :
        List.<org.junit.jupiter.api.function.Executable>of(
            () -> Trials.of("echos", TrialsTest::nothing),
            () -> trials.nodes(0),
            () -> trials.consistency("perfect"),
            () -> trials.fault(LOSS, "2"),
            () -> trials.availability(2),
            () -> trials.seeds(0))) {
      String line = assertThrows(IllegalArgumentException.class, wrong).getMessage();
      assertEquals(1, line.lines().count(), line);
    }
  }

  private static void nothing(Node node) {
    node.handle("echo", request -> {});
  }
}
