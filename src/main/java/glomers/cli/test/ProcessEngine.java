package glomers.cli.test;

import glomers.cli.terminal.Farewell;
import glomers.cli.terminal.StatusLine;
import glomers.node.Host;
import glomers.node.RealHost;
import glomers.results.PlainText;
import glomers.workbench.Chance;
import glomers.workbench.OwnFault;
import glomers.workbench.Run;
import glomers.workbench.RunOutcome;
import glomers.workbench.SetUpException;
import glomers.workbench.Wiring;
import glomers.workbench.WorkbenchFailure;
import glomers.workbench.network.Network;
import glomers.workbench.process.ProcessCluster;
import glomers.workbench.service.Services;
import glomers.workbench.store.MessageLog;
import glomers.workbench.store.RunFolder;
import glomers.workbench.workload.Workload;
import glomers.workbench.workload.Workloads;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Nodes as child processes of any language, in real time: what Maelstrom does. */
final class ProcessEngine implements TestRun.Engine {
  private static final long LEAST_ROOM = 1L << 20;
  private static final long MOST_ROOM = 128L << 20;

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
    OwnFault ownFault = new OwnFault();
    Host host = new RealHost("workbench", ownFault::note);
    MessageLog messages =
        MessageLog.begin(folder.path(), host::nanoTime, arguments.keepMessages, ownFault::note);
    PrintedMessages printed = new PrintedMessages(out, arguments.logNetSend, arguments.logNetRecv);
    Chance chance = new Chance(seed);
    Wiring wiring =
        Wiring.of(host, options.plan(), options.latency(), printed.and(messages), chance);
    Network network = wiring.network();
    network.bound(roomPerReceiver());
    ProcessCluster cluster =
        new ProcessCluster(
            host,
            network,
            wiring.faults(),
            options.command(),
            folder.nodeLogs(),
            folder.nodeDisks(),
            (long) arguments.keepLogs << 20,
            arguments.compat,
            (node, line) -> {
              if (arguments.logStderr) {
                PlainText.lines(node + " stderr: " + line).forEach(out::println);
              }
            },
            ownFault::note);
    Workload workload =
        Workloads.create(arguments.workload(), options.parameters(host, chance)).orElseThrow();
    Run run = wiring.run(workload, cluster, true);
    StatusLine progress = LiveProgress.show(run, options.plan(), out);
    Interruption interruption = new Interruption(progress, cluster, run, folder, messages);
    Farewell farewell = Farewell.say(interruption::words, out);
    ownFault.whenFirst(run::abort);
    RunOutcome outcome;
    try (progress;
        farewell) {
      if (farewell.isTooLate()) {
        throw new SetUpException("Interrupted: no node was started.");
      }
      outcome = run.execute();
    } catch (SetUpException e) {
      // Nobody waits for nodes when the workbench has failed, so they are not to blame.
      throw ownFault.first().<RuntimeException>map(WorkbenchFailure::new).orElse(e);
    } catch (RuntimeException e) {
      // A fault of our own; what the nodes did may explain it.
      folder.writeHistory(run.historySoFar());
      throw e;
    } finally {
      SimulationEngine.close(messages, "messages", out);
    }
    if (ownFault.first().isPresent()) {
      folder.writeHistory(outcome.history());
      throw new WorkbenchFailure(ownFault.first().get());
    }
    List<String> notes = new ArrayList<>(cluster.leftOvers());
    network
        .refused()
        .forEach((name, count) ->
            notes.add(
                "messages to %s that were lost, since more than %,d MB of them waited for it already: %,d"
                    .formatted(name, roomPerReceiver() >> 20, count)));
    messages.loss().ifPresent(notes::add);
    return new TestRun.Done(outcome, workload, notes);
  }

  /** A quarter of the memory is for messages under way, shared out among all who receive some. */
  private long roomPerReceiver() {
    int receivers =
        options.plan().nodes().size() + options.plan().concurrency() + Services.NAMES.size();
    long share = Runtime.getRuntime().maxMemory() / 4 / receivers;
    return Math.clamp(share, LEAST_ROOM, MOST_ROOM);
  }
}
