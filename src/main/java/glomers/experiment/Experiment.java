package glomers.experiment;

import glomers.node.Host;
import glomers.node.Node;
import glomers.simulation.SimulatedHost;
import glomers.simulation.Simulation;
import glomers.simulation.SimulationOptions;
import glomers.workbench.Analysis;
import glomers.workbench.Chance;
import glomers.workbench.Plan;
import glomers.workbench.Run;
import glomers.workbench.RunOutcome;
import glomers.workbench.Wiring;
import glomers.workbench.checker.Availability;
import glomers.workbench.checker.Results;
import glomers.workbench.inprocess.InProcessCluster;
import glomers.workbench.network.Delay;
import glomers.workbench.network.NetworkJournal;
import glomers.workbench.workload.Workload;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Nodes of ours under a workload in simulated time: the same network, faults, services and checkers
 * as with processes, hundreds of times faster, and the same again with the same seed. Immutable; a
 * run shares nothing with another, so that many may go on at once.
 *
 * @param plan what is done and when
 * @param workload what is asked of the nodes; made anew for each run
 * @param latency how long messages take, apart from the time that each delivery takes
 * @param availability which share of operations must succeed
 * @param challenge makes a node one of a challenge
 * @param options what the simulation runs on, and its limits
 */
public record Experiment(
    Plan plan,
    WorkloadSource workload,
    Delay latency,
    Availability availability,
    Consumer<Node> challenge,
    SimulationOptions options) {

  /** Makes the workload of one run. */
  @FunctionalInterface
  public interface WorkloadSource {

    /**
     * A new workload.
     *
     * @param host what it waits on
     * @param chance what it draws from
     */
    Workload create(Host host, Chance chance);
  }

  /**
   * A run that is over.
   *
   * @param outcome what happened
   * @param workload what was asked
   * @param simulated how much simulated time it took
   * @param fingerprint a hash of which task ran when; equal for equal runs
   */
  public record Ran(RunOutcome outcome, Workload workload, Duration simulated, long fingerprint) {}

  /**
   * Where a run leaves the course that its seed gives it.
   *
   * @param after how much simulated time after its start: what happens later is left to chance anew
   * @param number which other course it takes, of many
   */
  public record Branch(Duration after, long number) {}

  /** The same on another kind of threads, or with other limits. */
  public Experiment with(SimulationOptions others) {
    return new Experiment(plan, workload, latency, availability, challenge, others);
  }

  /**
   * Carries out one run; the same seed gives the same one.
   *
   * @throws glomers.workbench.SetUpException if the nodes do not come up
   * @throws glomers.simulation.SimulationFailure if a task fails, spins, or waits outside the seam
   */
  public Ran run(long seed) {
    return run(seed, clock -> NetworkJournal.NONE);
  }

  /**
   * Carries out one run, and tells a journal of every message.
   *
   * @param journals makes it, given the clock of the run, in nanoseconds
   */
  public Ran run(long seed, Function<LongSupplier, NetworkJournal> journals) {
    return run(seed, journals, begun -> {});
  }

  /**
   * The same, watched.
   *
   * @param watcher gets the run before it begins: whatever ends it, what it did so far can be asked
   */
  public Ran run(
      long seed, Function<LongSupplier, NetworkJournal> journals, Consumer<Run> watcher) {
    return run(seed, Optional.empty(), journals, watcher);
  }

  /** The run of a seed up to some moment, and then another: what else might have come of it. */
  public Ran run(long seed, Branch branch) {
    return run(seed, Optional.of(branch), clock -> NetworkJournal.NONE, begun -> {});
  }

  private Ran run(
      long seed,
      Optional<Branch> branch,
      Function<LongSupplier, NetworkJournal> journals,
      Consumer<Run> watcher) {
    Simulation simulation = new Simulation(seed, options);
    SimulatedHost host = simulation.host("workbench");
    NetworkJournal journal = journals.apply(host::nanoTime);
    Chance chance = new Chance(seed);
    Workload asked = workload.create(host, chance);
    branch.ifPresent(turn ->
        host.startBrief(
            "branch",
            turn.after(),
            () -> {
              simulation.turn(turn.number());
              chance.turn(turn.number());
            }));
    RunOutcome outcome =
        simulation.call(
            host,
            () -> {
              Wiring wiring = Wiring.of(host, plan, new ProcessingTime(latency), journal, chance);
              InProcessCluster nodes =
                  new InProcessCluster(
                      wiring.network(),
                      name -> new SimulatedMachine(simulation.host(name)),
                      challenge,
                      wiring.faults());
              Run begun = wiring.run(asked, nodes, false);
              watcher.accept(begun);
              return begun.execute();
            });
    return new Ran(outcome, asked, simulation.now(), simulation.fingerprint());
  }

  /** What the checkers say of a run. */
  public Results judge(Ran ran) {
    return new Analysis(plan).judge(ran.outcome(), availability, ran.workload().checker());
  }
}
