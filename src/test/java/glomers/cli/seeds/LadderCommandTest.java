package glomers.cli.seeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.WorkbenchMain;
import glomers.cli.terminal.ExitStatus;
import glomers.cli.test.TestOptions;
import glomers.ladder.Rung;
import glomers.workbench.nemesis.Fault;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LadderCommandTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  private int ladder(List<Rung> rungs, String... arguments) {
    printed.reset();
    return new CommandLine(new LadderCommand(out, rungs)).execute(arguments);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** The plain counter, as if it were said to stand these. */
  private static List<Rung> counterStanding(Set<Fault> faults) {
    return Rungs.ALL.stream()
        .filter(rung -> rung.name().equals("g-counter plain"))
        .map(rung ->
            new Rung(
                rung.challenge(),
                rung.rung(),
                rung.subject().standing(faults),
                rung.node(),
                rung.command()))
        .toList();
  }

  @Test
  void whoClaimsMoreThanItStandsFailsWithTheCommandThatShowsIt() {
    List<Rung> bold = counterStanding(EnumSet.of(Fault.PARTITION, Fault.DUPLICATE));
    assertEquals(ExitStatus.INVALID, ladder(bold, "--seeds", "1"), this::text);
    assertTrue(text().contains("FAILED: errors (1)"), this::text);
    assertTrue(text().contains("again: maelstrom/maelstrom test -w g-counter"), this::text);
  }

  @Test
  void aClaimThatNoRunCouldDecideIsNotShown() {
    List<Rung> bold = counterStanding(EnumSet.of(Fault.LOSS));
    assertEquals(ExitStatus.INVALID, ladder(bold, "--seeds", "2"), this::text);
    assertTrue(text().contains("FAILED: undecided 2 of 2"), this::text);
  }

  @Test
  void aRowTellsWhatIsStoodWhatIsNotAndWhatItCosts() {
    List<Rung> modest = counterStanding(EnumSet.of(Fault.PARTITION));
    String[] arguments = {"--seeds", "1", "--format", "markdown"};
    assertEquals(ExitStatus.VALID, ladder(modest, arguments), this::text);
    String row =
        text()
            .lines()
            .filter(line -> line.startsWith("| g-counter plain |"))
            .findFirst()
            .orElseThrow();
    assertTrue(row.contains("| errors (1) | not seen in 200 |"), row);
    assertTrue(row.contains(" | ✓ | "), row);
    assertTrue(
        row.matches(".* \\| 4 \\| \\d+\\.\\d\\d \\| \\d+ \\| \\d+ \\| \\d+ in \\d+ \\|"), row);
  }

  @Test
  void whatMakesNoSenseIsRefusedInALine() {
    assertEquals(254, WorkbenchMain.run(out, TestOptions.Timing.USUAL, "ladder", "--seeds", "0"));
    assertTrue(text().contains("--seeds must be above 0."), this::text);
    printed.reset();
    String[] unknown = {"ladder", "--challenge", "kafkaesque"};
    assertEquals(254, WorkbenchMain.run(out, TestOptions.Timing.USUAL, unknown));
    assertTrue(text().contains("there are broadcast-plain, broadcast-robust"), this::text);
    String[] colour = {"ladder", "--format", "colour"};
    assertEquals(254, WorkbenchMain.run(out, TestOptions.Timing.USUAL, colour));
  }
}
