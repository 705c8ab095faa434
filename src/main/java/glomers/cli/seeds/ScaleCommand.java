package glomers.cli.seeds;

import com.sun.management.OperatingSystemMXBean;
import glomers.cli.terminal.ExitStatus;
import glomers.cli.terminal.Farewell;
import glomers.cli.terminal.StatusLine;
import glomers.cli.test.LiveProgress;
import glomers.cli.test.SimulationEngine;
import glomers.cli.test.TestOptions;
import glomers.experiment.Experiment;
import glomers.workbench.Run;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.network.NetworkJournal;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scale}: what an operation costs in clusters of ever more nodes, in one table. */
@Command(
    name = "scale",
    description = {
      "Runs challenge 3d's command in simulated time with ever more nodes.",
      "Shows what an operation costs: messages, latency, and this machine's time and memory."
    },
    sortOptions = false)
public final class ScaleCommand implements Callable<Integer> {
  private static final String ROW = "%7s  %5s  %6s  %7s  %18s  %6s  %6s  %5s  %9s  %7s%n";

  private final PrintStream out;

  @Option(
      names = "--nodes",
      paramLabel = "N,N,…",
      split = ",",
      defaultValue = "25,25,100,400,1000",
      description = "How many nodes (default: ${DEFAULT-VALUE}; the first run warms the JVM up).")
  List<Integer> sizes;

  @Option(
      names = "--rung",
      paramLabel = "NAME",
      defaultValue = "efficient",
      description = "Which broadcast node (default: efficient).")
  String rung;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Decides the runs.")
  long seed;

  public ScaleCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    List<TestOptions> runs = new ArrayList<>();
    for (int nodes : sizes) {
      try {
        runs.add(options(nodes));
      } catch (TestOptions.BadArguments e) {
        out.println("--nodes " + nodes + " --rung " + rung + ": " + e.getMessage());
        return ExitStatus.BAD_ARGUMENTS;
      }
    }
    AtomicInteger done = new AtomicInteger();
    Farewell farewell = Farewell.say(() -> List.of(interrupted(done.get())), out);
    out.printf(
        ROW,
        "nodes",
        "valid",
        "ops",
        "msgs/op",
        "stable .5/.95/1 ms",
        "wall s",
        "CPU s",
        "sim s",
        "CPU ms/op",
        "peak MB");
    int status = ExitStatus.VALID;
    try (farewell) {
      for (TestOptions run : runs) {
        status = Math.max(status, row(run));
        done.incrementAndGet();
      }
    }
    return status;
  }

  /** How to go on after so many rows. */
  private String interrupted(int done) {
    String left =
        sizes.subList(done, sizes.size()).stream()
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    return "Interrupted after %d of %d rows. To go on: maelstrom/maelstrom scale --seed %d --rung %s --nodes %s"
        .formatted(done, sizes.size(), seed, rung, left);
  }

  private TestOptions options(int nodes) throws TestOptions.BadArguments {
    String words =
        "-w broadcast --bin maelstrom/bin/broadcast --time-limit 20 --rate 100 --latency 100"
            + " --engine simulation --node-count "
            + nodes
            + " -- --rung "
            + rung;
    return TestOptions.parse(List.of(words.split(" ")));
  }

  private int row(TestOptions options) {
    Experiment experiment = SimulationEngine.experiment(options, options.simulated().orElseThrow());
    heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    long began = System.nanoTime();
    long cpuBefore = cpuNanos();
    AtomicReference<Run> running = new AtomicReference<>();
    Experiment.Ran ran;
    Results results;
    StatusLine progress =
        LiveProgress.show(
            () -> Optional.ofNullable(running.get()),
            "%7d  simulated ".formatted(options.plan().nodes().size()),
            options.plan(),
            out);
    try (progress) {
      ran = experiment.run(seed, clock -> NetworkJournal.NONE, running::set);
      results = experiment.judge(ran);
    }
    double wall = (System.nanoTime() - began) / 1e9;
    double cpu = (cpuNanos() - cpuBefore) / 1e9;
    long operations = results.count("stats", "count");
    long peak = heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    out.printf(
        Locale.ROOT,
        ROW,
        options.plan().nodes().size(),
        results.validity() == Validity.VALID ? "yes" : "NO",
        operations,
        "%.2f".formatted(results.number("net", "servers", "msgs-per-op").orElse(0)),
        latencies(results),
        "%.1f".formatted(wall),
        "%.1f".formatted(cpu),
        "%.0f".formatted(ran.simulated().toMillis() / 1e3),
        "%.2f".formatted(1e3 * cpu / operations),
        peak >> 20);
    return results.validity() == Validity.VALID ? ExitStatus.VALID : ExitStatus.INVALID;
  }

  /** The CPU time of this JVM, its compiler and garbage collection included; 0 if unknown. */
  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private static List<MemoryPoolMXBean> heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private static String latencies(Results results) {
    Object found = results.find("workload", "stable-latencies").orElse(null);
    return found instanceof Map<?, ?> byQuantile
        ? byQuantile.get(0.5) + "/" + byQuantile.get(0.95) + "/" + byQuantile.get(1L)
        : "";
  }
}
