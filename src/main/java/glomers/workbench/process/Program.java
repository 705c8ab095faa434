package glomers.workbench.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks whether a program can be run, before anything is started. */
public final class Program {
  private static final String FIRST_LINE = "its first line ";
  private static final int SHOWN = 60;

  private Program() {}

  /**
   * Why this program cannot be run, in one line, or empty if nothing speaks against it.
   *
   * @param searchPath the value of PATH
   */
  public static Optional<String> problem(Path program, String searchPath) {
    return ownProblem(program, searchPath).map(what -> "--bin " + program + ": " + what);
  }

  private static Optional<String> ownProblem(Path program, String searchPath) {
    if (!Files.exists(program)) {
      return Optional.of(
          "there is no such file (looked for %s).".formatted(program.toAbsolutePath()));
    }
    if (Files.isDirectory(program)) {
      return Optional.of("this is a directory; name the program in it.");
    }
    if (!Files.isRegularFile(program)) {
      return Optional.of("this is not a file.");
    }
    if (!Files.isExecutable(program)) {
      return Optional.of("this file is not executable; try: chmod +x " + program);
    }
    return interpreterProblem(program, searchPath);
  }

  private static Optional<String> interpreterProblem(Path program, String searchPath) {
    byte[] start;
    try (InputStream in = Files.newInputStream(program)) {
      start = in.readNBytes(512);
    } catch (IOException e) {
      return Optional.empty(); // a program may be run by those who may not read it
    }
    if (start.length == 0) {
      return Optional.of("this file is empty.");
    }
    String text = new String(start, StandardCharsets.UTF_8);
    if (!text.startsWith("#!")) {
      return firstLineProblem(start, text).map(FIRST_LINE::concat);
    }
    String line = text.split("\n", 2)[0].substring(2);
    if (line.contains("\r")) {
      return Optional.of(
          FIRST_LINE
              + "ends as on Windows, so its interpreter is not found; try: sed -i 's/\\r$//' "
              + program);
    }
    List<String> words = List.of(line.strip().split("\\s+"));
    if (!canBeRun(words.getFirst())) {
      return Optional.of(
          FIRST_LINE
              + "names the interpreter \"%s\", which is not there or not executable."
                  .formatted(words.getFirst()));
    }
    if (words.getFirst().endsWith("/env")) {
      return lookedUpProblem(words, searchPath).map(FIRST_LINE::concat);
    }
    return Optional.empty();
  }

  /**
   * What is wrong with the beginning of a script that does not say what runs it. Some systems give
   * such a file to a shell, whatever language it is in. What is no text is for the system to judge.
   */
  private static Optional<String> firstLineProblem(byte[] start, String text) {
    boolean wide =
        start.length > 1
            && (start[0] == (byte) 0xFF && start[1] == (byte) 0xFE
                || start[0] == (byte) 0xFE && start[1] == (byte) 0xFF);
    if (wide || text.startsWith("\uFEFF")) {
      return Optional.of(
          "begins with a byte order mark, so the system does not see its #!; save the file as "
              + (wide ? "UTF-8 without one." : "it is without one."));
    }
    boolean isText = text.chars().allMatch(c -> c >= ' ' || Character.isWhitespace(c));
    if (!isText) {
      return Optional.empty();
    }
    String first = text.split("\\R", 2)[0];
    return Optional.of(
        "must name what runs it, such as #!/usr/bin/env python3; it is: "
            + (first.length() <= SHOWN ? first : first.substring(0, SHOWN) + "…"));
  }

  private static boolean canBeRun(String program) {
    try {
      Path path = Path.of(program);
      return !program.isEmpty() && Files.isRegularFile(path) && Files.isExecutable(path);
    } catch (InvalidPathException e) {
      return false; // no file can be called so
    }
  }

  /** Judges only what is sure to fail: env's options are env's own business. */
  private static Optional<String> lookedUpProblem(List<String> words, String searchPath) {
    if (words.size() < 2 || words.get(1).startsWith("-") || words.get(1).contains("=")) {
      return Optional.empty();
    }
    String command = words.get(1);
    if (words.size() > 2 && System.getProperty("os.name").equals("Linux")) {
      String all = String.join(" ", words.subList(1, words.size()));
      return Optional.of(
          "makes env look for a program called \"%s\", since Linux gives it one word; write #!%s -S %s"
              .formatted(all, words.getFirst(), all));
    }
    if (command.contains("/") || isOnPath(command, searchPath)) {
      return Optional.empty();
    }
    return Optional.of(
        "asks for \"" + command + "\", which is not on the PATH; install it or change that line.");
  }

  private static boolean isOnPath(String command, String searchPath) {
    for (String folder : searchPath.split(File.pathSeparator)) {
      if (canBeRun((folder.isEmpty() ? "." : folder) + "/" + command)) {
        return true;
      }
    }
    return false;
  }
}
