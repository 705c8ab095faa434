package glomers.cli;

import glomers.node.Host;
import glomers.node.RealHost;
import glomers.results.PlainText;
import glomers.workbench.Run;
import glomers.workbench.SeededRandom;
import glomers.workbench.SetUpException;
import glomers.workbench.network.Network;
import glomers.workbench.process.ProcessCluster;
import glomers.workbench.protocol.ProtocolFaults;
import glomers.workbench.service.Service;
import glomers.workbench.service.Services;
import glomers.workbench.store.DiskProblem;
import glomers.workbench.store.MessageLog;
import glomers.workbench.store.RunFolder;
import glomers.workbench.workload.Workload;
import glomers.workbench.workload.Workloads;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Nodes as child processes of any language, in real time: what Maelstrom does. */
final class ProcessEngine implements TestRun.Engine {
  private final TestOptions options;
  private final PrintStream out;

  ProcessEngine(TestOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  @Override
  public String introduction() {
    return "This is the workbench of Gossip Glomers in Java, standing in for Maelstrom";
  }

  @Override
  public TestRun.Done run(long seed, RunFolder folder) throws IOException {
    TestArguments arguments = options.arguments();
    Host host = new RealHost("workbench");
    ProtocolFaults faults = new ProtocolFaults();
    MessageLog messages = MessageLog.begin(folder.path(), host::nanoTime, arguments.keepMessages);
    Network network =
        new Network(
            host,
            options.conditions(),
            SeededRandom.of(seed, "network"),
            new PrintedJournal(out, arguments.logNetSend, arguments.logNetRecv).and(messages));
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
                PlainText.lines(node + " stderr: " + line).forEach(out::println);
              }
            });
    Workload workload =
        Workloads.create(arguments.workload, options.parameters(host, seed)).orElseThrow();
    List<Service> services = Services.all(SeededRandom.of(seed, "services"), arguments.compat);
    Run run =
        new Run(host, options.plan(), workload, network, cluster, services, faults, seed, true);
    StatusLine progress = LiveProgress.show(run, options.plan(), out);
    Interruption interruption = Interruption.guard(progress, cluster, run, folder, messages, out);
    try {
      return new TestRun.Done(run.execute(), workload);
    } catch (SetUpException e) {
      throw e;
    } catch (RuntimeException e) {
      // A fault of our own; what the nodes did may explain it.
      folder.writeHistory(run.historySoFar());
      throw e;
    } finally {
      progress.stop();
      interruption.release();
      close(messages);
    }
  }

  private void close(MessageLog messages) {
    try {
      messages.close();
    } catch (IOException e) {
      // The verdict does not hang on them.
      out.println("Not all messages could be kept on disk: " + DiskProblem.of(e));
    }
  }
}
