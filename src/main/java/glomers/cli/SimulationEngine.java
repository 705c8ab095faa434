package glomers.cli;

import glomers.experiment.Experiment;
import glomers.node.Node;
import glomers.simulation.SimulationOptions;
import glomers.workbench.store.RunFolder;
import glomers.workbench.workload.Workloads;
import java.io.PrintStream;
import java.util.function.Consumer;

/** Our own nodes in this JVM, in simulated time. */
final class SimulationEngine implements TestRun.Engine {
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
    TestArguments arguments = options.arguments();
    Experiment experiment =
        new Experiment(
            options.plan(),
            (host, of) ->
                Workloads.create(arguments.workload, options.parameters(host, of)).orElseThrow(),
            options.conditions(),
            options.availability(),
            challenge,
            SimulationOptions.defaults());
    Experiment.Ran ran =
        experiment.run(seed, new PrintedJournal(out, arguments.logNetSend, arguments.logNetRecv));
    return new TestRun.Done(ran.outcome(), ran.workload());
  }
}
