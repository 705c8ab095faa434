package glomers.node;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Messages as lines of JSON: one in, one out, as Maelstrom's protocol has it. The caller of {@link
 * #receive} reads; what is sent is joined by a {@link LineWriter}.
 */
public final class StdioTransport implements Transport, AutoCloseable {
  private static final int EXCERPT = 200;
  private static final int DEEPEST = 1_000;

  private final LineReader lines;
  private final LineWriter out;
  private final Log log;
  private final JsonFactory json;
  private final AtomicBoolean broken = new AtomicBoolean();

  /** A transport over these streams. Close it to have everything sent written out. */
  public StdioTransport(InputStream in, OutputStream out, Log log) {
    this.lines = new LineReader(in, LineReader.MAX_LINE, log);
    this.out = new LineWriter(out);
    this.log = log;
    this.json =
        new JsonFactoryBuilder()
            // Jackson's thread-local buffers would be made anew for every virtual thread.
            .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxStringLength(LineReader.MAX_LINE)
                    .maxNameLength(LineReader.MAX_LINE)
                    .maxNestingDepth(DEEPEST)
                    .build())
            // What came in goes out again wrapped into something.
            .streamWriteConstraints(
                StreamWriteConstraints.builder().maxNestingDepth(2 * DEEPEST).build())
            // Half a surrogate pair is a legal escape in JSON, but nothing that UTF-8 can say.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
  }

  @Override
  public Optional<Message> receive() {
    while (lines.next()) {
      Optional<Message> message = parse();
      if (message.isPresent()) {
        return message;
      }
    }
    return Optional.empty();
  }

  private Optional<Message> parse() {
    try (JsonParser parser = json.createParser(lines.buffer(), lines.start(), lines.length())) {
      JsonNode line = JsonTrees.read(parser);
      if (line instanceof ObjectNode message
          && message.path("src").isTextual()
          && message.path("body") instanceof ObjectNode body) {
        return Optional.of(
            new Message(message.get("src").textValue(), message.path("dest").asText(""), body));
      }
      skip("not a message with src and body", null);
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
    int length = Math.min(lines.length(), EXCERPT);
    String excerpt =
        new String(lines.buffer(), lines.start(), length, StandardCharsets.UTF_8)
            + (length < lines.length() ? "…" : "");
    String detail = cause == null ? "" : " (" + firstLine(cause) + ")";
    log.warn("skipped line " + lines.number() + ", " + why + detail + ": " + excerpt);
  }

  private static String firstLine(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  /** Writes a line. After the first failure of the stream nothing more is said about it. */
  @Override
  public void send(Message message) {
    try {
      LineBuffer line = new LineBuffer();
      try (JsonGenerator generator = json.createGenerator(line)) {
        generator.writeStartObject();
        generator.writeStringField("src", message.src());
        generator.writeStringField("dest", message.dest());
        generator.writeFieldName("body");
        JsonTrees.write(message.body(), generator);
        generator.writeEndObject();
      }
      line.write('\n');
      out.write(line.bytes(), line.length());
    } catch (JacksonException e) {
      log.error("a message to " + message.dest() + " cannot be written as JSON", e);
    } catch (IOException e) {
      // Nobody reads any more: the workbench has gone, and soon this process will.
      if (broken.compareAndSet(false, true)) {
        log.error("could not write, and will not say so again", e);
      }
    }
  }

  /** Waits until everything sent is written. */
  @Override
  public void close() {
    out.close();
  }
}
