package glomers.experiment;

import glomers.node.Body;
import glomers.node.Node;
import glomers.simulation.SimulationOptions;
import glomers.workbench.Plan;
import glomers.workbench.checker.Availability;
import glomers.workbench.checker.CounterTotals.Recency;
import glomers.workbench.checker.kafka.KafkaChecker.CommitRule;
import glomers.workbench.nemesis.Fault;
import glomers.workbench.nemesis.Faults;
import glomers.workbench.network.Latency;
import glomers.workbench.network.Latency.Distribution;
import glomers.workbench.workload.Parameters;
import glomers.workbench.workload.Topology;
import glomers.workbench.workload.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Trials of unique ids with nodes of our choice, and experiments made of them. */
final class Trials {
  static final Subject UNIQUE_IDS =
      new Subject(
          "unique-ids",
          "unique-ids",
          "maelstrom/bin/unique-ids",
          List.of(),
          List.of(),
          1,
          5,
          100,
          Fault.ofAnyNodes());

  private Trials() {}

  /** A bench on which all nodes are of this kind. */
  static Bench bench(Consumer<Node> challenge) {
    return new Bench(trial -> experiment(trial, challenge));
  }

  static Experiment experiment(Trial trial, Consumer<Node> challenge) {
    List<String> nodes = IntStream.range(0, trial.nodes()).mapToObj(i -> "n" + i).toList();
    int concurrency = trial.clients() * trial.nodes();
    Plan plan =
        new Plan(
            nodes,
            concurrency,
            trial.rate(),
            Duration.ofSeconds(trial.seconds()),
            Faults.NONE.withKinds(
                trial.faults().containsKey(Fault.PARTITION) ? Set.of(Fault.PARTITION) : Set.of()),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Long.MAX_VALUE,
            false);
    return new Experiment(
        plan,
        (host, chance) ->
            Workloads.create(
                    trial.subject().workload(),
                    new Parameters(
                        host,
                        chance.stream("operations"),
                        nodes,
                        concurrency,
                        Topology.GRID,
                        10,
                        4,
                        16,
                        List.of("read-committed"),
                        Recency.REPORTED,
                        CommitRule.ANY,
                        Optional.empty(),
                        trial.latency(),
                        false))
                .orElseThrow(),
        trial.latency() == 0
            ? Latency.NONE
            : new Latency(
                Distribution.valueOf(trial.latencyDistribution().toUpperCase(Locale.ROOT)),
                trial.latency()),
        Availability.none(),
        challenge,
        SimulationOptions.defaults());
  }

  /** Ids that nobody else has. */
  static void fair(Node node) {
    AtomicLong counter = new AtomicLong();
    node.handle(
        "generate",
        request ->
            node.reply(
                request,
                Body.of("generate_ok").put("id", node.id() + "-" + counter.incrementAndGet())));
  }

  /** Ids that every node counts by itself. */
  static void countingAlone(Node node) {
    AtomicLong counter = new AtomicLong();
    node.handle(
        "generate",
        request ->
            node.reply(request, Body.of("generate_ok").put("id", counter.incrementAndGet())));
  }

  /** Ids that no seed decides. */
  static void fromTheJvmsClock(Node node) {
    node.handle(
        "generate",
        request -> node.reply(request, Body.of("generate_ok").put("id", System.nanoTime())));
  }
}
