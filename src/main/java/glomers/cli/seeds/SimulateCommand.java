package glomers.cli.seeds;

import glomers.experiment.Bench;
import glomers.experiment.Subject;
import glomers.experiment.Sweep;
import glomers.launch.NodeClass;
import glomers.workbench.nemesis.Fault;
import glomers.workbench.store.DiskProblem;
import glomers.workbench.workload.Workloads;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code simulate}: many runs in simulated time, and the smallest one that fails. */
@Command(
    name = "simulate",
    description = {
      "Runs all challenges in simulated time, one seed after another, on all cores.",
      "Of the first run that fails it shows the smallest one that still fails in the same way."
    },
    sortOptions = false,
    footer = {
      "",
      "Exit status: 0 no failure, 1 a failure, 2 nothing decided, 254 bad arguments, 255 broken."
    })
public final class SimulateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private final PrintStream out;
  private final Class<?> entry;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How many runs, each with a seed of its own; they try the challenges in turn (default:"
              + " ${DEFAULT-VALUE}).")
  int seeds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The first seed (default: drawn at random).")
  Long first;

  @Option(
      names = "--challenge",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Only challenges whose name begins so, such as kafka or kafka-plain.")
  String challenge;

  @Option(
      names = "--bin",
      paramLabel = "class:NAME",
      description = "Instead of our challenges: a class of nodes, whose constructor takes a Node.")
  String bin;

  @Option(
      names = "--classpath",
      paramLabel = "PATH",
      defaultValue = "",
      description = "Jars and folders that hold the class that --bin names, as for java -cp.")
  String classPath;

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "NAME",
      description = "What is asked of the nodes that --bin names.")
  String workload;

  @Option(
      names = "--consistency-models",
      paramLabel = "LIST",
      description = "What their transactions must satisfy (default: read-committed).")
  String models;

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      description = "Only these of the faults that a challenge must stand, by commas; or none.")
  String faults;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "How long the operations of a run go on (default: ${DEFAULT-VALUE}).")
  int seconds;

  @Option(names = "--gather", description = "Go on after a failure, and show all at the end.")
  boolean gather;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "How many runs at a time (default: one for each core).")
  Integer workers;

  @Option(
      names = "--shard",
      paramLabel = "K/N",
      description = "Only the K-th of N shares of the seeds; merge joins what --json kept of all.")
  String shard;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description =
          "The same, but which one is taken from JOB_COMPLETION_INDEX (a Kubernetes Indexed Job,"
              + " from 0) or CI_NODE_INDEX (GitLab, from 1), unless --shard says it.")
  Integer shards;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Write a line of JSON for each run that ended; what stands there already is not run"
              + " again.")
  Path json;

  @Option(
      names = "--prove-determinism",
      description =
          "Instead: carry out the same runs in five JVMs, on virtual and on platform threads, and"
              + " compare the histories.")
  boolean prove;

  @Option(
      names = "--fingerprints",
      hidden = true,
      paramLabel = "THREADS",
      description = "Only print what --prove-determinism compares.")
  String fingerprints;

  /**
   * The command.
   *
   * @param entry the main class that understands it, for JVMs of its own
   */
  public SimulateCommand(PrintStream out, Class<?> entry) {
    this.out = out;
    this.entry = entry;
  }

  @Override
  public Integer call() throws Exception {
    List<Subject> subjects = bin == null ? Subjects.named(challenge) : List.of(stranger());
    demand(
        !subjects.isEmpty(), "--challenge " + challenge + ": there are " + Subjects.names() + ".");
    demand(
        bin != null || workload == null && models == null && classPath.isEmpty(),
        "-w, --classpath and --consistency-models do nothing without --bin class:NAME.");
    demand(seeds > 0 && seconds > 0, "--seeds and --seconds must be above 0.");
    demand(workers == null || workers > 0, "--workers must be above 0.");
    demand(
        fingerprints == null || List.of("virtual", "platform").contains(fingerprints),
        "--fingerprints " + fingerprints + ": virtual or platform.");
    for (Subject subject : subjects) {
      demand(
          bin != null || Files.exists(Path.of(subject.program())),
          "There is no " + subject.program() + " here: run this in the project's own folder.");
    }
    Sweep sweep = new Sweep(subjects, chosenFaults(), seconds);
    Shard share = share();
    demand(
        (share.of() == 1 && json == null) || first != null,
        "--seed is missing: shards, and runs that --json keeps, need a first seed in common.");
    demand(
        share.of() == 1 || (fingerprints == null && !prove),
        "--prove-determinism makes all of its runs itself: leave --shard out.");
    demand(
        share.of() <= seeds,
        "--seeds %d: that is not one for each of %d shards.".formatted(seeds, share.of()));
    long start = first != null ? first : ThreadLocalRandom.current().nextLong(1_000_000_000);
    if (fingerprints != null) {
      return DeterminismProof.print(sweep, start, seeds, fingerprints, out);
    }
    if (prove) {
      List<String> again = new ArrayList<>(List.of("simulate"));
      again.addAll(List.of("--seeds", "" + seeds, "--seed", "" + start));
      again.addAll(choice());
      return new DeterminismProof(entry, out).prove(again, sweep, start);
    }
    List<String> options = new ArrayList<>(choice());
    if (gather) {
      options.add("--gather");
    }
    long own = start + share.skipped(seeds);
    int size = share.size(seeds);
    if (json == null) {
      return new SweepRun(
              sweep,
              new Bench(Subjects::experiment),
              own,
              size,
              gather,
              options,
              Optional.empty(),
              out)
          .execute(atOnce());
    }
    options.addAll(List.of("--seed", "" + start, "--seeds", "" + seeds, "--json", "" + json));
    if (share.of() > 1) {
      options.addAll(List.of("--shard", share.toString()));
    }
    SweepName name = SweepName.here(start, seeds, seconds, challenge, sweep.faults());
    try (SweepLog log = SweepLog.begin(json, name, share)) {
      Bench bench = new Bench(Subjects::experiment, true);
      return new SweepRun(sweep, bench, own, size, gather, options, Optional.of(log), out)
          .execute(atOnce());
    } catch (SweepFile.Unusable e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), "--json " + DiskProblem.in(json, e) + ".");
    }
  }

  private int atOnce() {
    return workers != null ? workers : Runtime.getRuntime().availableProcessors();
  }

  private Shard share() {
    try {
      demand(shards == null || shards > 0, "--shards must be above 0.");
      if (shard == null) {
        return shards == null ? Shard.WHOLE : Shard.ofJob(shards, System.getenv());
      }
      Shard named = Shard.of(shard);
      demand(
          shards == null || shards == named.of(),
          "--shard %s is not one of --shards %d: leave one of them out.".formatted(named, shards));
      return named;
    } catch (Shard.BadShard e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  /** The nodes of somebody else's class, on whom everything is tried. */
  private Subject stranger() {
    demand(challenge.isEmpty(), "--challenge names nodes of ours: leave out either it or --bin.");
    demand(
        NodeClass.isNamedBy(bin),
        "--bin " + bin + ": this runs in simulated time, so name a class, as in class:my.Node.");
    demand(workload != null, "-w NAME is missing: it says what is asked of " + bin + ".");
    demand(
        Workloads.names().contains(workload),
        "-w " + workload + ": there are " + String.join(", ", Workloads.names()) + ".");
    try {
      NodeClass.named(bin, classPath);
    } catch (IllegalArgumentException e) {
      demand(false, "--bin " + e.getMessage() + ".");
    }
    return Subjects.ofClass(bin, workload, strangersOptions());
  }

  private List<String> strangersOptions() {
    List<String> options = new ArrayList<>();
    if (!classPath.isEmpty()) {
      options.addAll(List.of("--classpath", classPath));
    }
    if (models != null || workload.startsWith("txn-")) {
      options.addAll(List.of("--consistency-models", models != null ? models : "read-committed"));
    }
    return options;
  }

  /** The options that choose the runs, but for their seeds. */
  private List<String> choice() {
    List<String> options = new ArrayList<>(List.of("--seconds", "" + seconds));
    if (!challenge.isEmpty()) {
      options.addAll(List.of("--challenge", challenge));
    }
    if (bin != null) {
      options.addAll(List.of("-w", workload, "--bin", bin));
      options.addAll(strangersOptions());
    }
    if (faults != null) {
      options.addAll(List.of("--faults", faults));
    }
    return options;
  }

  private Set<Fault> chosenFaults() {
    if (faults == null) {
      return EnumSet.allOf(Fault.class);
    }
    Set<Fault> chosen = EnumSet.noneOf(Fault.class);
    for (String name : Fault.names(faults)) {
      Optional<Fault> fault = Fault.named(name);
      boolean nothing = name.equals("none");
      demand(
          fault.isPresent() || nothing,
          "--faults "
              + name
              + ": there are "
              + Fault.labels(EnumSet.allOf(Fault.class))
              + " and none.");
      fault.ifPresent(chosen::add);
    }
    return chosen;
  }

  private void demand(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
