package glomers.results;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * The messages of a run, as {@code messages.jsonl.gz} keeps them.
 *
 * @param messages in the order of sending
 * @param clients which client worked for which process of the history, in the order of time
 * @param more how many messages there were that are not kept
 * @param complete whether the file has its last line; one of a run that was killed has not
 */
public record StoredMessages(
    List<StoredMessage> messages, List<StoredClient> clients, long more, boolean complete) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonFactory FACTORY = new JsonFactory();

  /** What became of a message. */
  public enum Fate {
    /** It arrived. */
    RECEIVED,
    /** It was on a cut link. */
    PARTITION,
    /** The network lost it. */
    LOSS,
    /** Its receiver was gone. */
    RECEIVER,
    /** It was under way when the run ended. */
    UNDER_WAY
  }

  /**
   * One message. Times are nanoseconds since the history began.
   *
   * @param ended when it arrived or was dropped; when it was sent if it was under way at the end
   * @param type the type in its body
   * @param body the body as JSON, or the beginning of its text if it was long
   * @param length the body's length in characters if {@code body} is only its beginning, else 0
   * @param again when doubles of it arrived
   */
  public record StoredMessage(
      long id,
      String src,
      String dest,
      long sent,
      long ended,
      Fate fate,
      String type,
      String body,
      long length,
      List<Long> again) {}

  /** From this time on the client worked for the process. */
  public record StoredClient(String client, int process, long from) {}

  /**
   * Reads the messages in the folder of a run; empty if it has none, as Maelstrom's have not. Of a
   * file that breaks off, what is there is read; of one that never seems to end, the beginning.
   *
   * @throws IOException with one line that says why it cannot be read
   */
  public static Optional<StoredMessages> read(Path run) throws IOException {
    // A run that was killed, or whose disk was full, leaves what it had under the other name.
    Optional<StoredFile> file = StoredFile.find(run, "messages.jsonl.gz", "messages.jsonl.gz.part");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Reader reader = new Reader();
    try (Lines lines = file.get().lines()) {
      for (String line = lines.next(); line != null && reader.hasRoom(); line = lines.next()) {
        reader.add(line);
      }
    } catch (EOFException
        | ZipException
        | com.fasterxml.jackson.core.JsonProcessingException
        | StoredFile.TooLarge e) {
      // The run was killed while it wrote, or there is more of it than anybody would look at.
    }
    return Optional.of(reader.done());
  }

  /** Takes lines one by one. */
  private static final class Reader {
    private static final int SHORT_BODY = 80;
    private static final int LONGEST_NAME = 200;

    private final List<StoredMessage> messages = new ArrayList<>();
    private final Map<Long, List<Long>> again = new HashMap<>();
    private final List<StoredClient> clients = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private long room = ReadingLimits.BODIES;
    private int taken;
    private long more;
    private boolean complete;

    /** Every line of the file is a message or belongs to one, so both are counted alike. */
    boolean hasRoom() {
      return taken < ReadingLimits.MESSAGES && names.size() < ReadingLimits.NAMES;
    }

    void add(String line) throws IOException {
      taken++;
      JsonNode tree = JSON.readTree(line);
      if (tree.has("src")) {
        messages.add(message(tree, line));
      } else if (tree.has("client")) {
        clients.add(
            new StoredClient(
                tree.path("client").asText(),
                tree.path("process").asInt(),
                tree.path("from").asLong()));
      } else if (tree.has("id") && tree.has("received")) {
        again
            .computeIfAbsent(tree.path("id").asLong(), id -> new ArrayList<>())
            .add(tree.path("received").asLong());
      } else if (tree.has("end")) {
        more = tree.path("more").asLong();
        complete = true;
      }
    }

    private StoredMessage message(JsonNode tree, String line) throws IOException {
      long sent = tree.path("sent").asLong();
      boolean cut = tree.has("cut");
      String body = cut ? tree.path("cut").asText() : body(line);
      long length = cut ? tree.path("length").asLong() : 0;
      if (room < body.length() && body.length() > SHORT_BODY) {
        length = Math.max(length, body.length());
        body = body.substring(0, SHORT_BODY);
      }
      room -= body.length();
      return new StoredMessage(
          tree.path("id").asLong(),
          name(tree.path("src")),
          name(tree.path("dest")),
          sent,
          tree.has("received") ? tree.path("received").asLong() : tree.path("dropped").asLong(sent),
          fate(tree),
          name(tree.path("body").path("type")),
          body,
          length,
          List.of());
    }

    /** Long ones are no names, and each of them goes into the page. */
    private String name(JsonNode node) {
      String text = node.asText("");
      String shown = text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) + "…" : text;
      return names.computeIfAbsent(shown, name -> name); // one for all messages
    }

    private static Fate fate(JsonNode tree) {
      if (tree.has("received")) {
        return Fate.RECEIVED;
      }
      return switch (tree.path("cause").asText("")) {
        case "partition" -> Fate.PARTITION;
        case "loss" -> Fate.LOSS;
        case "" -> Fate.UNDER_WAY;
        default -> Fate.RECEIVER;
      };
    }

    /** The body as it stands in the line, so that it need not be printed again. */
    private static String body(String line) throws IOException {
      try (JsonParser parser = FACTORY.createParser(line)) {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean found = parser.currentName().equals("body");
          parser.nextToken();
          int from = (int) parser.currentTokenLocation().getCharOffset();
          parser.skipChildren();
          if (found) {
            return line.substring(from, (int) parser.currentLocation().getCharOffset());
          }
        }
      }
      return "{}";
    }

    StoredMessages done() {
      messages.sort(Comparator.comparingLong(StoredMessage::id));
      if (!again.isEmpty()) {
        messages.replaceAll(m -> again.containsKey(m.id()) ? doubled(m, again.get(m.id())) : m);
      }
      return new StoredMessages(List.copyOf(messages), List.copyOf(clients), more, complete);
    }

    private static StoredMessage doubled(StoredMessage m, List<Long> times) {
      return new StoredMessage(
          m.id(),
          m.src(),
          m.dest(),
          m.sent(),
          m.ended(),
          m.fate(),
          m.type(),
          m.body(),
          m.length(),
          List.copyOf(times));
    }
  }
}
