package glomers.cli.test;

import glomers.launch.Challenges;
import glomers.launch.NodeClass;
import glomers.node.Host;
import glomers.node.Node;
import glomers.workbench.Chance;
import glomers.workbench.Plan;
import glomers.workbench.checker.Availability;
import glomers.workbench.checker.CounterTotals.Recency;
import glomers.workbench.checker.kafka.KafkaChecker.CommitRule;
import glomers.workbench.checker.txn.ConsistencyModel;
import glomers.workbench.nemesis.Fault;
import glomers.workbench.nemesis.Faults;
import glomers.workbench.network.Latency;
import glomers.workbench.process.Program;
import glomers.workbench.store.DiskProblem;
import glomers.workbench.workload.Parameters;
import glomers.workbench.workload.Topology;
import glomers.workbench.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * The arguments of {@code test}, understood and checked.
 *
 * @param command the node's program and its arguments
 * @param simulated makes a node one of the challenge that the program would run, for a run in
 *     simulated time; empty for one with processes
 */
public record TestOptions(
    TestArguments arguments,
    List<String> command,
    Plan plan,
    Latency latency,
    Topology topology,
    Availability availability,
    List<String> consistencyModels,
    Recency recency,
    Optional<Consumer<Node>> simulated) {

  /** More than anybody's nodes answer; a nanosecond apart they would be one burst. */
  private static final int MOST_RATE = 1_000_000;

  /** Beyond that, Maelstrom's groups of workers give up each key before its first operation. */
  private static final int MOST_LIN_KV_NODES = 10;

  private static final int MOST_KEYS = 1_000_000;
  private static final int MOST_STEPS = 10_000;
  private static final Pattern CONCURRENCY = Pattern.compile("(\\d{1,6})(n?)");
  private static final List<String> DEFAULT_NODES = List.of("n1", "n2", "n3", "n4", "n5");

  /** What is wrong with the arguments: a line for each fault. */
  public static final class BadArguments extends Exception {
    private static final long serialVersionUID = 1L;

    public BadArguments(List<String> lines) {
      super(String.join("\n", lines));
    }
  }

  /**
   * What no argument sets: Maelstrom's own times, and shorter ones in tests.
   *
   * @param quietPeriod how long to wait before the last operations
   * @param initTimeout how long a node may take to start and answer {@code init}
   */
  public record Timing(Duration quietPeriod, Duration initTimeout) {
    public static final Timing USUAL = new Timing(Plan.QUIET_PERIOD, Plan.INIT_TIMEOUT);
  }

  /** Gathers faults, so that all of them can be shown at once. */
  private static final class Check {
    private final List<String> faults = new ArrayList<>();

    void demand(boolean condition, String otherwise) {
      if (!condition) {
        faults.add(otherwise);
      }
    }

    <T> T orElse(Optional<T> value, T substitute, String otherwise) {
      demand(value.isPresent(), otherwise);
      return value.orElse(substitute);
    }
  }

  /** Of this machine. A sweep asks thousands of times, and it takes files to find out. */
  private static final Room HERE = Room.here();

  /** What {@code test} would understand by these words. */
  public static TestOptions parse(List<String> words) throws BadArguments {
    TestArguments given = new TestArguments();
    new CommandLine(given).parseArgs(words.toArray(String[]::new));
    return of(given, Timing.USUAL);
  }

  /** What {@code test} would understand by these arguments. */
  public static TestOptions of(TestArguments given) throws BadArguments {
    return of(given, Timing.USUAL);
  }

  static TestOptions of(TestArguments given, Timing timing) throws BadArguments {
    return of(given, timing, HERE);
  }

  /** The same on a machine with that much room. */
  static TestOptions of(TestArguments given, Timing timing, Room room) throws BadArguments {
    Check check = new Check();
    check.demand(
        Workloads.names().contains(given.workload()),
        "-w "
            + given.workload()
            + ": the workbench has no such workload; there are "
            + String.join(", ", Workloads.names())
            + ".");
    List<String> nodes = nodes(given, room, check);
    check.demand(
        given.rate >= 0 && given.rate <= MOST_RATE,
        "--rate must be from 0 to %,d operations a second.".formatted(MOST_RATE));
    check.demand(given.timeLimit > 0, "--time-limit must be a whole number of seconds above 0.");
    check.demand(given.testCount > 0, "--test-count must be above 0.");
    check.demand(
        given.keyCount > 0 && given.keyCount <= MOST_KEYS,
        "--key-count must be from 1 to %,d.".formatted(MOST_KEYS));
    check.demand(
        given.maxTxnLength > 0 && given.maxTxnLength <= MOST_STEPS,
        "--max-txn-length must be from 1 to %,d.".formatted(MOST_STEPS));
    check.demand(given.keepLogs > 0, "--keep-logs must be a number of megabytes above 0.");
    check.demand(given.maxWritesPerKey > 0, "--max-writes-per-key must be above 0.");
    int concurrency = concurrency(given.concurrency, nodes.size(), room, check);
    check.demand(
        !given.workload().equals("lin-kv") || concurrency % (2 * nodes.size()) == 0,
        "--concurrency %s: lin-kv needs two clients for each node, or a multiple of that; give 2n."
            .formatted(given.concurrency));
    check.demand(
        !given.workload().equals("lin-kv") || !given.compat || nodes.size() <= MOST_LIN_KV_NODES,
        "--compat: with more than %d nodes Maelstrom's lin-kv never begins an operation."
            .formatted(MOST_LIN_KV_NODES));
    check.demand(given.keepMessages >= 0, "--keep-messages must be 0 or more.");
    Faults faults = FaultArguments.read(given, check::demand);
    Latency latency = latency(given, check);
    Topology topology =
        check.orElse(
            Topology.of(given.topology),
            Topology.GRID,
            "--topology "
                + given.topology
                + ": there are grid, line, total, tree, tree2, tree3 and tree4.");
    Availability availability = availability(given.availability, check);
    List<String> models = consistencyModels(given, check);
    Recency recency = recency(given, check);
    check.demand(
        List.of("any", "monotonic").contains(given.commits),
        "--commits " + given.commits + ": any or monotonic.");
    check.demand(
        !given.compat || given.commits.equals("any"),
        "--commits monotonic: Maelstrom's histories tell nothing of commits, so leave --compat out.");
    check.demand(
        given.crashCost == null || List.of("nothing", "unshared").contains(given.crashCost),
        "--crash-cost " + given.crashCost + ": nothing or unshared.");
    check.demand(
        !given.checkMonitors || given.engine.equals("simulation"),
        "--check-monitors needs --engine simulation: it cannot look into processes.");
    check.demand(
        given.messageBudget == null || given.messageBudget > 0,
        "--message-budget must be above 0.");
    List<String> command = command(given, check);
    Optional<Consumer<Node>> simulated = simulated(given, command, check);
    if (!check.faults.isEmpty()) {
      throw new BadArguments(check.faults);
    }
    Plan plan =
        new Plan(
            nodes,
            concurrency,
            given.rate,
            Duration.ofSeconds(given.timeLimit),
            faults,
            timing.quietPeriod(),
            timing.initTimeout(),
            messageBudget(given),
            given.compat);
    return new TestOptions(
        given, command, plan, latency, topology, availability, models, recency, simulated);
  }

  private static long messageBudget(TestArguments given) {
    if (given.messageBudget != null) {
      return given.messageBudget;
    }
    return given.compat
        ? Long.MAX_VALUE
        : Plan.generousBudget(given.rate, Duration.ofSeconds(given.timeLimit));
  }

  private static List<String> consistencyModels(TestArguments given, Check check) {
    String list = given.consistencyModels.strip();
    if (given.compat) {
      // Maelstrom wants white space on both sides of the comma, and takes everything else for one
      // name, which it does not look at before the run is over.
      return List.of(list.split("\\s+,\\s+"));
    }
    List<String> models = List.of(list.split("[,\\s]+"));
    for (String model : models) {
      check.demand(
          ConsistencyModel.named(model).isPresent(),
          "--consistency-models "
              + model
              + ": there are "
              + String.join(", ", ConsistencyModel.names())
              + ".");
    }
    return models;
  }

  private static Recency recency(TestArguments given, Check check) {
    if (given.recency == null) {
      return given.compat ? Recency.OFF : Recency.REPORTED;
    }
    return check.orElse(
        named(Recency.values(), known -> known.name().toLowerCase(Locale.ROOT), given.recency),
        Recency.REPORTED,
        "--recency " + given.recency + ": off, reported or required.");
  }

  private static <T> Optional<T> named(T[] all, Function<T, String> name, String given) {
    return Arrays.stream(all).filter(each -> name.apply(each).equals(given)).findFirst();
  }

  /** What the workload needs to know. */
  Parameters parameters(Host host, Chance chance) {
    return new Parameters(
        host,
        chance.stream("operations"),
        plan().nodes(),
        plan().concurrency(),
        topology(),
        arguments.keyCount,
        arguments.maxTxnLength,
        arguments.maxWritesPerKey,
        consistencyModels(),
        recency,
        arguments.commits.equals("monotonic") ? CommitRule.MONOTONIC : CommitRule.ANY,
        Optional.ofNullable(arguments.crashCost).map("unshared"::equals),
        arguments.latency,
        arguments.compat);
  }

  private static List<String> nodes(TestArguments given, Room room, Check check) {
    boolean simulated = given.engine.equals("simulation");
    List<String> nodes = NodeNames.read(given, room.nodes(simulated), check::demand);
    room.shortage(nodes.size(), simulated).ifPresent(line -> check.demand(false, line));
    return nodes.isEmpty() ? DEFAULT_NODES : nodes;
  }

  private static int concurrency(String given, int nodes, Room room, Check check) {
    Matcher matcher = CONCURRENCY.matcher(given.strip());
    boolean understood = matcher.matches() && Integer.parseInt(matcher.group(1)) > 0;
    check.demand(
        understood,
        "--concurrency "
            + given
            + ": it must be a number above 0, or one followed by n, as in 2n.");
    if (!understood) {
      return 1;
    }
    long workers = Long.parseLong(matcher.group(1)) * (matcher.group(2).isEmpty() ? 1 : nodes);
    check.demand(
        workers <= room.workers(),
        "--concurrency %s: that is %,d workers, and the memory here is enough for %,d."
            .formatted(given, workers, room.workers()));
    return (int) Math.min(workers, room.workers());
  }

  private static Latency latency(TestArguments given, Check check) {
    check.demand(
        given.latency >= 0 && given.latency <= Fault.DAY_MILLIS,
        "--latency must be from 0 to %,d, a day in ms.".formatted(Fault.DAY_MILLIS));
    Latency.Distribution dist =
        check.orElse(
            named(
                Latency.Distribution.values(),
                Latency.Distribution::label,
                given.latencyDistribution.toLowerCase(Locale.ROOT)),
            Latency.Distribution.CONSTANT,
            "--latency-dist " + given.latencyDistribution + ": constant, uniform or exponential.");
    check.demand(
        given.latency != 0 || dist == Latency.Distribution.CONSTANT,
        "--latency-dist " + dist.label() + " needs a --latency above 0.");
    return check.faults.isEmpty() ? new Latency(dist, given.latency) : Latency.NONE;
  }

  private static Availability availability(String given, Check check) {
    if (given == null) {
      return Availability.none();
    }
    if (given.equals("total")) {
      return Availability.total();
    }
    try {
      return Availability.atLeast(Double.parseDouble(given));
    } catch (IllegalArgumentException e) {
      check.demand(false, "--availability " + given + ": a number from 0 to 1, or total.");
      return Availability.none();
    }
  }

  private static List<String> command(TestArguments given, Check check) {
    if (given.node.bin == null) {
      check.demand(false, "--bin FILE is missing: it names the node's program.");
      return List.of();
    }
    List<String> command = new ArrayList<>();
    if (NodeClass.isNamedBy(given.node.bin)) {
      command.add(given.node.bin);
    } else {
      program(given, check).ifPresent(program -> command.add(program.toString()));
    }
    if (!command.isEmpty()) {
      command.addAll(given.nodeArguments);
    }
    return command;
  }

  private static Optional<Path> program(TestArguments given, Check check) {
    check.demand(
        given.node.classPath.isEmpty(), "--classpath does nothing without --bin class:NAME.");
    String searchPath = Optional.ofNullable(System.getenv("PATH")).orElse("");
    try {
      Path bin = Path.of(given.node.bin);
      Optional<String> problem = Program.problem(bin, searchPath);
      problem.ifPresent(line -> check.demand(false, line));
      return problem.isPresent() ? Optional.empty() : Optional.of(bin.toRealPath());
    } catch (InvalidPathException e) {
      check.demand(false, "--bin " + given.node.bin + ": no file can be called so.");
      return Optional.empty();
    } catch (IOException e) {
      check.demand(false, "--bin " + DiskProblem.in(Path.of(given.node.bin), e) + ".");
      return Optional.empty();
    }
  }

  private static Optional<Consumer<Node>> simulated(
      TestArguments given, List<String> command, Check check) {
    boolean isClass = !command.isEmpty() && NodeClass.isNamedBy(command.getFirst());
    if (given.engine.equals("process")) {
      check.demand(
          !isClass,
          "--bin "
              + given.node.bin
              + " names a class, which runs with --engine simulation; a process needs a program.");
      return Optional.empty();
    }
    check.demand(
        given.engine.equals("simulation"),
        "--engine " + given.engine + ": there are process and simulation.");
    if (command.isEmpty()) {
      return Optional.empty();
    }
    if (isClass) {
      return simulatedClass(given, check);
    }
    // Our own launchers are named after their challenges, and stand beside what they have in
    // common.
    Path program = Path.of(command.getFirst());
    boolean ours = Files.exists(program.resolveSibling("../node.sh"));
    List<String> words = new ArrayList<>(command);
    words.set(0, program.getFileName().toString());
    try {
      check.demand(
          ours,
          "--engine simulation runs classes, and "
              + given.node.bin
              + " is a program: name a class (--bin class:my.Node --classpath JAR), or leave the"
              + " option out to run it as a process.");
      return ours ? Optional.of(Challenges.of(words)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      check.demand(false, "--engine simulation: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Consumer<Node>> simulatedClass(TestArguments given, Check check) {
    try {
      check.demand(
          given.nodeArguments.isEmpty(),
          "--bin " + given.node.bin + ": a class takes no arguments; leave out what follows --.");
      return Optional.of(NodeClass.named(given.node.bin, given.node.classPath));
    } catch (IllegalArgumentException e) {
      check.demand(false, "--bin " + e.getMessage() + ".");
      return Optional.empty();
    }
  }
}
