package glomers.cli;

import glomers.node.Host;
import glomers.node.RealHost;
import glomers.workbench.Analysis;
import glomers.workbench.PlainVerdict;
import glomers.workbench.Run;
import glomers.workbench.RunOutcome;
import glomers.workbench.SeededRandom;
import glomers.workbench.SetUpException;
import glomers.workbench.checker.Results;
import glomers.workbench.history.Edn;
import glomers.workbench.network.Network;
import glomers.workbench.process.ProcessCluster;
import glomers.workbench.protocol.ProtocolFaults;
import glomers.workbench.service.Service;
import glomers.workbench.service.Services;
import glomers.workbench.store.RunFolder;
import glomers.workbench.workload.Parameters;
import glomers.workbench.workload.Workload;
import glomers.workbench.workload.Workloads;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;

/** One run of {@code test} on child processes, from the first line printed to the last. */
final class ProcessRun {
  private final TestOptions options;
  private final long seed;
  private final PrintStream out;

  ProcessRun(TestOptions options, long seed, PrintStream out) {
    this.options = options;
    this.seed = seed;
    this.out = out;
  }

  /** Carries it out. Returns the exit status. */
  int execute() {
    TestArguments arguments = options.arguments();
    out.println(
        "This is the workbench of Gossip Glomers in Java, standing in for Maelstrom"
            + (arguments.compat ? " (--compat)" : "")
            + ". Its random choices: --seed "
            + seed);
    try {
      RunFolder folder = RunFolder.create(arguments.store, arguments.workload, Instant.now());
      return execute(folder);
    } catch (IOException e) {
      out.println(LastLine.BROKEN);
      out.println("The results cannot be kept in " + arguments.store.toAbsolutePath() + ": " + e);
      return ExitStatus.BROKEN;
    }
  }

  private int execute(RunFolder folder) throws IOException {
    TestArguments arguments = options.arguments();
    Host host = new RealHost("workbench");
    ProtocolFaults faults = new ProtocolFaults();
    Network network =
        new Network(
            host,
            options.conditions(),
            SeededRandom.of(seed, "network"),
            new PrintedJournal(out, arguments.logNetSend, arguments.logNetRecv));
    ProcessCluster cluster =
        new ProcessCluster(
            host,
            network,
            faults,
            options.command(),
            folder.nodeLogs(),
            arguments.compat,
            (node, line) -> {
              if (arguments.logStderr) {
                out.println(node + " stderr: " + line);
              }
            });
    Workload workload = Workloads.create(arguments.workload, parameters(host)).orElseThrow();
    List<Service> services = Services.all(SeededRandom.of(seed, "services"), arguments.compat);
    Run run = new Run(host, options.plan(), workload, network, cluster, services, faults, seed);
    LiveProgress progress = LiveProgress.show(run, options.plan(), out);
    Interruption interruption = Interruption.guard(progress, cluster, run, folder, out);
    try {
      RunOutcome outcome = run.execute();
      progress.stop();
      return conclude(outcome, workload, folder);
    } catch (SetUpException e) {
      progress.stop();
      folder.linkLatest();
      out.println(LastLine.BROKEN);
      out.println(e.getMessage());
      out.println("Logs: " + folder.path());
      return ExitStatus.BROKEN;
    } catch (RuntimeException e) {
      // A fault of our own; what the nodes did may explain it.
      keep(() -> folder.writeHistory(run.historySoFar()));
      throw e;
    } finally {
      progress.stop();
      interruption.release();
    }
  }

  private int conclude(RunOutcome outcome, Workload workload, RunFolder folder) {
    boolean kept = keep(() -> folder.writeHistory(outcome.history())) & keep(folder::linkLatest);
    if (options.arguments().compat && outcome.death().isPresent()) {
      out.println(LastLine.BROKEN);
      out.println(outcome.death().get().account());
      out.println("Logs: " + folder.path());
      return ExitStatus.BROKEN;
    }
    Results results =
        new Analysis(options.arguments().compat)
            .judge(outcome, options.availability(), workload.checker());
    kept &= keep(() -> folder.writeResults(results.entries()));
    if (!kept || options.arguments().compat) {
      out.println(Edn.pretty(results.entries()));
    }
    PlainVerdict.of(options.plan(), workload, outcome, results).forEach(out::println);
    out.println("Results: " + folder.path());
    if (!kept) {
      return ExitStatus.BROKEN;
    }
    out.println();
    out.println(LastLine.of(results.validity()));
    return switch (results.validity()) {
      case VALID -> ExitStatus.VALID;
      case INVALID -> ExitStatus.INVALID;
      case UNKNOWN -> ExitStatus.UNKNOWN;
    };
  }

  /** Something that is written to disk. */
  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  /** Writes, and says so if that cannot be; the run's verdict is worth showing all the same. */
  private boolean keep(Writing writing) {
    try {
      writing.run();
      return true;
    } catch (IOException e) {
      out.println("This could not be kept on disk: " + e);
      return false;
    }
  }

  private Parameters parameters(Host host) {
    TestArguments arguments = options.arguments();
    return new Parameters(
        host,
        SeededRandom.of(seed, "operations"),
        options.plan().nodes(),
        options.plan().concurrency(),
        options.topology(),
        arguments.keyCount,
        arguments.maxTxnLength,
        arguments.maxWritesPerKey,
        options.consistencyModels(),
        arguments.latency,
        arguments.compat);
  }
}
