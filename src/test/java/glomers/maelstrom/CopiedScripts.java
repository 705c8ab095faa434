package glomers.maelstrom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A copy of the scripts under {@code maelstrom/} in a folder of its own, with a tiny jar in place
 * of ours, so that the tests need no packaged build and change nothing in this one.
 */
final class CopiedScripts {
  /** The JDK that runs the tests. */
  static final String JDK = System.getProperty("java.home");

  private static final String NODE =
      """
      package glomers.launch;
      public final class NodeMain {
        public static void main(String[] args) throws Exception {
          System.out.println("%s " + ProcessHandle.current().pid() + " " + String.join("|", args));
          System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
      }
      """;
  private static final String WORKBENCH =
      """
      package glomers.cli;
      public final class WorkbenchMain {
        public static void main(String[] args) {
          System.out.println("workbench " + String.join("|", args));
          System.exit(args[0].equals("test") ? 0 : 7);
        }
      }
      """;

  private final Path root;

  /** Copies the scripts, but nothing that they fetched, to {@code root}. */
  CopiedScripts(Path root) throws IOException {
    this.root = root;
    Path from = Path.of("maelstrom").toAbsolutePath();
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path relative = from.relativize(path);
        if (relative.startsWith("dist") || relative.startsWith(".download")) {
          continue;
        }
        Path to = path("maelstrom").resolve(relative.toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(to);
        } else {
          Files.copy(path, to);
        }
      }
    }
  }

  /** A file or folder in the copy. */
  Path path(String name) {
    return root.resolve(name);
  }

  /** Puts a jar there whose node prints {@code version}, its process id and its words. */
  void writeJar(String version) throws IOException {
    Files.createDirectories(path("target"));
    Path jar = path("target/glomers.jar");
    Path fresh = path("target/fresh.jar");
    Path classes = Files.createDirectories(path("target/classes"));
    compile(classes, "launch/NodeMain", NODE.formatted(version));
    compile(classes, "cli/WorkbenchMain", WORKBENCH);
    try (OutputStream file = Files.newOutputStream(fresh);
        JarOutputStream out = new JarOutputStream(file)) {
      for (String name : List.of("launch/NodeMain", "cli/WorkbenchMain")) {
        out.putNextEntry(new JarEntry("glomers/" + name + ".class"));
        Files.copy(classes.resolve("glomers/" + name + ".class"), out);
        out.closeEntry();
      }
    }
    Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void compile(Path classes, String name, String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    SimpleJavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///glomers/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    assertTrue(
        compiler
            .getTask(null, null, null, List.of("-d", classes.toString()), null, List.of(file))
            .call(),
        name + " compiles");
  }

  /** Does what {@code make build} does after packaging. */
  void prepare() {
    Outcome outcome = run(path("maelstrom/prepare").toString(), JDK);
    assertEquals(0, outcome.status(), outcome.toString());
  }

  /** Runs a command in the copy's folder, with nothing on its standard input. */
  Outcome run(String... command) {
    return run(root, Map.of(), command);
  }

  /** Runs a command in a folder, with variables on top of our own environment. */
  Outcome run(Path folder, Map<String, String> environment, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder
        .environment()
        .keySet()
        .removeAll(List.of("ENGINE", "MAELSTROM_HOME", "JAVA_TOOL_OPTIONS"));
    builder.environment().putAll(environment);
    try {
      Path out = Files.createTempFile("stdout", "");
      Path err = Files.createTempFile("stderr", "");
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: " + String.join(" ", command));
      }
      Outcome outcome =
          new Outcome(
              process.exitValue(), process.pid(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Writes an executable script. */
  static Path script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertTrue(file.toFile().setExecutable(true), file.toString());
    return file;
  }

  /** Where a program is, by our own PATH. */
  static Optional<Path> onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Fills a folder that is to be a whole PATH with stand-ins for the given programs; those that
   * this machine lacks are left out.
   */
  static Path pathOf(Path folder, String... programs) throws IOException {
    for (String program : programs) {
      Optional<Path> found = onPath(program);
      if (found.isPresent()) {
        script(folder.resolve(program), "exec '" + found.get() + "' \"$@\"");
      }
    }
    return folder;
  }

  /** How a command ended and what it said. */
  record Outcome(int status, long pid, String out, String err) {}
}
