package glomers.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Messages as lines of JSON, as Maelstrom's protocol has it. The caller of {@link #receive} reads
 * stdin; a {@link LineWriter} writes stdout. Thread-safe but for {@link #receive}.
 *
 * <p>What is printed and not yet written is bounded: a short line is printed only while there is
 * room in the writer, and only one task at a time prints a long one.
 */
public final class StdioTransport implements Transport, AutoCloseable {
  private static final int EXCERPT = 200;

  /** The longest line that is read or written, unless the heap is too small for it: 64 MiB. */
  static final int MAX_LINE = 64 << 20;

  /** A long line takes about six times its length until it is a message, which is answered. */
  private static final int HEAP_PER_BYTE = 6;

  /** The longest line, in bytes, that many tasks may print at the same time. */
  private static final int SHORT = 64 << 10;

  /** How long {@link #close} waits, counted from the end of the input. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  /** How long it waits at least: the last handlers may have taken all of those two seconds. */
  private static final Duration LAST_WORDS = Duration.ofMillis(100);

  private final int longest;
  private final ReentrantLock printing = new ReentrantLock(); // of a line that is not short
  private final LineReader lines;
  private final LineWriter out;
  private final NodeLog log;
  private final MessageParser parser;
  private final AtomicBoolean broken = new AtomicBoolean();
  private final Complaints complaints;
  private volatile OptionalLong endOfInput = OptionalLong.empty();

  /** A transport over these streams. Close it to have everything sent written out. */
  public StdioTransport(InputStream in, OutputStream out, NodeLog log) {
    this(in, out, log, (int) Math.min(MAX_LINE, Runtime.getRuntime().maxMemory() / HEAP_PER_BYTE));
  }

  /** A transport that neither reads nor writes lines longer than {@code longest} bytes. */
  StdioTransport(InputStream in, OutputStream out, NodeLog log, int longest) {
    this.longest = longest;
    this.lines = new LineReader(in, longest, log);
    this.out = new LineWriter(out);
    this.log = log;
    this.parser = new MessageParser();
    this.complaints = new Complaints(log);
  }

  @Override
  public Optional<Message> receive() {
    while (lines.next()) {
      Optional<Message> message = parse();
      if (message.isPresent()) {
        return message;
      }
    }
    endOfInput = OptionalLong.of(System.nanoTime());
    return Optional.empty();
  }

  private Optional<Message> parse() {
    try {
      Optional<Message> message = parser.parse(lines.buffer(), lines.start(), lines.length());
      if (message.isEmpty()) {
        skip("not a message with src and body", null);
      }
      return message;
    } catch (IOException e) {
      skip("not JSON", e);
    } catch (RuntimeException e) {
      skip("unreadable", e);
    } catch (OutOfMemoryError e) {
      // A huge line of tiny values takes many times its length. By now that is garbage.
      skip("too much for this node's heap", e);
    }
    return Optional.empty();
  }

  private void skip(String why, Throwable cause) {
    complaints.warn(() -> skipped(why, cause));
  }

  private String skipped(String why, Throwable cause) {
    int length = Math.min(lines.length(), EXCERPT);
    String excerpt =
        new String(lines.buffer(), lines.start(), length, StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}", "?") // or it could play tricks on a terminal
            + (length < lines.length() ? "…" : "");
    String detail = cause == null ? "" : " (" + firstLine(cause) + ")";
    return "skipped line " + lines.number() + ", " + why + detail + ": " + excerpt;
  }

  private static String firstLine(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  /**
   * Writes a line. Only the first failure of the stream is logged.
   *
   * @throws IllegalArgumentException if the line would be longer than others read, or the body
   *     holds a plain Java object; then nothing is written
   */
  @Override
  public void send(Message message) {
    try {
      write(message, Math.min(SHORT, longest));
      return;
    } catch (LineBuffer.Full e) {
      // Now at its turn, so that the memory for it is there.
    }
    printing.lock();
    try {
      write(message, longest);
    } catch (LineBuffer.Full e) {
      throw new IllegalArgumentException(
          "a message to "
              + message.dest()
              + " would be longer than "
              + longest
              + " bytes, the most that is read: send less at a time");
    } finally {
      printing.unlock();
    }
  }

  private void write(Message message, int limit) {
    out.awaitRoom(); // an unprinted body takes less memory than a line: most of it is shared
    LineBuffer line = new LineBuffer(limit + 1); // and its newline
    MessagePrinter.print(message, line);
    try {
      out.write(line);
    } catch (IOException e) {
      // Nobody reads any more: the workbench has ended, and this process will end soon.
      if (broken.compareAndSet(false, true)) {
        log.error("could not write, and will not say so again", e);
      }
    }
  }

  /** Waits until everything sent is written, for a short time: nobody may be reading stdout. */
  @Override
  public void close() {
    long now = System.nanoTime();
    Duration left = FAREWELL.minusNanos(now - endOfInput.orElse(now));
    if (!out.close(left.compareTo(LAST_WORDS) < 0 ? LAST_WORDS : left)) {
      log.warn("nobody has read all that was written to stdout; what is left of it is lost");
    }
  }
}
