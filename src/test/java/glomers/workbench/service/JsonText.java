package glomers.workbench.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON as tests like to write and read it: single quotes, bare names. */
final class JsonText {
  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .build();

  private JsonText() {}

  static ObjectNode body(String text) {
    try {
      return (ObjectNode) LENIENT.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + text, e);
    }
  }

  /** A reply in few words: {@code write_ok}, {@code read_ok 7}, {@code error 20}. */
  static String brief(ObjectNode reply) {
    String what = reply.path("type").asText();
    if (reply.has("value")) {
      return what + " " + reply.get("value").toString().replace('"', '\'');
    }
    return reply.has("code") ? what + " " + reply.get("code") : what;
  }
}
