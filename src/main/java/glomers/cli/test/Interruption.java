package glomers.cli.test;

import glomers.cli.terminal.StatusLine;
import glomers.workbench.Run;
import glomers.workbench.process.ProcessCluster;
import glomers.workbench.store.DiskProblem;
import glomers.workbench.store.MessageLog;
import glomers.workbench.store.RunFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens on Ctrl-C, or when somebody else ends the JVM in the middle of a run: no process is
 * left behind, and what happened so far is kept.
 */
record Interruption(
    StatusLine progress, ProcessCluster cluster, Run run, RunFolder folder, MessageLog messages) {

  /** Does what is left to do, and returns what to say of it. */
  List<String> words() {
    cluster.abandon();
    progress.stop();
    List<String> lines = new ArrayList<>();
    try {
      folder.writeHistory(run.historySoFar());
      lines.addAll(folder.linkLatest());
      messages.close();
      lines.add("Interrupted. The nodes are stopped; the history so far: " + folder.path());
      lines.addAll(cluster.leftOvers());
    } catch (IOException e) {
      lines.add(
          "Interrupted. The nodes are stopped; the history could not be kept: "
              + DiskProblem.of(e));
    }
    return lines;
  }
}
