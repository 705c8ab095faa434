package glomers.workbench.process;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Message;
import glomers.workbench.protocol.FaultKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * Tells messages from everything else that may appear on a node's stdout, line by line. In the
 * compatible mode, what Maelstrom lets pass passes. Safe for use by many threads.
 */
final class LineJudge {
  private static final int SHOWN = 20;
  private static final Set<String> FIELDS = Set.of("id", "src", "dest", "body");
  private static final ObjectMapper JSON = mapper();

  private final boolean compat;

  /** What a line is. */
  sealed interface LineJudgement {}

  /** A message. */
  record Good(Message message) implements LineJudgement {}

  /** None, and why. */
  record Bad(FaultKind kind, String cause) implements LineJudgement {}

  LineJudge(boolean compat) {
    this.compat = compat;
  }

  private static ObjectMapper mapper() {
    ObjectMapper mapper = JsonMapper.builder().build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(LineSplitter.LIMIT).build());
    return mapper;
  }

  LineJudgement judge(byte[] line) {
    if (isBlank(line)) {
      return new Bad(
          FaultKind.EMPTY_LINE, "is an empty line; print messages to stdout and nothing else");
    }
    try (JsonParser parser = JSON.getFactory().createParser(line)) {
      JsonNode first = JSON.readTree(parser);
      boolean more = hasMore(parser);
      if (first instanceof ObjectNode message) {
        return more && !compat ? trailing(parser) : judge(message);
      }
      return more ? text() : new Bad(FaultKind.NOT_AN_OBJECT, "is JSON, but not an object");
    } catch (JsonProcessingException e) {
      return startsLikeMessage(line) ? broken(line, e) : text();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // bytes in memory can always be read
    }
  }

  /** Whether this is at least the beginning of a message that may have been going to go on. */
  static boolean startsLikeMessage(byte[] line) {
    for (byte b : line) {
      if (!Character.isWhitespace(b)) {
        return b == '{';
      }
    }
    return false;
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (!Character.isWhitespace(b)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasMore(JsonParser parser) throws IOException {
    try {
      return parser.nextToken() != null;
    } catch (JsonProcessingException e) {
      return true;
    }
  }

  private static Bad trailing(JsonParser parser) {
    String what =
        parser.currentToken() != null && parser.currentToken().isStructStart()
            ? "holds two messages; print a newline after each, in one write with the message if"
                + " several threads print"
            : "goes on after the message; print a newline after each message and nothing else";
    return new Bad(FaultKind.TRAILING_TEXT, what);
  }

  private static Bad text() {
    return new Bad(
        FaultKind.NOT_JSON,
        "is not JSON; stdout is for messages alone, so print log lines to stderr");
  }

  /** In our own words: the parser's are for those who know the parser. */
  private static Bad broken(byte[] line, JsonProcessingException e) {
    if (e instanceof JsonEOFException) {
      return new Bad(
          FaultKind.NOT_JSON,
          "ends before the message does; one message is one line, so print it without line breaks"
              + " or indentation in it");
    }
    if (e instanceof StreamConstraintsException) {
      return new Bad(
          FaultKind.NOT_JSON,
          "is beyond what is read here: at most 1,000 levels deep, numbers of at most 1,000 digits,"
              + " names of at most 50,000 characters");
    }
    int column = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getColumnNr());
    int from = Math.min(column, line.length) - 1;
    String rest =
        new String(line, from, Math.min(SHOWN, line.length - from), StandardCharsets.UTF_8);
    return new Bad(
        FaultKind.NOT_JSON,
        "begins like a message but is not JSON near column %d, where this stands: %s%s"
            .formatted(column, rest, rest.startsWith("'") ? " (JSON has double quotes)" : ""));
  }

  private LineJudgement judge(ObjectNode message) {
    for (String name : new String[] {"src", "dest"}) {
      JsonNode value = message.get(name);
      if (value == null) {
        return new Bad(FaultKind.MISSING_FIELD, "lacks \"" + name + "\"");
      }
      if (!value.isTextual()) {
        return new Bad(FaultKind.WRONG_FIELD, "has a \"" + name + "\" that is not a string");
      }
    }
    for (Map.Entry<String, JsonNode> field : message.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        return new Bad(
            FaultKind.WRONG_FIELD,
            "has \"%s\" beside \"src\", \"dest\" and \"body\"; it may belong into the body"
                .formatted(field.getKey()));
      }
    }
    JsonNode id = message.get("id");
    if (id != null && !id.isIntegralNumber()) {
      return new Bad(FaultKind.WRONG_FIELD, "has an \"id\" that is not a whole number");
    }
    JsonNode body = message.get("body");
    if (body == null && compat) {
      body = JsonNodeFactory.instance.objectNode();
    }
    if (body == null) {
      return new Bad(FaultKind.MISSING_FIELD, "lacks \"body\"");
    }
    if (!(body instanceof ObjectNode object)) {
      return new Bad(FaultKind.BODY_NOT_OBJECT, "has a \"body\" that is not an object");
    }
    return new Good(
        new Message(message.get("src").textValue(), message.get("dest").textValue(), object));
  }
}
