package glomers.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Messages as lines of JSON: one in, one out, as Maelstrom's protocol has it. The caller of {@link
 * #receive} reads; what is sent is joined by a {@link LineWriter}.
 */
public final class StdioTransport implements Transport, AutoCloseable {
  private static final int EXCERPT = 200;

  /** From the end of the input on, handlers' time included. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  /** For what the last handler has said, which may have taken all of that. */
  private static final Duration LAST_WORDS = Duration.ofMillis(100);

  private final LineReader lines;
  private final LineWriter out;
  private final NodeLog log;
  private final MessageParser parser;
  private final AtomicBoolean broken = new AtomicBoolean();
  private final Complaints complaints;
  private volatile OptionalLong endOfInput = OptionalLong.empty();

  /** A transport over these streams. Close it to have everything sent written out. */
  public StdioTransport(InputStream in, OutputStream out, NodeLog log) {
    this.lines = new LineReader(in, longest(), log);
    this.out = new LineWriter(out);
    this.log = log;
    this.parser = new MessageParser();
    this.complaints = new Complaints(log);
  }

  /** A line takes six times its size in memory until it is a message, and that one is answered. */
  private static int longest() {
    return (int) Math.min(LineReader.MAX_LINE, Runtime.getRuntime().maxMemory() / 6);
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
      // A huge line of tiny values needs many times its size. The garbage is gone by now.
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
   * Writes a line. After the first failure of the stream nothing more is said about it.
   *
   * @throws IllegalArgumentException if the body holds a plain Java object
   */
  @Override
  public void send(Message message) {
    out.awaitRoom(); // as text, most replies are larger than they were before
    LineBuffer line = new LineBuffer();
    MessagePrinter.print(message, line);
    try {
      out.write(line);
    } catch (IOException e) {
      // Nobody reads any more: the workbench has gone, and soon this process will.
      if (broken.compareAndSet(false, true)) {
        log.error("could not write, and will not say so again", e);
      }
    }
  }

  /** Waits until everything sent is written, but not for ever: stdout may be read by nobody. */
  @Override
  public void close() {
    long now = System.nanoTime();
    Duration left = FAREWELL.minusNanos(now - endOfInput.orElse(now));
    if (!out.close(left.compareTo(LAST_WORDS) < 0 ? LAST_WORDS : left)) {
      log.warn("nobody has read all that was written to stdout; what is left of it is lost");
    }
  }
}
