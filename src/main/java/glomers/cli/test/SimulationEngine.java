package glomers.cli.test;

import glomers.cli.terminal.Farewell;
import glomers.cli.terminal.StatusLine;
import glomers.experiment.Experiment;
import glomers.node.Node;
import glomers.simulation.LogLine;
import glomers.simulation.SimulationFailure;
import glomers.simulation.SimulationOptions;
import glomers.simulation.SimulationOptions.Threads;
import glomers.workbench.OwnFault;
import glomers.workbench.Run;
import glomers.workbench.WorkbenchFailure;
import glomers.workbench.network.NetworkJournal;
import glomers.workbench.store.DiskProblem;
import glomers.workbench.store.MessageLog;
import glomers.workbench.store.RunFolder;
import glomers.workbench.workload.Workloads;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Our own nodes in this JVM, in simulated time. */
public final class SimulationEngine implements TestRun.Engine {
  private final TestOptions options;
  private final Consumer<Node> challenge;
  private final PrintStream out;

  SimulationEngine(TestOptions options, Consumer<Node> challenge, PrintStream out) {
    this.options = options;
    this.challenge = challenge;
    this.out = out;
  }

  /** What these arguments ask for, with nodes of this challenge. */
  public static Experiment experiment(TestOptions options, Consumer<Node> challenge) {
    return experiment(options, challenge, line -> {});
  }

  private static Experiment experiment(
      TestOptions options, Consumer<Node> challenge, Consumer<LogLine> log) {
    return new Experiment(
        options.plan(),
        (host, chance) ->
            Workloads.create(options.arguments().workload(), options.parameters(host, chance))
                .orElseThrow(),
        options.latency(),
        options.availability(),
        challenge,
        SimulationOptions.defaults()
            .withThreads(
                options.arguments().checkMonitors
                    ? Threads.PLATFORM_CHECKING_MONITORS
                    : Threads.VIRTUAL)
            .withEcho(log));
  }

  @Override
  public String introduction() {
    return "This is the workbench of Gossip Glomers in Java, in simulated time";
  }

  @Override
  public TestRun.Done run(long seed, RunFolder folder) throws IOException {
    TestArguments arguments = options.arguments();
    AtomicReference<LongSupplier> clock = new AtomicReference<>(() -> 0);
    NetworkJournal printed = new PrintedMessages(out, arguments.logNetSend, arguments.logNetRecv);
    OwnFault ownFault = new OwnFault();
    AtomicReference<Run> running = new AtomicReference<>();
    MessageLog messages =
        MessageLog.begin(
            folder.path(), () -> clock.get().getAsLong(), arguments.keepMessages, ownFault::note);
    SimulatedLogs logs = new SimulatedLogs(folder.nodeLogs(), (long) arguments.keepLogs << 20);
    StatusLine progress =
        LiveProgress.show(
            () -> Optional.ofNullable(running.get()), "simulated ", options.plan(), out);
    Farewell farewell = Farewell.say(() -> interrupted(progress, seed, running.get(), folder), out);
    Experiment.Ran ran;
    try (progress;
        farewell) {
      ran =
          experiment(options, challenge, logs)
              .run(
                  seed,
                  ofRun -> {
                    clock.set(ofRun);
                    return printed.and(messages);
                  },
                  running::set);
    } catch (SimulationFailure e) {
      folder.writeHistory(running.get().historySoFar());
      throw e;
    } finally {
      close(messages, "messages", out);
      close(logs, "logs", out);
    }
    if (ownFault.first().isPresent()) {
      throw new WorkbenchFailure(ownFault.first().get());
    }
    List<String> notes = new ArrayList<>(logs.losses());
    messages.loss().ifPresent(notes::add);
    return new TestRun.Done(ran.outcome(), ran.workload(), notes);
  }

  private List<String> interrupted(StatusLine progress, long seed, Run run, RunFolder folder) {
    progress.stop();
    String again = "Interrupted. The same command with --seed " + seed + " begins again; ";
    try {
      folder.writeHistory(run == null ? List.of() : run.historySoFar());
      folder.linkLatest().forEach(out::println);
      return List.of(again + "the history so far: " + folder.path());
    } catch (IOException e) {
      return List.of(again + "the history could not be kept: " + DiskProblem.of(e));
    }
  }

  /** Ends a file, and says so if not all of it could be kept. */
  static void close(Closeable kept, String what, PrintStream out) {
    try {
      kept.close();
    } catch (IOException e) {
      // The verdict does not hang on them.
      out.println("Not all " + what + " could be kept on disk: " + DiskProblem.of(e));
    }
  }
}
