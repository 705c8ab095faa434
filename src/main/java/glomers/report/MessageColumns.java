package glomers.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.results.StoredMessages;
import glomers.results.StoredMessages.StoredMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages in few bytes: their properties as columns of whole numbers, their bodies as lines of
 * text in pieces that are unpacked only when somebody looks.
 */
final class MessageColumns {
  private static final int BODIES_IN_A_PIECE = 2_048;

  /** How much the bodies may take of a page, in characters once they are packed. */
  private static final int ROOM_FOR_BODIES = 3_000_000;

  private static final int[] LONGEST_BODY = {16_384, 2_000, 500, 200, 80};

  private final StoredMessages stored;
  private final Map<String, Integer> names = new LinkedHashMap<>();
  private final Map<String, Integer> types = new LinkedHashMap<>();

  MessageColumns(StoredMessages stored) {
    this.stored = stored;
  }

  /** Adds the messages to a page, and to {@code facts} how to read them. */
  void addTo(Page page, ObjectNode facts) {
    List<StoredMessage> messages = stored.messages();
    page.packed("messages", columns(messages));
    ObjectNode about = facts.putObject("messages");
    about.put("count", messages.size());
    about.put("first", messages.isEmpty() ? 0 : messages.getFirst().sent() / 1_000);
    about.put("more", stored.more());
    about.put("complete", stored.complete());
    names.keySet().forEach(about.putArray("names")::add);
    types.keySet().forEach(about.putArray("types")::add);
    addAgain(messages, about.putArray("again"));
    ArrayNode clients = about.putArray("clients");
    stored.clients().stream()
        .filter(acting -> names.containsKey(acting.client()))
        .forEach(acting ->
            clients
                .addArray()
                .add(names.get(acting.client()))
                .add(acting.process())
                .add(acting.from() / 1_000));
    addBodies(messages, page, about);
  }

  private static int number(Map<String, Integer> known, String name) {
    return known.computeIfAbsent(name, any -> known.size());
  }

  /**
   * A column after the other, little-endian: microseconds since the message before (32 bits), from
   * sending to its end (32 bits), sender, receiver and type (16 bits each), fate (8 bits).
   */
  private byte[] columns(List<StoredMessage> messages) {
    int count = messages.size();
    ByteBuffer sent = buffer(4 * count);
    ByteBuffer took = buffer(4 * count);
    ByteBuffer src = buffer(2 * count);
    ByteBuffer dest = buffer(2 * count);
    ByteBuffer type = buffer(2 * count);
    ByteBuffer fate = buffer(count);
    long before = messages.isEmpty() ? 0 : messages.getFirst().sent() / 1_000;
    for (StoredMessage message : messages) {
      long now = message.sent() / 1_000;
      sent.putInt(Math.clamp(now - before, Integer.MIN_VALUE, Integer.MAX_VALUE));
      before = now;
      took.putInt(Math.clamp(message.ended() / 1_000 - now, 0, Integer.MAX_VALUE));
      src.putShort((short) number(names, message.src()));
      dest.putShort((short) number(names, message.dest()));
      type.putShort((short) number(types, message.type()));
      fate.put((byte) message.fate().ordinal());
    }
    ByteBuffer all = buffer(15 * count);
    for (ByteBuffer column : List.of(sent, took, src, dest, type, fate)) {
      all.put(column.flip());
    }
    return all.array();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void addAgain(List<StoredMessage> messages, ArrayNode again) {
    for (int i = 0; i < messages.size(); i++) {
      for (long time : messages.get(i).again()) {
        again.addArray().add(i).add(time / 1_000);
      }
    }
  }

  /** Shortens bodies further and further until they fit. */
  private static void addBodies(List<StoredMessage> messages, Page page, ObjectNode about) {
    for (int longest : LONGEST_BODY) {
      List<String> pieces = new ArrayList<>();
      long room = ROOM_FOR_BODIES;
      for (int from = 0; from < messages.size() && room >= 0; from += BODIES_IN_A_PIECE) {
        int to = Math.min(messages.size(), from + BODIES_IN_A_PIECE);
        pieces.add(Page.pack(piece(messages.subList(from, to), longest)));
        room -= pieces.getLast().length();
      }
      boolean last = longest == LONGEST_BODY[LONGEST_BODY.length - 1];
      if (room >= 0 || last) {
        about.put("longest", longest);
        about.put("piece", BODIES_IN_A_PIECE);
        for (int i = 0; i < pieces.size(); i++) {
          page.packedText("bodies-" + i, pieces.get(i));
        }
        about.put("pieces", pieces.size());
        return;
      }
    }
  }

  /** A body a line; one that is cut begins with the number of its characters. */
  private static byte[] piece(List<StoredMessage> messages, int longest) {
    StringBuilder text = new StringBuilder();
    for (StoredMessage message : messages) {
      String body = message.body();
      boolean cut = message.length() > 0 || body.length() > longest;
      if (cut) {
        text.append(Math.max(message.length(), body.length())).append(' ');
        body = body.substring(0, Math.min(longest, body.length()));
      }
      text.append(body.replace('\n', ' ')).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
