package glomers.cli;

import glomers.cli.terminal.ExitStatus;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** A command that the workbench does not have. */
@Command(description = "Only the real Maelstrom has this command.")
final class MaelstromOnly implements Callable<Integer> {
  private final String name;
  private final PrintStream out;

  @Unmatched private List<String> ignored;

  MaelstromOnly(String name, PrintStream out) {
    this.name = name;
    this.out = out;
  }

  @Override
  public Integer call() {
    out.println(
        "The workbench has no `"
            + name
            + "`: it needs the real Maelstrom, which `make maelstrom` fetches.");
    return ExitStatus.BAD_ARGUMENTS;
  }
}
