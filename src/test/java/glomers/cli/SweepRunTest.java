package glomers.cli;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.experiment.Subject;
import glomers.experiment.Sweep;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SweepRunTest {

  @Test
  void whatFailedIsToldThoughTheSweepItselfBreaks() {
    // Ids are no sets; and there is no such program.
    Subject wrong = subject("wrong", "maelstrom/bin/unique-ids");
    Subject broken = subject("broken", "maelstrom/bin/nothing");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Sweep sweep = new Sweep(List.of(wrong, broken), Set.of(), 1);
    SweepRun run = new SweepRun(sweep, 0, 2, true, out);
    assertThrows(RuntimeException.class, () -> run.execute(1));
    String text = printed.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("FAILED, seed 0: "), text);
    assertTrue(text.contains("again: maelstrom/maelstrom test -w g-set"), text);
  }

  private static Subject subject(String name, String program) {
    return new Subject(name, "g-set", program, List.of(), List.of(), 1, 1, 10, Set.of());
  }
}
