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
import glomers.workbench.nemesis.Fault;
import glomers.workbench.network.Latency.Distribution;
import glomers.workbench.workload.Topology;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
    assertTrue(text.startsWith("The first seed that fails is "), text);
    assertTrue(text.contains("\n  lost: a value was acknowledged or seen, and a later read"), text);
    assertEquals(1, text.lines().filter(line -> line.startsWith("Seed ")).count(), text);
    assertTrue(text.contains("NOT VALID"), text);
    assertTrue(text.contains("broadcast"), text);
    assertTrue(text.contains("| "), text);
    assertTrue(text.contains("is process 0"), text);
    assertShowsTheReadWithoutTheValue(text);
    assertTrue(
        line(text, "Again:").startsWith("Trials.of(\"broadcast\", SendOnceBroadcast::new).nodes("),
        text);
    assertTrue(line(text, "Again:").endsWith(".mustBeValid();"), text);
    Path page = Path.of(line(text, "Page:"));
    assertTrue(page.startsWith(folder.toRealPath()) && Files.size(page) > 10_000, page::toString);
  }

  /** One answer of the diagram lacks what was lost. */
  private static void assertShowsTheReadWithoutTheValue(String text) {
    String lost = text.lines().filter(line -> line.contains("shows all but")).findFirst().get();
    String value = lost.replaceFirst(".*shows all but (\\d+).*", "$1");
    assertTrue(
        text.lines()
            .filter(line -> line.contains(" s |") && line.contains("read_ok"))
            .anyMatch(line -> !line.matches(".*read_ok \\[[^\\]]*\\b" + value + "\\b.*")),
        text);
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
    String other = failure(() -> sendingOnce().mustFail("duplicated"));
    assertTrue(
        other.startsWith(
            "These nodes were to fail by duplicated alone.\nThe first seed that fails otherwise is"),
        other);
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
    long writes = text.lines().filter(line -> line.matches(".*- write \\d+ at total -.*")).count();
    assertEquals(2, writes, text);
    assertTrue(text.contains("seq-kv"), text);
    String last = text.lines().filter(line -> line.contains(" s |")).toList().getLast();
    assertTrue(last.contains("read_ok"), text);
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

  @Test
  void aStrengthThatIsNoneIsRefusedWithWhatItMayBe() {
    Trials trials = Trials.of("echo", TrialsTest::nothing);
    assertEquals(
        "fault(LOSS, \"10%\"): --loss 10% is no number: say a share from 0 to 1, such as 0.1.",
        assertThrows(IllegalArgumentException.class, () -> trials.fault(LOSS, "10%")).getMessage());
    assertEquals(
        "fault(SKEW, \"1s\"): --skew 1s is no number: say whole milliseconds, such as 1000.",
        assertThrows(IllegalArgumentException.class, () -> trials.fault(Fault.SKEW, "1s"))
            .getMessage());
  }

  @Test
  void aWayToFailThatNoCheckerKnowsIsRefusedWithTheNearest() {
    String line =
        assertThrows(IllegalArgumentException.class, () -> sendingOnce().mustFail("losst"))
            .getMessage();
    assertTrue(
        line.startsWith(
            "mustFail(\"losst\"): no checker of broadcast finds that; did you mean lost? There are"
                + " availability, duplicated, "),
        line);
    assertEquals(1, line.lines().count());
  }

  @Test
  void whatAHandlerThrowsIsShownWithItsClassAndLine() throws Exception {
    String text =
        failure(
            () -> Trials.of("echo", Throwing::new).nodes(1).seeds(1).keptIn(folder).mustBeValid());
    int line = 1 + source().indexOf("      nothing.hashCode();");
    assertTrue(
        text.contains(
            "crashed at glomers.testing.TrialsTest$Throwing (TrialsTest.java:"
                + line
                + "): java.lang.NullPointerException"),
        text);
    assertTrue(text.contains("stats: not one operation of some kind succeeded"), text);
  }

  private static List<String> source() throws IOException {
    return Files.readAllLines(Path.of("src/test/java/glomers/testing/TrialsTest.java"));
  }

  static final class Throwing {
    Throwing(Node node) {
      node.handle("echo", request -> fail(null));
    }

    private static void fail(Object nothing) {
      nothing.hashCode();
    }
  }

  /** The watchdog waits for 10 s of real time. */
  @Test
  void aHandlerThatComputesWithoutEndIsFoundByTheWatchdogWithItsStack() {
    AtomicBoolean end = new AtomicBoolean();
    try {
      Trials trials =
          Trials.of("echo", node -> node.handle("echo", request -> compute(end)))
              .nodes(1)
              .rate(1)
              .seconds(1)
              .keptIn(folder);
      String text = failure(() -> trials.seeds(1).mustBeValid());
      assertTrue(text.startsWith("The first seed that fails is 1 (1 of 1 were run): "), text);
      assertTrue(text.contains("n0/echo did not come back for 10000 ms"), text);
      assertTrue(text.contains("TrialsTest.compute(TrialsTest.java:"), text);
      assertFalse(text.contains("smaller runs"), text);
    } finally {
      end.set(true);
    }
  }

  private static void compute(AtomicBoolean end) {
    long steps = 0;
    while (!end.get()) {
      steps++;
    }
    assertTrue(steps > 0);
  }

  @Test
  void whatHeldIsSaidInOneLine() {
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      Trials.of("broadcast", Broadcast::new).nodes(3).faults(LOSS).seeds(2).mustBeValid();
      sendingOnce().mustFail("lost");
    } finally {
      System.setOut(before);
    }
    List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
    String test = "TrialsTest.whatHeldIsSaidInOneLine: broadcast, ";
    assertTrue(
        lines.get(0).matches(test + "3 nodes, loss: 2 of 2 seeds valid, [0-9.]+ s"),
        said::toString);
    assertTrue(
        lines
            .get(1)
            .matches(test + "5 nodes, loss, partition: [0-9]+ of 20 seeds fail by lost, [0-9.]+ s"),
        said::toString);
  }

  private static void nothing(Node node) {
    node.handle("echo", request -> {});
  }
}
