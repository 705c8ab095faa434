package glomers.workbench.process;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Looks in what a program writes to stderr for the lines that say why it failed: runtimes print
 * them above their stacks, which may be much longer than the end of a log that is shown. For one
 * writing task at a time; read by any.
 */
final class Symptoms {
  /** How lines begin that announce the end of a program, or of one of its threads. */
  private static final Pattern CERTAIN =
      Pattern.compile(
          "^(panic: |fatal error: |Traceback \\(most recent call last\\)|Exception in thread "
              + "|Unhandled exception|Uncaught |uncaught exception|terminate called "
              + "|Fatal error: |\\*\\* \\(|Segmentation fault|==\\d+==ERROR: ).*"
              + "|.*panicked at.*");

  /** How an error's own line begins in many languages; a program may log one and go on. */
  private static final Pattern LIKELY =
      Pattern.compile("^[\\w.$:]*(Error|Exception)(: .*|)$|^[\\w./-]+: line \\d+: .*");

  private static final Pattern CAUSED = Pattern.compile("^(Caused by: |\\s+what\\(\\): ).*");
  private static final int WIDTH = 500;

  /** A line with none of these is none of the above: a program may log a great deal. */
  private static final List<String> HINTS =
      List.of(
          "panic",
          "rror",
          "xception",
          "Traceback",
          "ncaught",
          "terminate called",
          "** (",
          "Segmentation",
          ": line ",
          "Caused by",
          "what():");

  private List<String> certain = List.of();
  private List<String> likely = List.of();
  private Opened opened = Opened.NOTHING;

  /** What the line that says more will look like. */
  private enum Opened {
    NOTHING,
    /** The last line of a Python traceback is the first that is not indented. */
    TRACEBACK,
    /** Rust's message follows on a line of its own. */
    NEXT_LINE
  }

  synchronized void add(String line) {
    if (opened == Opened.NOTHING && HINTS.stream().noneMatch(line::contains)) {
      return;
    }
    String shown = line.length() <= WIDTH ? line : line.substring(0, WIDTH) + "…";
    if (CERTAIN.matcher(line).matches()) {
      boolean threads = line.startsWith("Traceback") && !certain.isEmpty() && isThread();
      certain = threads ? List.of(certain.getFirst(), shown) : List.of(shown);
      opened = opened(line);
    } else if (opened == Opened.TRACEBACK) {
      if (!line.isBlank() && !Character.isWhitespace(line.charAt(0))) {
        certain = with(shown);
        opened = Opened.NOTHING;
      }
    } else if (opened == Opened.NEXT_LINE) {
      certain = with(shown);
      opened = Opened.NOTHING;
    } else if (CAUSED.matcher(line).matches() && !certain.isEmpty()) {
      certain = List.of(certain.getFirst(), shown);
    } else if (LIKELY.matcher(line).matches()) {
      likely = List.of(shown);
    }
  }

  /** Whether what was opened last is Python's heading above the traceback of a thread. */
  private boolean isThread() {
    return opened == Opened.NOTHING && certain.getLast().matches("Exception in thread .*:");
  }

  private static Opened opened(String line) {
    if (line.startsWith("Traceback")) {
      return Opened.TRACEBACK;
    }
    return line.contains("panicked at") && line.endsWith(":") ? Opened.NEXT_LINE : Opened.NOTHING;
  }

  private List<String> with(String shown) {
    return List.of(certain.getFirst(), shown);
  }

  /** The lines that say most about what went wrong last; none if no line looks like that. */
  synchronized List<String> lines() {
    return certain.isEmpty() ? likely : certain;
  }
}
