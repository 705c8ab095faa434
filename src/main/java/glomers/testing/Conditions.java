package glomers.testing;

import glomers.experiment.Experiment;
import glomers.experiment.Subject;
import glomers.experiment.Trial;
import glomers.node.Host;
import glomers.simulation.SimulationOptions;
import glomers.workbench.Chance;
import glomers.workbench.Plan;
import glomers.workbench.SeededRandom;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What nodes are put through, apart from the seed: the options of {@link Trials}. */
final class Conditions {
  final String workload;
  int nodes = 5;
  int clients = 1;
  int rate = 10;
  int seconds = 5;
  int latency;
  Distribution distribution = Distribution.CONSTANT;
  Topology topology = Topology.GRID;
  double interval = 1;
  double availability = -1;
  int keys = 10;
  int transactionLength = 4;
  int writesPerKey = 16;
  List<String> models = List.of("read-committed");
  Recency recency = Recency.REPORTED;
  CommitRule commits = CommitRule.ANY;
  Optional<Boolean> crashMayCostUnshared = Optional.empty();
  boolean servicesToo;

  /** How strong each fault is; one without a value is drawn by each seed. */
  final Map<Fault, Optional<String>> faults = new EnumMap<>(Fault.class);

  Conditions(String workload) {
    if (!Workloads.names().contains(workload)) {
      throw new IllegalArgumentException(
          "there is no workload \""
              + workload
              + "\"; there are "
              + String.join(", ", Workloads.names()));
    }
    this.workload = workload;
  }

  Conditions copy() {
    Conditions copy = new Conditions(workload);
    copy.nodes = nodes;
    copy.clients = clients;
    copy.rate = rate;
    copy.seconds = seconds;
    copy.latency = latency;
    copy.distribution = distribution;
    copy.topology = topology;
    copy.interval = interval;
    copy.availability = availability;
    copy.keys = keys;
    copy.transactionLength = transactionLength;
    copy.writesPerKey = writesPerKey;
    copy.models = models;
    copy.recency = recency;
    copy.commits = commits;
    copy.crashMayCostUnshared = crashMayCostUnshared;
    copy.servicesToo = servicesToo;
    copy.faults.putAll(faults);
    return copy;
  }

  /** The run of a seed. */
  Trial trial(long seed) {
    Subject subject =
        new Subject(
            workload,
            workload,
            workload,
            List.of(),
            List.of(),
            1,
            nodes,
            rate,
            EnumSet.allOf(Fault.class));
    RandomGenerator random = SeededRandom.of(seed, "strengths");
    Map<Fault, String> strengths = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      String drawn = fault.draw(random); // whether wanted or not, so that none depends on others
      if (faults.containsKey(fault)) {
        strengths.put(fault, faults.get(fault).orElse(drawn));
      }
    }
    return new Trial(
        subject,
        seed,
        nodes,
        clients,
        rate,
        seconds,
        latency,
        distribution.label(),
        topology.label(),
        interval,
        strengths);
  }

  /** A trial of this kind, maybe a smaller one, as something that can be run. */
  Experiment experiment(Trial trial, NodeMaker maker, SimulationOptions options) {
    List<String> names = IntStream.range(0, trial.nodes()).mapToObj(i -> "n" + i).toList();
    Duration time = Duration.ofSeconds(trial.seconds());
    Latency delay =
        new Latency(trial.latency() == 0 ? Distribution.CONSTANT : distribution, trial.latency());
    Plan plan =
        new Plan(
            names,
            trial.clients() * trial.nodes(),
            trial.rate(),
            time,
            faults(trial),
            Plan.QUIET_PERIOD,
            Plan.INIT_TIMEOUT,
            Plan.generousBudget(trial.rate(), time),
            false);
    return new Experiment(
        plan,
        (host, chance) ->
            Workloads.create(workload, parameters(host, chance, plan, trial.latency()))
                .orElseThrow(),
        delay,
        availability < 0 ? Availability.none() : Availability.atLeast(availability),
        maker::make,
        options);
  }

  private Faults faults(Trial trial) {
    Faults faults =
        Faults.NONE
            .withServicesToo(servicesToo)
            .withKinds(trial.faults().keySet().stream().filter(Fault::isNemesis).toList())
            .withInterval(Duration.ofNanos(Math.max(1, (long) (trial.interval() * 1e9))));
    for (Map.Entry<Fault, String> fault : trial.faults().entrySet()) {
      if (fault.getKey().option().isPresent()) {
        faults = fault.getKey().with(faults, fault.getValue());
      }
    }
    return faults;
  }

  private Parameters parameters(Host host, Chance chance, Plan plan, int millis) {
    return new Parameters(
        host,
        chance.stream("operations"),
        plan.nodes(),
        plan.concurrency(),
        topology,
        keys,
        transactionLength,
        writesPerKey,
        models,
        recency,
        commits,
        crashMayCostUnshared,
        millis,
        false);
  }

  /** The workload, how many nodes, and what goes wrong. */
  String inWords() {
    return workload
        + ", "
        + nodes
        + (nodes == 1 ? " node" : " nodes")
        + faults.keySet().stream().map(fault -> ", " + fault.label()).collect(Collectors.joining());
  }

  /** The calls that say the same of this trial, for a person's test. */
  List<String> code(Trial trial) {
    Conditions usual = new Conditions(workload);
    List<String> calls = new ArrayList<>();
    calls.add("nodes(" + trial.nodes() + ")");
    add(calls, trial.clients() != usual.clients, "clients(" + trial.clients() + ")");
    calls.add("rate(" + trial.rate() + ")");
    calls.add("seconds(" + trial.seconds() + ")");
    boolean late = trial.latency() > 0;
    add(calls, late, "latency(" + trial.latency() + ", Distribution." + distribution + ")");
    add(calls, topology != usual.topology, "topology(Topology." + topology + ")");
    add(calls, availability >= 0, "availability(" + availability + ")");
    add(calls, keys != usual.keys, "keys(" + keys + ")");
    add(
        calls,
        transactionLength != usual.transactionLength,
        "transactionLength(" + transactionLength + ")");
    add(calls, writesPerKey != usual.writesPerKey, "writesPerKey(" + writesPerKey + ")");
    add(
        calls,
        !models.equals(usual.models),
        "consistency(\"" + String.join("\", \"", models) + "\")");
    add(calls, recency == Recency.REQUIRED, "freshReads()");
    add(calls, commits == CommitRule.MONOTONIC, "monotonicCommits()");
    crashMayCostUnshared.ifPresent(may -> calls.add("crashMayCostUnshared(" + may + ")"));
    trial
        .faults()
        .forEach((fault, strength) ->
            calls.add(
                fault.option().isPresent()
                    ? "fault(" + fault + ", \"" + strength + "\")"
                    : "faults(" + fault + ")"));
    add(calls, servicesToo, "partitionServices()");
    boolean nemesis = trial.faults().keySet().stream().anyMatch(Fault::isNemesis);
    add(calls, nemesis && trial.interval() != usual.interval, "interval(" + interval + ")");
    return Collections.unmodifiableList(calls);
  }

  private static void add(List<String> calls, boolean needed, String call) {
    if (needed) {
      calls.add(call);
    }
  }

  /** The same with one thing changed. */
  Conditions with(Consumer<Conditions> change) {
    Conditions copy = copy();
    change.accept(copy);
    return copy;
  }
}
