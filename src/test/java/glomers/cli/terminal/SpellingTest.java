package glomers.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.WorkbenchMain;
import glomers.cli.test.TestArguments;
import glomers.cli.test.TestOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A mistyped option is named, whatever it would have been taken for. */
class SpellingTest {
  @TempDir private Path folder;

  private final CommandLine command = new CommandLine(new TestArguments());
  private final Spelling spelling = new Spelling(command.getCommandSpec().name("test"));
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private List<String> options() {
    return command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .map(option -> option.longestName())
        .filter(name -> name.startsWith("--"))
        .toList();
  }

  private List<String> lines(String... words) {
    assertEquals(
        254,
        WorkbenchMain.run(
            new PrintStream(out, true, StandardCharsets.UTF_8), TestOptions.Timing.USUAL, words));
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void everyOptionWithEveryDashOfUnicodeIsRefusedAndNamed() {
    List<String> dashes =
        new ArrayList<>(
            IntStream.rangeClosed(0x80, 0x1FFFF)
                .filter(c -> Character.getType(c) == Character.DASH_PUNCTUATION)
                .mapToObj(Character::toString)
                .toList());
    dashes.addAll(List.of("\u2212", "\u00ad", "\ufffd\ufffd\ufffd", "\u200b--", "\ufeff--"));
    assertTrue(dashes.size() > 25, dashes.toString());
    for (String option : options()) {
      String name = option.substring(2);
      for (String dash : dashes) {
        for (String word :
            List.of(dash + name, dash + "-" + name, dash + dash + name, dash + name + "=3")) {
          List<String> faults = spelling.faults(List.of(word));
          assertEquals(1, faults.size(), word);
          assertTrue(faults.getFirst().endsWith("; write " + option + "."), faults.toString());
        }
      }
    }
  }

  @Test
  void aHyphenTooFewIsRefusedAlsoWithALetterWrong() {
    for (String option : options()) {
      List<String> faults = spelling.faults(List.of(option.substring(1)));
      assertEquals(1, faults.size(), option);
      assertTrue(faults.getFirst().endsWith("write " + option + "."), faults.toString());
    }
    assertTrue(spelling.faults(List.of("-nemsis")).getFirst().contains("nearest is --nemesis"));
    assertTrue(spelling.faults(List.of("-nodecount")).getFirst().contains("is --node-count"));
  }

  @Test
  void whatIsRightIsNotRefused() {
    List<String> right = new ArrayList<>(options());
    right.addAll(
        List.of(
            "-w",
            "-n",
            "-h",
            "-wecho",
            "-wbroadcast",
            "-wg-counter",
            "-wtxn-rw-register",
            "-nn1",
            "-n=a",
            "a",
            "n-1",
            "3",
            "-5",
            "-0.5",
            "2n",
            "store",
            "./–x",
            "\ufffd\ufffd.log",
            "partition,pause",
            "total",
            "maelstrom/bin/echo",
            "x–y",
            "",
            "/tmp/-x"));
    assertEquals(List.of(), spelling.faults(right));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nemesis", "nemesis=pause", "rate", "node-count=3"})
  void anOptionWithoutItsHyphensIsRefused(String word) {
    List<String> lines = lines("test", "-w", "echo", "--bin", "/bin/cat", word, "--", "x");
    assertEquals(1, lines.size(), lines.toString());
    assertTrue(lines.getFirst().contains("write --" + word.replaceFirst("=.*", "")), "" + lines);
  }

  @Test
  void theCaseOfAnEnDashIsRefusedInOneLine() {
    assertEquals(
        List.of(
            "–-nemesis begins with EN DASH (U+2013) where a plain hyphen belongs; write"
                + " --nemesis."),
        lines("test", "-w", "echo", "--bin", "/bin/cat", "–-nemesis", "partition"));
  }

  @Test
  void aMinusThatIsNoneIsNamedInAValueToo() {
    assertEquals(
        List.of(
            "−5 begins with MINUS SIGN (U+2212) where a plain hyphen belongs: type it anew with"
                + " plain hyphens."),
        lines("test", "-w", "echo", "--bin", "/bin/cat", "--rate", "−5"));
  }

  @Test
  void anUnknownOptionIsNamedWithTheNearest() {
    assertEquals(
        List.of("--nemsis: test has no such option; the nearest is --nemesis (--help lists all)."),
        lines("test", "-w", "echo", "--nemsis", "partition"));
    out.reset();
    assertEquals(
        List.of("--sed: lessons has no such option; the nearest is --seed (--help lists all)."),
        lines("lessons", "--sed", "3"));
  }

  @Test
  void everyCommandRefusesAnEnDash() {
    for (String name :
        List.of("simulate", "scale", "lessons", "lesson", "compare", "history", "baseline")) {
      out.reset();
      List<String> lines = lines(name, "–-seed", "3");
      assertEquals(1, lines.size(), lines.toString());
      assertTrue(lines.getFirst().contains("EN DASH"), lines.toString());
    }
  }

  @Test
  void whatFollowsTheDashesIsTheNodesAlone() {
    assertEquals(List.of("a"), BadWords.before(List.of("a", "--", "–-b", "-nemesis")));
  }
}
