package glomers.cli;

import glomers.cli.check.CheckCommand;
import glomers.cli.runs.BaselineCommand;
import glomers.cli.runs.CaptureCommand;
import glomers.cli.runs.CompareCommand;
import glomers.cli.runs.HistoryCommand;
import glomers.cli.seeds.ConsistencyCommand;
import glomers.cli.seeds.LadderCommand;
import glomers.cli.seeds.LessonCommand;
import glomers.cli.seeds.LessonsCommand;
import glomers.cli.seeds.MergeCommand;
import glomers.cli.seeds.ScaleCommand;
import glomers.cli.seeds.SimulateCommand;
import glomers.cli.seeds.WhyCommand;
import glomers.cli.terminal.BadWords;
import glomers.cli.terminal.ExitStatus;
import glomers.cli.terminal.LastLine;
import glomers.cli.terminal.Spelling;
import glomers.cli.test.TestCommand;
import glomers.cli.test.TestOptions;
import glomers.results.PlainText;
import glomers.workbench.WorkbenchFailure;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Maelstrom's commands, and ours. */
@Command(
    name = "maelstrom",
    description = {
      "Runs a cluster of nodes against a workload and judges the outcome.",
      "This is the workbench of Gossip Glomers in Java; it stands in for Maelstrom."
    })
final class Commands implements Runnable {
  @Spec private CommandSpec spec;

  private Commands() {}

  /** Carries out the command that the arguments name. Returns the exit status. */
  static int run(PrintStream out, TestOptions.Timing timing, String... arguments) {
    CommandLine line = new CommandLine(new Commands());
    line.addSubcommand("test", new TestCommand(out, timing));
    line.addSubcommand("simulate", new SimulateCommand(out, WorkbenchMain.class));
    line.addSubcommand("why", new WhyCommand(out));
    line.addSubcommand("merge", new MergeCommand(out));
    line.addSubcommand("ladder", new LadderCommand(out));
    line.addSubcommand("consistency", new ConsistencyCommand(out));
    line.addSubcommand("scale", new ScaleCommand(out));
    line.addSubcommand("lessons", new LessonsCommand(out));
    line.addSubcommand("lesson", new LessonCommand(out));
    line.addSubcommand("check", new CheckCommand(out));
    line.addSubcommand("capture", new CaptureCommand(out));
    line.addSubcommand("compare", new CompareCommand(out, System.err));
    line.addSubcommand("history", new HistoryCommand(out, System.err));
    line.addSubcommand("baseline", new BaselineCommand(out, System.err));
    line.addSubcommand("completion", new AutoComplete.GenerateCompletion());
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
    if (command.findOption("--help") == null) { // picocli's own command has it
      command.addOption(
          OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this.").build());
    }
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
