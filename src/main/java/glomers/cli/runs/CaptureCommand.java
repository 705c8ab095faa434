package glomers.cli.runs;

import glomers.cli.terminal.ExitStatus;
import glomers.results.PlainText;
import glomers.results.Provenance;
import glomers.results.RunReader;
import glomers.workbench.store.DiskProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code capture}: keeps the record of a run that the real Maelstrom made. Ours keep their own. */
@Command(
    hidden = true,
    description = "Keeps the record of a run that Maelstrom made; maelstrom/run-row does it.")
public final class CaptureCommand implements Callable<Integer> {
  private static final String VERSION = "META-INF/maven/maelstrom/maelstrom/pom.properties";

  private final PrintStream out;

  @Option(names = "--maelstrom", paramLabel = "FILE", description = "The script that ran it.")
  private Path maelstrom;

  @Option(names = "--exit-status", paramLabel = "N", description = "How the command ended.")
  private Integer exitStatus;

  @Option(names = "--wall-seconds", paramLabel = "S", description = "How long it took.")
  private Double wallSeconds;

  @Parameters(index = "0", paramLabel = "FOLDER", description = "The run's folder.")
  private Path folder;

  @Parameters(
      index = "1..*",
      paramLabel = "WORD",
      description = "What stood behind `maelstrom test`, after --.")
  private List<String> words = new ArrayList<>();

  public CaptureCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    Provenance known =
        Surroundings.of(words)
            // When it began is told by the folder's name.
            .by("maelstrom", version(), OptionalLong.empty(), Optional.empty())
            .ended(
                exitStatus == null ? OptionalInt.empty() : OptionalInt.of(exitStatus),
                wallSeconds == null ? OptionalDouble.empty() : OptionalDouble.of(wallSeconds));
    try {
      RunReader.capture(folder, known);
      return ExitStatus.VALID;
    } catch (IOException e) {
      out.println(PlainText.of("No figures of " + folder + " are kept: " + DiskProblem.of(e)));
      return ExitStatus.INVALID;
    }
  }

  /** Maelstrom names its version nowhere but in its own archive. */
  private Optional<String> version() {
    if (maelstrom == null) {
      return Optional.empty();
    }
    Path jar = maelstrom.resolveSibling("lib/maelstrom.jar");
    try (JarFile archive = new JarFile(jar.toFile())) {
      ZipEntry entry = archive.getEntry(VERSION);
      if (entry == null) {
        return Optional.empty();
      }
      try (InputStream in = archive.getInputStream(entry)) {
        Properties properties = new Properties();
        properties.load(in);
        return Optional.ofNullable(properties.getProperty("version"));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
