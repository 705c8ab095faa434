package glomers.workbench.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Message;
import glomers.workbench.store.MessageLog.Note;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * The lines of {@code messages.jsonl.gz}, each a JSON object:
 *
 * <ul>
 *   <li>{@code {"client":"c7","process":3,"from":…}}: from then on that client works for that
 *       process;
 *   <li>{@code {"id":…,"src":…,"dest":…,"sent":…,"received":…,"body":{…}}}: a message that arrived,
 *       or with {@code "dropped":…,"cause":"partition"} one that did not, or with neither one that
 *       was under way at the end. Of a body longer than 16 KiB, {@code "cut"} holds the beginning
 *       as text and {@code "length"} the number of characters;
 *   <li>{@code {"id":…,"received":…}} again for a message that arrived twice, or with {@code
 *       "dropped"} for one whose double was dropped;
 *   <li>{@code {"end":…,"kept":…,"more":…}}, the last line: how many messages are kept, and how
 *       many there were beyond.
 * </ul>
 *
 * <p>Times are nanoseconds since the history began, as in {@code history.edn}; those before are
 * negative. A message is written when its fate is known, so lines are not in the order of sending.
 * For one thread, but for {@link #tooMany}.
 */
final class MessageLines {
  private static final int LONGEST_BODY = 16 * 1024;
  private static final long MOST_CHARACTERS = 256L << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          // Half a surrogate pair is legal in JSON, and only escapes can carry it.
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private final OutputStream out;
  private final JsonGenerator json;
  private final long limit;
  private final Map<Long, Note.Sent> underWay = new HashMap<>();
  private final LongAdder beyond = new LongAdder();

  /** What came before the history began; null once it has. */
  private List<Note> early = new ArrayList<>();

  private long origin;
  private long last;
  private long kept;
  private long characters;

  MessageLines(OutputStream out, long limit) throws IOException {
    this.out = out;
    this.limit = limit;
    this.json = JSON.createGenerator(out);
    json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
  }

  /** Counts a message that is not kept. Safe for use by many threads. */
  void tooMany() {
    beyond.increment();
  }

  /** How many messages are not kept. Safe for use by many threads. */
  long beyond() {
    return beyond.sum();
  }

  /** How many messages are kept. To be asked when all are written. */
  long kept() {
    return kept;
  }

  /** Whether any message was to be kept at all. */
  boolean anyKept() {
    return limit > 0;
  }

  /** Whether the history has begun: what came before waits for that. */
  boolean hasBegun() {
    return early == null;
  }

  void add(Note note) throws IOException {
    if (note instanceof Note.Began began) {
      beginAt(began.nanos());
    } else if (early != null) {
      early.add(note);
    } else {
      print(note);
    }
  }

  private void beginAt(long nanos) throws IOException {
    origin = nanos;
    List<Note> waiting = early == null ? List.of() : early;
    early = null;
    for (Note note : waiting) {
      print(note);
    }
  }

  private void print(Note note) throws IOException {
    last = note.nanos() - origin;
    switch (note) {
      case Note.Acting acting -> {
        json.writeStartObject();
        json.writeStringField("client", acting.client());
        json.writeNumberField("process", acting.process());
        json.writeNumberField("from", last);
        json.writeEndObject();
      }
      case Note.Sent sent -> {
        if (characters < MOST_CHARACTERS) {
          underWay.put(sent.envelope().id(), sent);
          kept++;
        } else {
          tooMany();
        }
      }
      case Note.Received received -> {
        if (message(received.id())) {
          json.writeNumberField("received", last);
          json.writeEndObject();
        }
      }
      case Note.Dropped dropped -> {
        if (message(dropped.id())) {
          json.writeNumberField("dropped", last);
          json.writeStringField("cause", dropped.cause().label());
          json.writeEndObject();
        }
      }
      case Note.Began began -> throw new IllegalStateException("a history begins once: " + began);
    }
  }

  /** Begins the line of a message. Returns false if it is not kept. */
  private boolean message(long id) throws IOException {
    Note.Sent sent = underWay.remove(id);
    if (sent == null && characters >= MOST_CHARACTERS) {
      return false;
    }
    json.writeStartObject();
    json.writeNumberField("id", id);
    if (sent != null) {
      Message message = sent.envelope().message();
      json.writeStringField("src", message.src());
      json.writeStringField("dest", message.dest());
      json.writeNumberField("sent", sent.nanos() - origin);
      body(message.body());
    }
    return true;
  }

  private void body(ObjectNode body) throws IOException {
    Beginning text = new Beginning();
    JSON.writeValue(text, body);
    characters += Math.min(text.length, LONGEST_BODY);
    json.writeFieldName("body");
    if (text.length <= LONGEST_BODY) {
      json.writeRawValue(text.kept.toString());
      return;
    }
    ObjectNode head = body.objectNode();
    for (String name : List.of("type", "msg_id", "in_reply_to")) {
      if (body.has(name)) {
        head.set(name, body.get(name));
      }
    }
    json.writeTree(head);
    json.writeStringField("cut", text.kept.toString());
    json.writeNumberField("length", text.length);
  }

  /** Keeps the beginning of a text, and counts the rest of it: a body may have megabytes. */
  private static final class Beginning extends Writer {
    private final StringBuilder kept = new StringBuilder();
    private long length;

    @Override
    public void write(char[] characters, int from, int count) {
      kept.append(characters, from, Math.min(count, LONGEST_BODY - kept.length()));
      length += count;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  void flush() throws IOException {
    json.flush();
    out.flush();
  }

  /** Writes what is still under way, and the last line. */
  void close() throws IOException {
    if (early != null) {
      beginAt(early.isEmpty() ? 0 : early.getFirst().nanos());
    }
    for (Long id : underWay.keySet().stream().sorted().toList()) {
      message(id);
      json.writeEndObject();
    }
    json.writeStartObject();
    json.writeNumberField("end", last);
    json.writeNumberField("kept", kept);
    json.writeNumberField("more", beyond.sum());
    json.writeNumberField("limit", limit);
    json.writeEndObject();
    json.close();
    out.write('\n');
    out.close();
  }
}
