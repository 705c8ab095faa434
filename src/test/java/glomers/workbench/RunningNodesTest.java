package glomers.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.node.Message;
import glomers.node.Promise;
import glomers.simulation.SimulatedHost;
import glomers.simulation.Simulation;
import glomers.workbench.checker.CounterTotals.Recency;
import glomers.workbench.checker.kafka.KafkaChecker.CommitRule;
import glomers.workbench.nemesis.Faults;
import glomers.workbench.network.Conditions;
import glomers.workbench.network.Latency;
import glomers.workbench.network.MessageFaults;
import glomers.workbench.network.Network;
import glomers.workbench.network.NetworkJournal;
import glomers.workbench.protocol.ProtocolFaults;
import glomers.workbench.workload.Parameters;
import glomers.workbench.workload.Topology;
import glomers.workbench.workload.Workloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Nodes that are started again after a crash. */
class RunningNodesTest {
  private final List<NodeDeath> deaths = new ArrayList<>();
  private final AtomicBoolean halted = new AtomicBoolean();

  private String restart(
      BiConsumer<FakeCluster.FakeNode, Message> behaviour, boolean haltMeanwhile) {
    Simulation simulation = new Simulation(1);
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
          ProtocolFaults faults = new ProtocolFaults();
          FakeCluster cluster = new FakeCluster(host, network, behaviour);
          cluster.attach("n0");
          Plan plan =
              new Plan(
                  List.of("n0"),
                  1,
                  5,
                  Duration.ofSeconds(5),
                  Faults.NONE,
                  Plan.QUIET_PERIOD,
                  Plan.INIT_TIMEOUT,
                  Long.MAX_VALUE,
                  false);
          Parameters parameters =
              new Parameters(
                  host,
                  SeededRandom.of(1, "operations"),
                  plan.nodes(),
                  1,
                  Topology.GRID,
                  10,
                  4,
                  16,
                  List.of(),
                  Recency.REPORTED,
                  CommitRule.ANY,
                  Optional.empty(),
                  0,
                  false);
          OpenClients clients = new OpenClients(host, network, faults, halted::get);
          Promise<NodeDeath> death = host.promise();
          SetUp setUp =
              new SetUp(
                  host,
                  plan,
                  Workloads.create("echo", parameters).orElseThrow(),
                  cluster,
                  clients,
                  death);
          RunningNodes nodes =
              new RunningNodes(
                  cluster,
                  setUp,
                  plan.nodes(),
                  clients,
                  faults.disturbances(),
                  halted::get,
                  deaths::add);
          if (haltMeanwhile) {
            host.start(
                "halt",
                Duration.ofSeconds(1),
                () -> {
                  halted.set(true);
                  clients.closeAll();
                });
          }
          return nodes.restart("n0");
        });
  }

  @Test
  void aNodeThatIsNotBackBecauseTheRunWasHaltedHasNotDied() {
    assertEquals("the run was over", restart((node, message) -> {}, true));
    assertEquals(List.of(), deaths);
  }

  @Test
  void aNodeThatDoesNotComeBackHasDied() {
    restart((node, message) -> {}, false);
    assertEquals(1, deaths.size());
  }
}
