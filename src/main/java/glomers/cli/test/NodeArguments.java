package glomers.cli.test;

import glomers.workbench.workload.Workloads;
import java.util.Iterator;
import picocli.CommandLine.Option;

/** Which nodes are tried, and what is asked of them: the same options for one run and for many. */
public final class NodeArguments {

  /** What {@code --workload} may name, for help and completion. */
  static final class WorkloadNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Workloads.names().iterator();
    }
  }

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "NAME",
      completionCandidates = WorkloadNames.class,
      description =
          "What is asked of the nodes: ${COMPLETION-CANDIDATES} (test without it: lin-kv).")
  String workload;

  @Option(
      names = "--bin",
      paramLabel = "FILE",
      description =
          "The node's program; in simulated time also class:NAME, a public class whose constructor"
              + " takes a Node.")
  String bin;

  @Option(
      names = "--classpath",
      paramLabel = "PATH",
      defaultValue = "",
      description = "Jars and folders that hold the class that --bin names, as for java -cp.")
  String classPath;

  /** The workload; null if none was named. */
  public String workload() {
    return workload;
  }

  /** What {@code --bin} names; null if nothing. */
  public String bin() {
    return bin;
  }

  /** Where its class lies; empty if that was not said. */
  public String classPath() {
    return classPath;
  }
}
