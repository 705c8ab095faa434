package glomers.cli;

import glomers.cli.runs.BaselineCommand;
import glomers.cli.runs.CaptureCommand;
import glomers.cli.runs.CompareCommand;
import glomers.cli.runs.HistoryCommand;
import glomers.cli.seeds.LadderCommand;
import glomers.cli.seeds.LessonCommand;
import glomers.cli.seeds.LessonsCommand;
import glomers.cli.seeds.MergeCommand;
import glomers.cli.seeds.ScaleCommand;
import glomers.cli.seeds.SimulateCommand;
import glomers.cli.terminal.BadWords;
import glomers.cli.terminal.ExitStatus;
import glomers.cli.terminal.LastLine;
import glomers.cli.terminal.Spelling;
import glomers.cli.test.TestCommand;
import glomers.cli.test.TestOptions;
import glomers.results.PlainText;
import glomers.workbench.WorkbenchFailure;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The workbench with Maelstrom's command line. */
@Command(
    name = "maelstrom",
    description = {
      "Runs a cluster of nodes against a workload and judges the outcome.",
      "This is the workbench of Gossip Glomers in Java; it stands in for Maelstrom."
    })
public final class WorkbenchMain implements Runnable {
  @Spec private CommandSpec spec;

  private WorkbenchMain() {}

  /** Runs the command that the arguments name, and ends the JVM with Maelstrom's exit status. */
  public static void main(String... arguments) {
    // Figures are written with a point whoever runs it. Global, but of a JVM that is ours alone.
    Locale.setDefault(Locale.ROOT);
    // Whatever the locale is: Maelstrom's last lines are not ASCII.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
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
    CommandLine line = new CommandLine(new WorkbenchMain());
    line.addSubcommand("test", new TestCommand(out, timing));
    line.addSubcommand("simulate", new SimulateCommand(out, WorkbenchMain.class));
    line.addSubcommand("merge", new MergeCommand(out));
    line.addSubcommand("ladder", new LadderCommand(out));
    line.addSubcommand("scale", new ScaleCommand(out));
    line.addSubcommand("lessons", new LessonsCommand(out));
    line.addSubcommand("lesson", new LessonCommand(out));
    line.addSubcommand("capture", new CaptureCommand(out));
    line.addSubcommand("compare", new CompareCommand(out, System.err));
    line.addSubcommand("history", new HistoryCommand(out, System.err));
    line.addSubcommand("baseline", new BaselineCommand(out, System.err));
    for (String command : new String[] {"serve", "doc", "demo", "analyze"}) {
      line.addSubcommand(command, new MaelstromOnly(command, out));
    }
    PrintWriter writer = new PrintWriter(out, true);
    line.setOut(writer);
    line.setErr(writer);
    line.setOverwrittenOptionsAllowed(true); // the last one counts, as in Maelstrom
    line.setExpandAtFiles(false); // a word that begins with @ is a word
    line.getSubcommands().values().forEach(command -> offerHelp(command.getCommandSpec()));
    offerHelp(line.getCommandSpec());
    line.setParameterExceptionHandler((e, words) -> refuse(e));
    line.setExecutionExceptionHandler((e, command, parsed) -> {
      out.println(LastLine.BROKEN);
      if (WorkbenchFailure.isOutOfMemory(e)) {
        out.println(WorkbenchFailure.outOfMemory());
      } else {
        e.printStackTrace(out);
      }
      return ExitStatus.BROKEN;
    });
    List<String> mistyped = mistyped(line, List.of(arguments));
    if (!mistyped.isEmpty()) {
      mistyped.forEach(fault -> out.println(PlainText.of(fault)));
      return ExitStatus.BAD_ARGUMENTS;
    }
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      out.println(LastLine.BROKEN);
      out.println(WorkbenchFailure.outOfMemory());
      return ExitStatus.BROKEN;
    }
  }

  private static void offerHelp(CommandSpec command) {
    command.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this.").build());
  }

  /** What is wrong with the words of the command that they name; nothing where it is not ours. */
  private static List<String> mistyped(CommandLine line, List<String> words) {
    CommandLine command = words.isEmpty() ? null : line.getSubcommands().get(words.getFirst());
    if (command == null || command.getCommandSpec().userObject() instanceof MaelstromOnly) {
      return List.of();
    }
    return new Spelling(command.getCommandSpec())
        .faults(BadWords.before(words.subList(1, words.size())));
  }

  private static int refuse(ParameterException e) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    BadWords.lines(e).forEach(fault -> err.println(PlainText.of(fault)));
    if (command.getParent() == null) {
      command.usage(err);
    }
    return ExitStatus.BAD_ARGUMENTS;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }
}
