package glomers.results.formats;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glomers.workbench.history.Json;
import glomers.workbench.history.Keyword;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a history that was written as JSON: what EDN has as keywords are strings there, so the
 * type, what was done, the names of a transaction's steps and of errors become keywords again.
 */
final class JsonHistory {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<String> NAMES = Set.of("type", "f", "error");

  private JsonHistory() {}

  static ForeignHistory read(BufferedReader text) throws IOException {
    Entries entries = new Entries();
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken token = parser.nextToken();
      boolean array = token == JsonToken.START_ARRAY;
      token = array ? parser.nextToken() : token;
      while (token != null && token != JsonToken.END_ARRAY) {
        long line = parser.currentLocation().getLineNr();
        JsonNode entry = JSON.readTree(parser);
        if (!entry.isObject()) {
          throw new BadHistory(line, "an entry of a history is an object, such as {\"type\": …}");
        }
        entries.add(plain(entry), line);
        token = parser.nextToken();
      }
      if (array && token == null) {
        throw new BadHistory(
            parser.currentLocation().getLineNr(), "not JSON: the text ends before its ]");
      }
    } catch (JsonProcessingException e) {
      throw new BadHistory(
          e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
          "not JSON: " + e.getOriginalMessage());
    }
    return entries.history();
  }

  private static Map<Keyword, Object> plain(JsonNode entry) {
    Map<Keyword, Object> plain = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> part : entry.properties()) {
      Object value = Json.toPlain(part.getValue());
      plain.put(Keyword.of(part.getKey()), NAMES.contains(part.getKey()) ? named(value) : value);
    }
    if (Keyword.of("txn").equals(plain.get(Keyword.of("f")))) {
      plain.computeIfPresent(Keyword.of("value"), (name, steps) -> steps(steps));
    }
    return plain;
  }

  private static Object steps(Object value) {
    if (!(value instanceof List<?> steps)) {
      return value;
    }
    List<Object> named = new ArrayList<>();
    steps.forEach(step -> named.add(named(step)));
    return named;
  }

  /** A name as a keyword, or a list that begins with one. */
  private static Object named(Object value) {
    return switch (value) {
      case String name -> Keyword.of(name);
      case List<?> list when !list.isEmpty() && list.getFirst() instanceof String name -> {
        List<Object> named = new ArrayList<>(list);
        named.set(0, Keyword.of(name));
        yield named;
      }
      case null, default -> value;
    };
  }
}
