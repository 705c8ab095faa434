package glomers.results;

import java.util.SortedMap;

/**
 * What two runs must have in common to be two tries of the same thing: the workload, the node's
 * program and variant, the options, and what ran it. Figures in simulated time say little about
 * those of processes.
 *
 * @param workload what was tested; of a run whose command line is not known its folder, since
 *     nobody can tell what it may be compared with
 */
public record Configuration(
    String workload,
    String program,
    String variant,
    String engine,
    SortedMap<String, String> parameters) {

  /** That of a run. */
  public static Configuration of(RunRecord run) {
    TestCommandLine command = run.provenance().command();
    return new Configuration(
        command.workload().orElse(run.folder().toString()),
        command.program().orElse(""),
        command.variant(),
        run.provenance().engine().orElse(""),
        command.parameters());
  }

  /** What a person calls such a run: {@code 3e --rung efficient:3e, workbench}. */
  public static String label(RunRecord run) {
    String what = run.provenance().challenge().or(run::workload).orElse("run");
    String variant = run.provenance().command().variant();
    String engine = run.provenance().engine().map(name -> ", " + name).orElse("");
    return PlainText.of(what + (variant.isEmpty() ? "" : " " + variant) + engine);
  }
}
