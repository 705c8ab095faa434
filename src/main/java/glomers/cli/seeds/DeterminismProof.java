package glomers.cli.seeds;

import glomers.cli.terminal.ExitStatus;
import glomers.cli.terminal.Headway;
import glomers.cli.terminal.StatusLine;
import glomers.experiment.Experiment;
import glomers.experiment.Replay;
import glomers.experiment.Sweep;
import glomers.experiment.Trial;
import glomers.simulation.SimulationOptions.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Shows that a seed decides everything: the same runs in five JVMs, whose hash tables all have
 * orders of their own, once on virtual and once on platform threads in each.
 */
final class DeterminismProof {
  private static final int JVMS = 5;

  private final Class<?> entry;
  private final PrintStream out;

  DeterminismProof(Class<?> entry, PrintStream out) {
    this.entry = entry;
    this.out = out;
  }

  /**
   * Compares. Returns the exit status.
   *
   * @param arguments what a JVM is told to carry out the same runs
   */
  int prove(List<String> arguments, Sweep sweep, long first)
      throws IOException, InterruptedException {
    List<String> expected = null;
    for (int jvm = 1; jvm <= JVMS; jvm++) {
      for (String threads : new String[] {"virtual", "platform"}) {
        String what = "JVM %d of %d, %s threads".formatted(jvm, JVMS, threads);
        List<String> lines;
        StatusLine progress = StatusLine.show(() -> Headway.of(what), out);
        try (progress) {
          lines = inAnotherJvm(arguments, threads);
        }
        if (expected == null) {
          expected = lines;
          lines.forEach(out::println);
        }
        boolean same = lines.equals(expected);
        out.printf(
            Locale.ROOT,
            "JVM %d, %s threads: %s%n",
            jvm,
            threads,
            same ? "the same " + lines.size() + " histories" : "DIFFERENT histories");
        if (!same) {
          explain(expected, lines, sweep, first);
          return ExitStatus.INVALID;
        }
      }
    }
    out.println("Every seed gave the same history, byte for byte, in all of them.");
    return ExitStatus.VALID;
  }

  private List<String> inAnotherJvm(List<String> arguments, String threads)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(entry.getName());
    command.addAll(arguments);
    command.addAll(List.of("--fingerprints", threads));
    Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader text =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> lines = text.lines().toList();
      if (jvm.waitFor() != 0) {
        throw new IllegalStateException("a JVM failed: " + String.join("\n", lines));
      }
      return lines;
    } finally {
      jvm.destroy();
    }
  }

  /** Looks whether the first run that differs also does within this JVM, where it can be shown. */
  private void explain(List<String> expected, List<String> lines, Sweep sweep, long first) {
    int at = 0;
    while (at < expected.size() && at < lines.size() && expected.get(at).equals(lines.get(at))) {
      at++;
    }
    Trial trial = sweep.trial(first + at);
    out.println("  " + trial.inWords());
    Optional<String> difference = Replay.difference(Subjects.experiment(trial), trial.seed());
    out.println(
        difference.orElse("Two runs in one JVM are equal: look for orders of Set.of and Map.of."));
    out.println("Again: " + trial.command());
  }

  /** What each JVM does: a line for each run. */
  static int print(Sweep sweep, long first, long seeds, String threads, PrintStream out) {
    for (long seed = first; seed < first + seeds; seed++) {
      Trial trial = sweep.trial(seed);
      Experiment usual = Subjects.experiment(trial);
      Experiment experiment =
          usual.with(
              usual.options().withThreads(Threads.valueOf(threads.toUpperCase(Locale.ROOT))));
      out.println(
          Replay.fingerprint(experiment.run(seed)) + "  " + trial.subject().name() + " " + seed);
    }
    return ExitStatus.VALID;
  }
}
