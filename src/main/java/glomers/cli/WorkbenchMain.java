package glomers.cli;

import glomers.cli.terminal.ExitStatus;
import glomers.cli.terminal.LastLine;
import glomers.cli.test.TestOptions;
import glomers.workbench.Library;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The workbench with Maelstrom's command line. Uses no class of a library itself, so that it can
 * say which one is missing.
 */
public final class WorkbenchMain {
  private WorkbenchMain() {}

  /** Runs the command that the arguments name, and ends the JVM with Maelstrom's exit status. */
  public static void main(String... arguments) {
    // Figures are written with a point whoever runs it. Global, but of a JVM that is ours alone.
    Locale.setDefault(Locale.ROOT);
    // Whatever the locale is: Maelstrom's last lines are not ASCII.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    if (!Library.PICOCLI.isThere()) {
      out.println(
          "The command line needs "
              + Library.PICOCLI.coordinates()
              + " on the class path: add it, or run the jar with everything in it (bundled).");
      System.exit(ExitStatus.BROKEN);
    }
    int status;
    try {
      status = run(out, TestOptions.Timing.USUAL, arguments);
    } catch (Error e) {
      // Left to the JVM it would end with 1, which says that the nodes are wrong. Uses no class of
      // ours: they may be what is missing, where somebody builds the jar anew during a run.
      out.println(LastLine.BROKEN);
      out.println("The workbench itself failed, which says nothing about the nodes:");
      e.printStackTrace(out);
      status = ExitStatus.BROKEN;
    }
    System.exit(status);
  }

  /** The same without ending the JVM. Returns the exit status. */
  public static int run(PrintStream out, TestOptions.Timing timing, String... arguments) {
    return Commands.run(out, timing, arguments);
  }
}
