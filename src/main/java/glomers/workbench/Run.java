package glomers.workbench;

import glomers.node.Host;
import glomers.node.Mailbox;
import glomers.node.Promise;
import glomers.workbench.client.Client;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.nemesis.Fault;
import glomers.workbench.nemesis.Nemeses;
import glomers.workbench.network.Network;
import glomers.workbench.network.NetworkStatistics;
import glomers.workbench.protocol.ProtocolFaults;
import glomers.workbench.service.Service;
import glomers.workbench.service.ServiceTask;
import glomers.workbench.workload.Generator;
import glomers.workbench.workload.Inspection;
import glomers.workbench.workload.Invocation;
import glomers.workbench.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One run: starts the nodes, lets workers carry out the workload's operations while the nemeses do
 * their faults, and returns what happened. {@link #execute} is called once, by one task; the other
 * methods by any.
 */
public final class Run {
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Keyword NODE_EXITED = Keyword.of("node-exited");
  private static final Keyword WORKBENCH_FAILED = Keyword.of("workbench-failed");
  private static final Keyword MESSAGE_STORM = Keyword.of("message-storm");

  private final Host host;
  private final Plan plan;
  private final Workload workload;
  private final Network network;
  private final Cluster cluster;
  private final List<Service> services;
  private final ProtocolFaults faults;
  private final RandomGenerator schedule;
  private final Recorder recorder;
  private final SetUp setUp;
  private final Nemeses nemeses;
  private final OpenClients clients;
  private final Promise<NodeDeath> death;
  private final Promise<Keyword> halt;
  private final boolean real;
  private Optional<NetworkStatistics> traffic = Optional.empty();
  private Optional<Punctuality> punctuality = Optional.empty();
  private volatile String phase = "starting the nodes";

  /**
   * A run that has not begun.
   *
   * @param chance decides when operations are made, and which faults are done to whom and when
   * @param real whether time is real, so that the workbench itself may be late; it measures that
   */
  Run(
      Host host,
      Plan plan,
      Workload workload,
      Network network,
      Cluster cluster,
      List<Service> services,
      ProtocolFaults faults,
      Chance chance,
      boolean real) {
    this.real = real;
    this.host = host;
    this.plan = plan;
    this.workload = workload;
    this.network = network;
    this.cluster = cluster;
    this.services = List.copyOf(services);
    this.faults = faults;
    this.schedule = chance.stream("schedule");
    this.recorder = new Recorder(host);
    this.death = host.promise();
    this.halt = host.promise();
    this.clients = new OpenClients(host, network, faults, halt::isComplete);
    this.setUp = new SetUp(host, plan, workload, cluster, clients, death);
    this.nemeses =
        new Nemeses(
            host,
            plan.faults(),
            network,
            new RunningNodes(
                cluster,
                setUp,
                plan.nodes(),
                clients,
                faults.disturbances(),
                halt::isComplete,
                this::died),
            plan.nodes(),
            services.stream().map(Service::name).toList(),
            chance::stream,
            (f, value) -> recorder.add(Type.INFO, Operation.NEMESIS, f, value, Map.of()));
  }

  /**
   * Carries the run out from start to end. However it ends, the nodes are stopped.
   *
   * @throws SetUpException if a node does not come up, or cannot be prepared
   */
  public RunOutcome execute() {
    cluster.onDeath(this::died);
    network.limit(plan.messageBudget(), () -> halt(MESSAGE_STORM));
    plan.nodes().forEach(cluster::attach);
    List<ServiceTask> tasks =
        services.stream()
            .map(service -> ServiceTask.start(host, network, service, faults))
            .toList();
    try {
      setUp.initialise();
      phase = "preparing the nodes";
      setUp.prepare();
      operate();
    } finally {
      phase = "stopping the nodes";
      clients.closeAll();
      network.heal();
      cluster.stop();
      tasks.forEach(ServiceTask::stop);
    }
    return new RunOutcome(
        recorder.history(),
        traffic.orElseGet(network::statistics),
        faults,
        nemeses.partitions(),
        nemeses.nodeFaults(),
        death.await(Duration.ZERO),
        nemeses.failure(),
        symptoms(),
        halt.await(Duration.ZERO).filter(MESSAGE_STORM::equals).isPresent(),
        punctuality);
  }

  /** Ends the run early, because it cannot be trusted any more. */
  public void abort() {
    halt(WORKBENCH_FAILED);
  }

  private Map<String, List<String>> symptoms() {
    Map<String, List<String>> symptoms = new HashMap<>();
    plan.nodes().forEach(node -> symptoms.put(node, cluster.symptoms(node)));
    return symptoms;
  }

  private void died(NodeDeath how) {
    if (!death.complete(how) || plan.compat()) {
      return;
    }
    halt(NODE_EXITED);
  }

  /** Lets nothing more begin, and lets nobody wait in vain for an answer. */
  private void halt(Keyword why) {
    halt.complete(why);
    clients.closeAll();
  }

  private void operate() {
    List<Worker> workers = new ArrayList<>();
    Mailbox<Worker> idle = host.mailbox(plan.concurrency());
    for (int i = 0; i < plan.concurrency(); i++) {
      workers.add(
          new Worker(i, plan, workload, recorder, clients, () -> halt.await(Duration.ZERO)));
      idle.offer(workers.get(i));
    }
    phase = "running";
    network.began(recorder.begin());
    Optional<WakeUps> wakeUps = real ? Optional.of(WakeUps.start(host)) : Optional.empty();
    long start = host.nanoTime();
    long deadline = start + plan.timeLimit().toNanos();
    Mailbox<Fault> resting = nemeses.start(deadline, halt);
    Pace pace = new Pace(plan.rate(), schedule, start);
    dispatch(idle, deadline, pace);
    double seconds = (host.nanoTime() - start) / 1e9;
    phase = "waiting for the last replies";
    for (int i = 0; i < workers.size(); i++) {
      idle.take();
    }
    punctuality =
        wakeUps.map(each ->
            new Punctuality(
                plan.rate(),
                pace.operations(),
                seconds,
                pace.lostByItself() / 1e9,
                pace.lostToWorkers() / 1e9,
                each.stop()));
    for (int i = 0; i < nemeses.count(); i++) {
      resting.take();
    }
    nemeses.heal();
    workload.finalOperations().ifPresent(generator -> finish(workers, generator));
    workers.forEach(Worker::close);
    traffic = Optional.of(network.statistics());
    if (!halt.isComplete()) {
      workload.inspection().ifPresent(this::inspect);
    }
  }

  /** Gives the nodes time to fall quiet, and lets the workload look at all of them. */
  private void inspect(Inspection inspection) {
    phase = "waiting for the nodes to agree";
    long deadline = host.nanoTime() + plan.recovery().toNanos();
    do {
      awaitQuiet(deadline);
      Mailbox<Boolean> done = host.mailbox(plan.nodes().size());
      plan.nodes().forEach(node -> host.start("inspection", () -> inspect(node, inspection, done)));
      plan.nodes().forEach(node -> done.take());
    } while (!inspection.isSatisfied() && !halt.isComplete() && host.nanoTime() < deadline);
  }

  private void inspect(String node, Inspection inspection, Mailbox<Boolean> done) {
    Client client = clients.open();
    try {
      inspection.inspect(node, client);
    } finally {
      clients.close(client);
      done.offer(true);
    }
  }

  /** Waits until nodes and services have sent nothing for a second, or the deadline has come. */
  private void awaitQuiet(long deadline) {
    long before = -1;
    long now = network.statistics().servers().messages();
    while (now != before && host.nanoTime() < deadline && halt.await(QUIET).isEmpty()) {
      before = now;
      now = network.statistics().servers().messages();
    }
  }

  /** Hands operations to idle workers until the time is up. */
  private void dispatch(Mailbox<Worker> idle, long deadline, Pace pace) {
    if (plan.rate() <= 0) {
      halt.await(plan.timeLimit());
      return;
    }
    Generator operations = workload.operations();
    while (true) {
      long due = Math.min(pace.due(), deadline);
      long wait = due - host.nanoTime();
      if (wait > 0 ? halt.await(Duration.ofNanos(wait)).isPresent() : halt.isComplete()) {
        return;
      }
      long now = host.nanoTime();
      pace.ready(now);
      long left = deadline - now;
      Optional<Worker> worker = left > 0 ? idle.poll(Duration.ofNanos(left)) : Optional.empty();
      if (worker.isEmpty()) {
        return;
      }
      Optional<Invocation> next = operations.next(worker.get().caller());
      if (next.isEmpty() || halt.isComplete() || host.nanoTime() >= deadline) {
        idle.offer(worker.get());
        return;
      }
      pace.started(host.nanoTime());
      host.start("worker", () -> work(worker.get(), next.get(), idle));
    }
  }

  private static void work(Worker worker, Invocation invocation, Mailbox<Worker> idle) {
    try {
      worker.perform(invocation);
    } finally {
      idle.offer(worker);
    }
  }

  /** Waits for the cluster to recover; then all workers do their last operations at once. */
  private void finish(List<Worker> workers, Generator generator) {
    phase = "waiting for the cluster to recover";
    if (halt.await(plan.recovery()).isPresent()) {
      return;
    }
    phase = "last operations";
    Mailbox<Worker> done = host.mailbox(workers.size());
    for (Worker worker : workers) {
      host.start("worker", () -> finish(worker, generator, done));
    }
    for (int i = 0; i < workers.size(); i++) {
      done.take();
    }
  }

  private void finish(Worker worker, Generator generator, Mailbox<Worker> done) {
    try {
      Optional<Invocation> next = generator.next(worker.caller());
      while (next.isPresent() && !halt.isComplete()) {
        worker.perform(next.get());
        next = generator.next(worker.caller());
      }
    } finally {
      done.offer(worker);
    }
  }

  /** How far it has come. */
  public Progress progress() {
    return new Progress(
        phase,
        recorder.elapsed(),
        recorder.count(Type.INVOKE),
        recorder.count(Type.OK),
        recorder.count(Type.FAIL),
        recorder.count(Type.INFO),
        network.statistics().servers().messages(),
        nemeses.current());
  }

  /** The history so far, for a run that is broken off. */
  public List<Operation> historySoFar() {
    return recorder.history();
  }
}
