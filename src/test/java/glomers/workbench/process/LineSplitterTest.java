package glomers.workbench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
  private static LineSplitter of(String text) {
    return new LineSplitter(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String next(LineSplitter splitter) throws IOException {
    return splitter
        .next()
        .map(line -> new String(line.bytes(), StandardCharsets.UTF_8))
        .orElse(null);
  }

  @Test
  void linesComeOneByOne() throws IOException {
    LineSplitter splitter = of("one\n\nthree ü\n");
    assertEquals("one", next(splitter));
    assertEquals("", next(splitter));
    assertEquals("three ü", next(splitter));
    assertEquals(null, next(splitter));
    assertEquals("", splitter.unfinished());
  }

  @Test
  void whatHasNoNewlineIsNoLineButIsNotForgotten() throws IOException {
    LineSplitter splitter = of("one\ntwo");
    assertEquals("one", next(splitter));
    assertEquals(null, next(splitter));
    assertEquals("two", splitter.unfinished());
  }

  @Test
  void aLineMayComeInPieces() throws IOException {
    String long1 = "x".repeat(200_000);
    LineSplitter splitter = of(long1 + "\n" + long1);
    assertEquals(long1, next(splitter));
    assertEquals(null, next(splitter));
    assertEquals(long1, new String(splitter.rest(), StandardCharsets.UTF_8));
  }

  @Test
  void aLineBeyondTheLimitIsCutAndMarkedAndTheNextOneIsWhole() throws IOException {
    String tooMuch = "x".repeat(300_000) + "\nnext\n";
    LineSplitter splitter =
        new LineSplitter(
            new ByteArrayInputStream(tooMuch.getBytes(StandardCharsets.UTF_8)), 100_000);
    Optional<LineSplitter.Line> first = splitter.next();
    assertTrue(first.orElseThrow().tooLong());
    assertTrue(first.get().bytes().length <= 100_000);
    Optional<LineSplitter.Line> second = splitter.next();
    assertFalse(second.orElseThrow().tooLong());
    assertEquals("next", new String(second.get().bytes(), StandardCharsets.UTF_8));
  }
}
