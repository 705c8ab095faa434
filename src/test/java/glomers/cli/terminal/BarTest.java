package glomers.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BarTest {
  private static final String WORDS = "runs, 33.1 a second: 0 failed, 2 not decided";

  private static Headway headway(long done, long total, double left) {
    return new Headway(done, total, left, WORDS, "in plain words");
  }

  @Test
  void itHasAFilledPartPercentHowMuchOfHowMuchTheTimeLeftAndWords() {
    assertEquals(
        "[#############-----------------]  45 %  18 s left  450/1,000 " + WORDS,
        new Bar(120, false).line(headway(450, 1_000, 18.2)));
    assertEquals(
        "[█████████████▌                ]  45 %  3 min left  450/1,000 " + WORDS,
        new Bar(120, true).line(headway(450, 1_000, 182)));
  }

  @Test
  void itFitsEveryTerminalAndShowsPercentAndTimeLeftOnEach() {
    for (int columns = 40; columns <= 200; columns++) {
      for (long total : new long[] {1, 19, 1_000, 1_000_000}) {
        for (long done : new long[] {0, total / 3, total - 1, total, total + 5}) {
          for (boolean blocks : new boolean[] {true, false}) {
            String line = new Bar(columns, blocks).line(headway(done, total, 3_000));
            assertTrue(line.length() < columns, columns + ": " + line);
            assertTrue(line.matches("\\[[^\\]]{4,30}\\] +\\d+ %.*  50 min left.*"), line);
          }
        }
      }
    }
  }

  @Test
  void onFortyColumnsThereIsStillRoomForAThousandRuns() {
    assertEquals(
        "[#####-----]  50 %  9 s left  500/1,000", new Bar(40, false).line(headway(500, 1_000, 9)));
  }

  @Test
  void moreIsNeverShownAsLess() {
    int before = 0;
    for (int done = 0; done <= 1_000; done++) {
      String line = new Bar(80, false).line(headway(done, 1_000, -1));
      int filled = (int) line.chars().filter(each -> each == '#').count();
      assertTrue(filled >= before, line);
      before = filled;
    }
    assertEquals(20, before);
  }

  @Test
  void withoutUtf8ItIsAscii() {
    for (int columns = 40; columns <= 200; columns += 10) {
      String line = new Bar(columns, false).line(headway(333, 1_000, 7));
      assertTrue(line.chars().allMatch(each -> each < 128), line);
    }
  }

  @Test
  void whatHasNoKnownEndHasNoBar() {
    assertEquals("at lesson x", new Bar(80, true).line(Headway.of("at lesson x")));
    assertEquals(40 - 1, new Bar(40, true).line(Headway.of("y".repeat(100))).length());
  }

  @Test
  void theLocaleDecidesByItsVariablesInTheirOrder() {
    assertTrue(Terminal.isUtf8(Map.of("LANG", "en_US.UTF-8")));
    assertTrue(Terminal.isUtf8(Map.of("LANG", "C", "LC_ALL", "de_DE.utf8")));
    assertFalse(Terminal.isUtf8(Map.of("LANG", "en_US.UTF-8", "LC_ALL", "C")));
    assertFalse(Terminal.isUtf8(Map.of("LANG", "en_US.UTF-8", "LC_CTYPE", "POSIX", "LC_ALL", "")));
    assertFalse(Terminal.isUtf8(Map.of()));
  }

  private static String shown(Optional<Bar> bar) throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CountDownLatch asked = new CountDownLatch(3); // then two were shown
    try (StatusLine status =
        new StatusLine(
            () -> {
              asked.countDown();
              return headway(1, 2, 3);
            },
            new PrintStream(bytes, true, StandardCharsets.UTF_8),
            bar,
            1)) {
      status.begin();
      asked.await();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void elsewhereThanOnATerminalThereArePlainLinesWithoutABar() throws InterruptedException {
    String text = shown(Optional.empty());
    assertTrue(text.lines().allMatch("in plain words"::equals), text);
    assertFalse(text.contains("\u001b") || text.contains("\r"), text);
  }

  @Test
  void onATerminalOneLineIsDrawnAgainAndErasedAtTheEnd() throws InterruptedException {
    String text = shown(Optional.of(new Bar(80, false)));
    assertTrue(text.contains("[##########----------]  50 %  3 s left  1/2 runs"), text);
    assertFalse(text.contains("\n"), text);
    assertTrue(text.endsWith("\r\u001b[K"), text);
  }
}
