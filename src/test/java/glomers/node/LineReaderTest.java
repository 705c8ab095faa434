package glomers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
  private static final int CHUNK = 64 << 10;

  private final List<String> logged = new ArrayList<>();
  private final NodeLog log = (level, text, cause) -> logged.add(text);

  /** Gives at most {@code piece} bytes at a time, as a pipe may. */
  private static InputStream inPieces(byte[] bytes, int piece) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] to, int offset, int length) {
        return super.read(to, offset, Math.min(piece, length));
      }
    };
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> lines(InputStream in, int limit) {
    LineReader reader = new LineReader(in, limit, log);
    List<String> lines = new ArrayList<>();
    while (reader.next()) {
      lines.add(
          new String(reader.buffer(), reader.start(), reader.length(), StandardCharsets.UTF_8));
    }
    assertFalse(reader.next(), "after the end comes nothing more");
    return lines;
  }

  private List<String> lines(String text) {
    return lines(stream(text), StdioTransport.MAX_LINE);
  }

  @Test
  void linesAreWhatNewlinesSeparate() {
    assertEquals(List.of("a", "bc", "d"), lines("a\nbc\nd\n"));
  }

  @Test
  void theLastLineMayLackItsNewline() {
    assertEquals(List.of("a", "b"), lines("a\nb"));
  }

  @Test
  void emptyLinesAreLeftOut() {
    assertEquals(List.of("a", "b"), lines("\n\na\n\n\nb\n\n"));
    assertEquals(List.of(), lines("\n\n"));
    assertEquals(List.of(), lines(""));
  }

  @Test
  void aCarriageReturnBeforeTheNewlineBelongsToIt() {
    assertEquals(List.of("a", "b\rc", "d"), lines("a\r\n\r\nb\rc\r\nd\r"));
  }

  @Test
  void linesAreNumberedFromOneEmptyOnesIncluded() {
    LineReader reader = new LineReader(stream("a\n\nb\r\n\r\nc"), 100, log);
    List<Long> numbers = new ArrayList<>();
    while (reader.next()) {
      numbers.add(reader.number());
    }
    assertEquals(List.of(1L, 3L, 5L), numbers);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1_000, CHUNK - 1, CHUNK, CHUNK + 1})
  void itDoesNotMatterHowTheStreamIsCutIntoPieces(int piece) {
    SplittableRandom random = new SplittableRandom(piece);
    List<String> expected = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    while (text.length() < 300_000) {
      // Some much longer than a chunk, some that end exactly at its border.
      int length = random.nextInt(10) == 0 ? random.nextInt(150_000) : 1 + random.nextInt(100);
      if (random.nextInt(5) == 0) {
        length = Math.max(1, CHUNK - text.length() % CHUNK - 1);
      }
      String line = ("" + (char) ('a' + random.nextInt(26))).repeat(Math.max(1, length));
      expected.add(line);
      text.append(line).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    assertEquals(expected, lines(inPieces(bytes, piece), StdioTransport.MAX_LINE));
    assertEquals(List.of(), logged);
  }

  @Test
  void aLineOfTenMegabytesIsRead() {
    String huge = "x".repeat(10_000_000);
    assertEquals(List.of("a", huge, "b"), lines("a\n" + huge + "\nb\n"));
  }

  @Test
  void aLineAsLongAsTheLimitIsReadAndOneByteMoreIsNot() {
    assertEquals(List.of("12345", "a"), lines(stream("12345\n123456\r\na\n"), 5));
    assertEquals(List.of("skipped line 2: longer than 5 bytes"), logged);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, CHUNK - 1, CHUNK, CHUNK + 1, 200_000})
  void linesThatAreTooLongAreSkippedWhereverTheyAre(int limit) {
    for (int excess : new int[] {1, CHUNK, 10 * CHUNK}) {
      logged.clear();
      String tooLong = "x".repeat(limit + excess);
      String all = "a\n" + tooLong + "\nb\n" + tooLong + "\r\n\nc\n" + tooLong;
      assertEquals(List.of("a", "b", "c"), lines(stream(all), limit));
      assertEquals(
          List.of(
              "skipped line 2: longer than " + limit + " bytes",
              "skipped line 4: longer than " + limit + " bytes",
              "skipped line 7: longer than " + limit + " bytes"),
          logged);
    }
  }

  @Test
  void aLineThatNeverEndsTakesNoMoreMemoryThanTheLimit() {
    // 300 MB without a newline, generated while they are read.
    InputStream endless =
        new InputStream() {
          private long left = 300_000_000;

          @Override
          public int read() {
            throw new UnsupportedOperationException("read in pieces");
          }

          @Override
          public int read(byte[] to, int offset, int length) {
            int count = (int) Math.min(left, length);
            Arrays.fill(to, offset, offset + count, (byte) 'x');
            left -= count;
            return count == 0 ? -1 : count;
          }
        };
    LineReader reader =
        new LineReader(new SequenceInputStream(endless, stream("\nlast\n")), 1 << 20, log);
    assertEquals(true, reader.next());
    assertEquals(4, reader.length());
    assertEquals(CHUNK, reader.buffer().length, "what the huge line needed is given back");
  }

  @Test
  void aStreamThatBreaksIsTakenForItsEnd() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("cut");
          }
        };
    assertEquals(
        List.of("a", "half"),
        lines(new SequenceInputStream(stream("a\nhalf"), broken), StdioTransport.MAX_LINE));
    assertEquals(1, logged.size());
  }
}
