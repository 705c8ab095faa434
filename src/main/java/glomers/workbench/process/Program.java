package glomers.workbench.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks whether a program can be run, before anything is started. */
public final class Program {
  private Program() {}

  /**
   * Why this program cannot be run, in one line, or empty if nothing speaks against it.
   *
   * @param searchPath the value of PATH
   */
  public static Optional<String> problem(Path program, String searchPath) {
    if (!Files.exists(program)) {
      return Optional.of(
          "--bin "
              + program
              + ": there is no such file (looked for "
              + program.toAbsolutePath()
              + ").");
    }
    if (Files.isDirectory(program)) {
      return Optional.of("--bin " + program + ": this is a directory; name the program in it.");
    }
    if (!Files.isRegularFile(program)) {
      return Optional.of("--bin " + program + ": this is not a file.");
    }
    if (!Files.isExecutable(program)) {
      return Optional.of(
          "--bin " + program + ": this file is not executable; try: chmod +x " + program);
    }
    return interpreterProblem(program, searchPath);
  }

  private static Optional<String> interpreterProblem(Path program, String searchPath) {
    String line;
    try (InputStream in = Files.newInputStream(program)) {
      byte[] start = in.readNBytes(512);
      if (start.length == 0) {
        return Optional.of("--bin " + program + ": this file is empty.");
      }
      if (start.length < 2 || start[0] != '#' || start[1] != '!') {
        return Optional.empty();
      }
      line = new String(start, StandardCharsets.UTF_8).split("\n", 2)[0].substring(2);
    } catch (IOException e) {
      return Optional.of("--bin " + program + ": cannot be read: " + e.getMessage());
    }
    if (line.endsWith("\r")) {
      return Optional.of(
          "--bin "
              + program
              + ": its first line ends as on Windows, so its interpreter is not found; try: sed -i"
              + " 's/\\r$//' "
              + program);
    }
    List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+")));
    Path interpreter = Path.of(words.get(0));
    if (words.get(0).isEmpty() || !Files.isExecutable(interpreter)) {
      return Optional.of(
          "--bin "
              + program
              + ": its first line names the interpreter \""
              + words.get(0)
              + "\", which is not there or not executable.");
    }
    if (interpreter.getFileName().toString().equals("env")) {
      return lookedUpProblem(program, words.subList(1, words.size()), searchPath);
    }
    return Optional.empty();
  }

  private static Optional<String> lookedUpProblem(
      Path program, List<String> words, String searchPath) {
    Optional<String> command =
        words.stream().filter(word -> !word.startsWith("-") && !word.contains("=")).findFirst();
    if (command.isEmpty() || command.get().contains("/")) {
      return Optional.empty();
    }
    for (String folder : searchPath.split(java.io.File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder.isEmpty() ? "." : folder).resolve(command.get()))) {
        return Optional.empty();
      }
    }
    return Optional.of(
        "--bin "
            + program
            + ": its first line asks for \""
            + command.get()
            + "\", which is not on the PATH; install it or change that line.");
  }
}
