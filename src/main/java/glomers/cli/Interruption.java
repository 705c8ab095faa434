package glomers.cli;

import glomers.results.PlainText;
import glomers.workbench.Run;
import glomers.workbench.process.ProcessCluster;
import glomers.workbench.store.DiskProblem;
import glomers.workbench.store.MessageLog;
import glomers.workbench.store.RunFolder;
import java.io.IOException;
import java.io.PrintStream;

/**
 * What happens on Ctrl-C, or when somebody else ends the JVM in the middle of a run: no process is
 * left behind, and what happened so far is kept.
 */
final class Interruption {
  private final StatusLine progress;
  private final ProcessCluster cluster;
  private final Run run;
  private final RunFolder folder;
  private final MessageLog messages;
  private final PrintStream out;
  private final Thread hook;

  private Interruption(
      StatusLine progress,
      ProcessCluster cluster,
      Run run,
      RunFolder folder,
      MessageLog messages,
      PrintStream out) {
    this.progress = progress;
    this.cluster = cluster;
    this.run = run;
    this.folder = folder;
    this.messages = messages;
    this.out = out;
    this.hook = new Thread(this::interrupted, "interruption");
  }

  /** From now on, until {@link #release}, an end of the JVM is an interruption. */
  static Interruption guard(
      StatusLine progress,
      ProcessCluster cluster,
      Run run,
      RunFolder folder,
      MessageLog messages,
      PrintStream out) {
    Interruption interruption = new Interruption(progress, cluster, run, folder, messages, out);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** The run has come to its own end. */
  void release() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already, and the hook does its work.
    }
  }

  private void interrupted() {
    cluster.abandon();
    progress.stop();
    out.println();
    try {
      folder.writeHistory(run.historySoFar());
      folder.linkLatest().forEach(out::println);
      messages.close();
      out.println("Interrupted. The nodes are stopped; the history so far: " + folder.path());
      cluster.leftOvers().forEach(line -> PlainText.lines(line).forEach(out::println));
    } catch (IOException e) {
      out.println(
          "Interrupted. The nodes are stopped; the history could not be kept: "
              + DiskProblem.of(e));
    }
  }
}
