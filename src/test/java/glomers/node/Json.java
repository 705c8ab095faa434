package glomers.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Bodies and messages written as JSON with single quotes, to be readable in Java. */
public final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  /** The object that {@code text} says, single quotes for double ones. */
  public static ObjectNode object(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** A message from {@code src} to n1. */
  public static Message message(String src, String body) {
    return new Message(src, "n1", object(body));
  }

  /** The {@code init} of n1, in a cluster of n1, n2 and n3. */
  public static Message init() {
    return message("c0", "{'type':'init','msg_id':1,'node_id':'n1','node_ids':['n1','n2','n3']}");
  }

  /** A body of a few objects which, printed, would be longer than 2^40 bytes. */
  static ObjectNode huge() {
    ArrayNode tree = MAPPER.createArrayNode().add("x");
    for (int i = 0; i < 40; i++) {
      tree = MAPPER.createArrayNode().add(tree).add(tree);
    }
    return Body.of("huge").set("x", tree);
  }

  /** A line as the network would see it: source, destination and body. */
  static String show(Message message) {
    return message.src()
        + ">"
        + message.dest()
        + " "
        + message.body().toString().replace('"', '\'');
  }
}
