package glomers.cli;

import glomers.node.Host;
import glomers.node.Node;
import glomers.simulation.SimulatedHost;
import glomers.simulation.Simulation;
import glomers.workbench.Run;
import glomers.workbench.RunOutcome;
import glomers.workbench.SeededRandom;
import glomers.workbench.inprocess.InProcessCluster;
import glomers.workbench.network.Conditions;
import glomers.workbench.network.Delay;
import glomers.workbench.network.Network;
import glomers.workbench.protocol.ProtocolFaults;
import glomers.workbench.service.Service;
import glomers.workbench.service.Services;
import glomers.workbench.store.RunFolder;
import glomers.workbench.workload.Workload;
import glomers.workbench.workload.Workloads;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Our own nodes in this JVM, in simulated time: the same workload, network, faults and checkers as
 * with processes, hundreds of times faster, and the same again with the same seed.
 */
final class SimulationEngine implements TestRun.Engine {
  /** Each delivery's own time beside the latency: with none at all, nothing would ever overlap. */
  private static final double MEAN_PROCESSING_NANOS = 500_000;

  private final TestOptions options;
  private final Consumer<Node> challenge;
  private final PrintStream out;

  SimulationEngine(TestOptions options, Consumer<Node> challenge, PrintStream out) {
    this.options = options;
    this.challenge = challenge;
    this.out = out;
  }

  @Override
  public String introduction() {
    return "This is the workbench of Gossip Glomers in Java, in simulated time";
  }

  @Override
  public TestRun.Done run(long seed, RunFolder folder) {
    Simulation simulation = new Simulation(seed);
    SimulatedHost host = simulation.host("workbench");
    Workload workload =
        Workloads.create(options.arguments().workload, options.parameters(host, seed))
            .orElseThrow();
    RunOutcome outcome =
        simulation.call(host, () -> run(simulation, host, workload, seed).execute());
    return new TestRun.Done(outcome, workload);
  }

  private Run run(Simulation simulation, Host host, Workload workload, long seed) {
    TestArguments arguments = options.arguments();
    Conditions asked = options.conditions();
    Conditions conditions =
        new Conditions(
            withProcessing(asked.delay()), asked.loss(), asked.duplicate(), asked.queued());
    Network network =
        new Network(
            host,
            conditions,
            SeededRandom.of(seed, "network"),
            new PrintedJournal(out, arguments.logNetSend, arguments.logNetRecv));
    InProcessCluster cluster = new InProcessCluster(network, simulation::host, challenge);
    List<Service> services = Services.all(SeededRandom.of(seed, "services"), arguments.compat);
    ProtocolFaults faults = new ProtocolFaults();
    return new Run(host, options.plan(), workload, network, cluster, services, faults, seed);
  }

  private static Delay withProcessing(Delay latency) {
    return (client, random) ->
        latency.nanos(client, random)
            + (long) (-MEAN_PROCESSING_NANOS * StrictMath.log(1 - random.nextDouble()));
  }
}
