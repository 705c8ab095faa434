package glomers.cli.runs;

import com.sun.management.OperatingSystemMXBean;
import glomers.results.Machine;
import glomers.results.Provenance;
import glomers.results.TestCommandLine;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** What a run's record says about where it was made: machine, JDK, sources. */
public final class Surroundings {
  /** In which {@code maelstrom/run-row} names the row of the official commands. */
  private static final String CHALLENGE = "GLOMERS_CHALLENGE";

  /** Git answers at once, or has a problem that is not ours. */
  private static final long PATIENCE_SECONDS = 5;

  private Surroundings() {}

  /** How a run comes about that is begun here and now with these words. */
  public static Provenance of(List<String> words) {
    TestCommandLine command = new TestCommandLine(words);
    Optional<Path> sources =
        command
            .option("--bin")
            .map(bin -> Path.of(bin.startsWith("class:") ? "." : bin))
            .map(Path::toAbsolutePath)
            .map(Path::getParent);
    Optional<String> commit =
        sources.flatMap(folder -> git(folder, "rev-parse", "HEAD")).map(String::strip);
    return new Provenance(
        Optional.ofNullable(System.getenv(CHALLENGE)).filter(name -> !name.isBlank()),
        command,
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        commit,
        commit
            .flatMap(any -> git(sources.orElseThrow(), "status", "--porcelain"))
            .map(changes -> !changes.isBlank()),
        Optional.of(machine()),
        Optional.of(System.getProperty("java.vendor") + " " + Runtime.version()),
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalInt.empty());
  }

  /** The version of this very workbench; empty where it was not packaged. */
  public static Optional<String> workbenchVersion() {
    return Optional.ofNullable(Surroundings.class.getPackage().getImplementationVersion());
  }

  private static Machine machine() {
    long memory =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : 0;
    String os =
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch");
    return new Machine(os, Runtime.getRuntime().availableProcessors(), memory);
  }

  /** What Git says; empty if it is not there, or the folder is none of its. */
  private static Optional<String> git(Path folder, String... words) {
    ProcessBuilder builder = new ProcessBuilder("git", "-C", folder.toString());
    builder.command().addAll(List.of(words));
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0"); // only asks, never in anybody's way
    builder.redirectError(ProcessBuilder.Redirect.to(new File("/dev/null")));
    try {
      Process git = builder.start();
      git.getOutputStream().close();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        git.destroy();
        return Optional.empty();
      }
      return git.exitValue() == 0 ? Optional.of(said) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
