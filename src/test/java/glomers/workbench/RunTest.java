package glomers.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;
import glomers.simulation.SimulatedHost;
import glomers.simulation.Simulation;
import glomers.workbench.FakeCluster.FakeNode;
import glomers.workbench.checker.CounterTotals.Recency;
import glomers.workbench.checker.kafka.KafkaChecker.CommitRule;
import glomers.workbench.history.HistoryLines;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.nemesis.Fault;
import glomers.workbench.nemesis.Faults;
import glomers.workbench.network.Conditions;
import glomers.workbench.network.MessageFaults;
import glomers.workbench.network.Network;
import glomers.workbench.network.NetworkJournal;
import glomers.workbench.protocol.ProtocolFaults;
import glomers.workbench.service.Service;
import glomers.workbench.workload.Parameters;
import glomers.workbench.workload.Topology;
import glomers.workbench.workload.Workloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RunTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final List<Message> seen = new ArrayList<>();
  private FakeCluster cluster;
  private Simulation simulation;

  private static Plan plan(int nodes, int concurrency, double rate) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      names.add("n" + i);
    }
    return new Plan(
        names,
        concurrency,
        rate,
        LIMIT,
        Faults.NONE,
        Plan.QUIET_PERIOD,
        Plan.INIT_TIMEOUT,
        Long.MAX_VALUE,
        false);
  }

  private static Plan withPartitions(Plan plan) {
    return new Plan(
        plan.nodes(),
        plan.concurrency(),
        plan.rate(),
        plan.timeLimit(),
        Faults.NONE.withKinds(Fault.PARTITION).withInterval(Duration.ofSeconds(2)),
        plan.quietPeriod(),
        plan.initTimeout(),
        Long.MAX_VALUE,
        plan.compat());
  }

  private static Plan compatible(Plan plan) {
    return new Plan(
        plan.nodes(),
        plan.concurrency(),
        plan.rate(),
        plan.timeLimit(),
        plan.faults(),
        plan.quietPeriod(),
        plan.initTimeout(),
        Long.MAX_VALUE,
        true);
  }

  private RunOutcome run(String workload, Plan plan, BiConsumer<FakeNode, Message> behaviour) {
    return run(workload, plan, List.of(), behaviour);
  }

  private RunOutcome run(
      String workload, Plan plan, List<Service> services, BiConsumer<FakeNode, Message> behaviour) {
    simulation = new Simulation(1);
    SimulatedHost host = simulation.host("workbench");
    return simulation.call(
        host,
        () -> {
          Conditions conditions =
              new Conditions(
                  (client, random) -> 500_000 + random.nextInt(500_000), MessageFaults.NONE, false);
          Network network =
              new Network(host, conditions, SeededRandom.of(1, "network"), NetworkJournal.NONE);
          cluster =
              new FakeCluster(
                  host,
                  network,
                  (node, message) -> {
                    seen.add(message);
                    behaviour.accept(node, message);
                  });
          Parameters parameters =
              new Parameters(
                  host,
                  SeededRandom.of(1, "operations"),
                  plan.nodes(),
                  plan.concurrency(),
                  Topology.GRID,
                  10,
                  4,
                  16,
                  List.of(),
                  plan.compat() ? Recency.OFF : Recency.REPORTED,
                  CommitRule.ANY,
                  Optional.empty(),
                  0,
                  plan.compat());
          return new Run(
                  host,
                  plan,
                  Workloads.create(workload, parameters).orElseThrow(),
                  network,
                  cluster,
                  services,
                  new ProtocolFaults(),
                  new Chance(1),
                  false)
              .execute();
        });
  }

  private static void echo(FakeNode node, Message request) {
    ObjectNode body = Body.of("echo_ok");
    body.set("echo", request.field("echo"));
    node.reply(request, body);
  }

  private static void emptyBroadcast(FakeNode node, Message request) {
    ObjectNode body = Body.of(request.type() + "_ok");
    if (request.type().equals("read")) {
      body.putArray("messages");
    }
    node.reply(request, body);
  }

  private static long count(RunOutcome outcome, Type type) {
    return outcome.history().stream()
        .filter(entry -> entry.isClient() && entry.type() == type)
        .count();
  }

  @Test
  void everyOperationIsInvokedAndCompleted() {
    RunOutcome outcome = run("echo", plan(3, 3, 10), FakeCluster.ready(RunTest::echo));
    assertEquals(200, count(outcome, Type.INVOKE), 40);
    assertEquals(count(outcome, Type.INVOKE), count(outcome, Type.OK));
    for (int i = 0; i < outcome.history().size(); i++) {
      assertEquals(i, outcome.history().get(i).index());
    }
    assertTrue(outcome.history().getLast().time() <= LIMIT.toNanos() + 10_000_000);
    assertTrue(cluster.stopped);
  }

  @Test
  void nodesGetInitFirstFromAClientOfItsOwn() {
    run("echo", plan(3, 3, 10), FakeCluster.ready(RunTest::echo));
    List<Message> inits = seen.stream().filter(message -> message.type().equals("init")).toList();
    assertEquals(inits, seen.subList(0, 3));
    assertEquals(
        Set.of("n0", "n1", "n2"),
        inits.stream().map(init -> init.text("node_id")).collect(Collectors.toSet()));
    for (Message init : inits) {
      assertEquals(init.dest(), init.text("node_id"));
      assertEquals("[\"n0\",\"n1\",\"n2\"]", init.array("node_ids").toString());
      assertEquals(1, init.integer("msg_id"));
    }
    assertEquals(
        Set.of("c0", "c1", "c2"), inits.stream().map(Message::src).collect(Collectors.toSet()));
  }

  @Test
  void workersStayWithTheirNodeAndTakeTurns() {
    RunOutcome outcome = run("echo", plan(2, 4, 20), FakeCluster.ready(RunTest::echo));
    List<Integer> processes =
        outcome.history().stream()
            .filter(entry -> entry.type() == Type.INVOKE)
            .map(Operation::process)
            .toList();
    assertEquals(List.of(0, 1, 2, 3, 0, 1, 2, 3), processes.subList(0, 8));
    Set<String> pairs =
        seen.stream()
            .filter(message -> message.type().equals("echo"))
            .map(message -> message.src() + " " + message.dest())
            .collect(Collectors.toSet());
    assertEquals(4, pairs.size(), () -> "each client has one node: " + new TreeSet<>(pairs));
  }

  @Test
  void aTimeoutIsInfoAndItsProcessNeverActsAgain() {
    RunOutcome outcome =
        run(
            "echo",
            plan(1, 2, 10),
            FakeCluster.ready((node, message) -> {
              if (!message.src().equals("c2")) {
                echo(node, message);
              }
            }));
    Operation info =
        outcome.history().stream().filter(e -> e.type() == Type.INFO).findFirst().orElseThrow();
    assertEquals(Keyword.of("net-timeout"), info.extra().get(Operation.ERROR));
    assertEquals(1, count(outcome, Type.INFO), "only the client c2 is never answered");
    List<Integer> after =
        outcome.history().stream()
            .filter(e -> e.index() > info.index() && e.process() % 2 == info.process())
            .map(Operation::process)
            .distinct()
            .toList();
    assertEquals(List.of(info.process() + 2), after, "grown by the concurrency");
  }

  @Test
  void aDefiniteErrorIsAFailureAndAnIndefiniteOneIsNot() {
    RunOutcome outcome =
        run(
            "echo",
            plan(1, 1, 10),
            FakeCluster.ready((node, message) ->
                node.reply(
                    message, Body.error(message.integer("msg_id") % 2 == 1 ? 11 : 13, "no"))));
    Operation fail =
        outcome.history().stream().filter(e -> e.type() == Type.FAIL).findFirst().orElseThrow();
    assertEquals(
        "0\t:fail\t:echo\t\"" + fail.value() + "\"\t[:temporarily-unavailable \"no\"]",
        HistoryLines.text(fail));
    Operation info =
        outcome.history().stream().filter(e -> e.type() == Type.INFO).findFirst().orElseThrow();
    assertTrue(HistoryLines.text(info).endsWith("[:crash \"no\"]"), HistoryLines.text(info));
  }

  @Test
  void aMalformedReplyIsInfoWithWhatWasThrown() {
    RunOutcome outcome =
        run(
            "echo",
            plan(1, 1, 10),
            FakeCluster.ready((node, message) -> node.reply(message, Body.of("echo"))));
    Operation info =
        outcome.history().stream().filter(e -> e.type() == Type.INFO).findFirst().orElseThrow();
    assertTrue(info.extra().containsKey(Operation.EXCEPTION));
    assertTrue(
        info.extra().get(Operation.ERROR).toString().startsWith("indeterminate: n0 answered"),
        () -> "" + info);
    assertTrue(outcome.protocol().verdict().details().toString().contains("malformed-reply"));
  }

  @Test
  void broadcastTellsTheTopologyBeforeAndReadsEveryNodeAfterAQuietTime() {
    RunOutcome outcome =
        run("broadcast", plan(5, 5, 10), FakeCluster.ready(RunTest::emptyBroadcast));
    List<Message> topologies =
        seen.stream().filter(message -> message.type().equals("topology")).toList();
    assertEquals(topologies, seen.subList(5, 10), "after all inits and before everything else");
    assertEquals(
        "{\"n0\":[\"n3\",\"n1\"],\"n1\":[\"n4\",\"n2\",\"n0\"],\"n2\":[\"n1\"],"
            + "\"n3\":[\"n0\",\"n4\"],\"n4\":[\"n1\",\"n3\"]}",
        topologies.getFirst().object("topology").toString());
    List<Operation> finals =
        outcome.history().stream()
            .filter(entry -> entry.isFinal() && entry.type() == Type.INVOKE)
            .toList();
    assertEquals(5, finals.size());
    assertEquals(5, finals.stream().map(Operation::process).distinct().count());
    long lastBefore =
        outcome.history().stream()
            .filter(entry -> !entry.isFinal())
            .mapToLong(Operation::time)
            .max()
            .orElseThrow();
    assertTrue(finals.getFirst().time() - lastBefore >= Plan.QUIET_PERIOD.toNanos());
  }

  @Test
  void aFailedReadIsNoMystery() {
    RunOutcome outcome = run("broadcast", plan(1, 1, 10), FakeCluster.ready((node, message) -> {}));
    outcome
        .history()
        .forEach(entry -> {
          if (entry.type() != Type.INVOKE) {
            Type expected = entry.f().name().equals("read") ? Type.FAIL : Type.INFO;
            assertEquals(expected, entry.type(), () -> "" + entry);
          }
        });
  }

  @Test
  void theNemesisBeginsAtOnceAndIsHealedBeforeTheLastReads() {
    RunOutcome outcome =
        run(
            "broadcast",
            withPartitions(plan(5, 5, 10)),
            FakeCluster.ready(RunTest::emptyBroadcast));
    List<Operation> faults = outcome.history().stream().filter(entry -> !entry.isClient()).toList();
    assertTrue(faults.getFirst().time() < 1_000_000_000, "the first cut comes at once");
    assertTrue(faults.size() >= 8, "about one change every 2 s in 20 s: " + faults.size());
    assertEquals(0, faults.size() % 4, "what was cut is mended");
    long lastFault = faults.getLast().index();
    assertTrue(
        outcome.history().stream().filter(Operation::isFinal).allMatch(e -> e.index() > lastFault));
    assertEquals(faults.size() / 4, outcome.partitions().size());
  }

  @Test
  void aRateOfZeroMakesNoOperations() {
    RunOutcome outcome = run("echo", plan(1, 1, 0), FakeCluster.ready(RunTest::echo));
    assertEquals(List.of(), outcome.history());
    assertTrue(simulation.now().compareTo(LIMIT) >= 0, "it waits all the same");
  }

  @Test
  void busyWorkersMakeOperationsLateAndNothingElse() {
    RunOutcome outcome =
        run(
            "echo",
            plan(1, 1, 1000),
            FakeCluster.ready((node, message) -> {
              if (message.integer("msg_id") > 1) {
                echo(node, message);
              }
            }));
    long waited = 5_000_000_000L;
    Operation second =
        outcome.history().stream().filter(e -> e.type() == Type.INFO).findFirst().orElseThrow();
    assertTrue(second.time() >= waited, "one worker, and it waits for 5 s");
  }

  @Test
  void aNodeThatIsSilentInInitEndsTheRunWithAnExplanation() {
    SetUpException e =
        assertThrows(
            SetUpException.class, () -> unwrap(() -> run("echo", plan(2, 2, 10), (n, m) -> {})));
    assertTrue(e.getMessage().contains("did not answer init within 10 s"), e.getMessage());
    assertTrue(e.getMessage().contains("init_ok"), e.getMessage());
    assertTrue(e.getMessage().contains("flush"), e.getMessage());
    assertTrue(cluster.stopped, "and leaves no node behind");
  }

  @Test
  void aWrongAnswerToInitIsQuoted() {
    SetUpException e =
        assertThrows(
            SetUpException.class,
            () ->
                unwrap(() ->
                    run(
                        "echo",
                        plan(1, 1, 10),
                        (node, message) -> node.reply(message, Body.of("ok")))));
    assertTrue(
        e.getMessage().contains("answered init with {\"type\":\"ok\",\"in_reply_to\":1}"),
        e.getMessage());
  }

  @Test
  void aNodeThatDiesInInitEndsTheRunAtOnce() {
    SetUpException e =
        assertThrows(
            SetUpException.class,
            () ->
                unwrap(() ->
                    run(
                        "echo",
                        plan(3, 3, 10),
                        (node, message) -> {
                          if (node.name.equals("n1")) {
                            node.die("exited with status 1");
                          }
                        })));
    assertTrue(e.getMessage().contains("exited with status 1 before"), e.getMessage());
    assertTrue(e.getMessage().contains("the end is near"), e.getMessage());
    assertTrue(simulation.now().compareTo(Duration.ofSeconds(1)) < 0, "at once");
  }

  @Test
  void aNodeThatDiesLaterStopsTheOperationsAndKeepsWhatHappened() {
    RunOutcome outcome = run("echo", plan(2, 2, 10), FakeCluster.ready(dyingAfter(20)));
    assertEquals("n1", outcome.death().orElseThrow().node());
    assertTrue(count(outcome, Type.OK) > 10);
    assertTrue(simulation.now().compareTo(LIMIT) < 0, "the rest of the time is not waited out");
    assertEquals(count(outcome, Type.INVOKE), count(outcome, Type.OK) + count(outcome, Type.INFO));
  }

  @Test
  void inCompatibleModeADeathIsOnlyNoticedInTheEnd() {
    RunOutcome outcome = run("echo", compatible(plan(2, 2, 10)), FakeCluster.ready(dyingAfter(20)));
    assertTrue(outcome.death().isPresent());
    assertTrue(simulation.now().compareTo(LIMIT) >= 0);
  }

  private static BiConsumer<FakeNode, Message> dyingAfter(int requests) {
    int[] count = {0};
    return (node, message) -> {
      if (node.name.equals("n1") && ++count[0] >= requests) {
        node.die("was killed");
      } else {
        echo(node, message);
      }
    };
  }

  @Test
  void servicesAreThereBeforeTheFirstNode() {
    Service greeter =
        new Service() {
          @Override
          public String name() {
            return "greeter";
          }

          @Override
          public List<String> requests() {
            return List.of("greet");
          }

          @Override
          public Optional<ObjectNode> handle(Message request) {
            return request.type().equals("greet")
                ? Optional.of(Body.of("greet_ok"))
                : Optional.empty();
          }
        };
    RunOutcome outcome =
        run(
            "echo",
            plan(1, 1, 10),
            List.of(greeter),
            (node, message) -> {
              switch (message.type()) {
                case "init" -> {
                  node.send("greeter", Body.of("greet").put("msg_id", 1));
                  node.send("greeter", Body.of("nonsense").put("msg_id", 2));
                  node.reply(message, Body.of("init_ok"));
                }
                case "echo" -> echo(node, message);
                default -> {}
              }
            });
    List<Message> greetings =
        seen.stream().filter(message -> message.src().equals("greeter")).toList();
    assertEquals(1, greetings.size(), "an unknown request gets no reply");
    assertEquals(1, greetings.getFirst().inReplyTo().orElseThrow());
    assertEquals(3, outcome.network().servers().sent());
  }

  @Test
  void theSameSeedGivesTheSameHistory() {
    List<String> first = histories();
    assertEquals(first, histories());
    assertFalse(first.isEmpty());
  }

  private List<String> histories() {
    return run(
            "broadcast", withPartitions(plan(5, 5, 50)), FakeCluster.ready(RunTest::emptyBroadcast))
        .history()
        .stream()
        .map(HistoryLines::edn)
        .toList();
  }

  /** The simulation wraps what its main task throws. */
  private static void unwrap(Runnable run) {
    try {
      run.run();
    } catch (RuntimeException | Error e) {
      Throwable cause = e;
      while (cause != null && !(cause instanceof SetUpException)) {
        cause = cause.getCause();
      }
      if (cause != null) {
        throw (SetUpException) cause;
      }
      throw e;
    }
  }
}
