package glomers.testing;

import com.fasterxml.jackson.databind.JsonNode;
import glomers.lessons.stage.Passage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds an update that was lost: a node reads a key of a service, another one writes it, and the
 * first one writes what it has made of its reading.
 */
final class Overwritten {
  private final List<Passage> messages;

  private Overwritten(List<Passage> messages) {
    this.messages = messages.stream().filter(Passage::arrived).toList();
  }

  /** The messages of the first one, with their replies; empty if there is none. */
  static List<Passage> first(List<Passage> messages) {
    return new Overwritten(messages).first();
  }

  private List<Passage> first() {
    for (Passage write : messages) {
      if (write.asksService() && write.is("write")) {
        Optional<Passage> read = readBefore(write);
        Optional<Passage> lost = read.flatMap(begun -> writtenBetween(begun, write));
        if (lost.isPresent()) {
          List<Passage> story = new ArrayList<>();
          for (Passage request : List.of(read.get(), lost.get(), write)) {
            story.add(request);
            reply(request).ifPresent(story::add);
          }
          story.sort(Comparator.comparingLong(Passage::ended));
          return story;
        }
      }
    }
    return List.of();
  }

  private Optional<Passage> readBefore(Passage write) {
    return messages.stream()
        .filter(each -> each.is("read") && sameKey(each, write) && isFrom(each, write))
        .filter(each -> each.ended() < write.sent())
        .max(Comparator.comparingLong(Passage::ended));
  }

  private Optional<Passage> writtenBetween(Passage read, Passage write) {
    return messages.stream()
        .filter(each -> each.is("write") || each.is("cas") && succeeded(each))
        .filter(each -> sameKey(each, write) && !isFrom(each, write))
        .filter(each -> each.ended() > read.ended() && each.ended() < write.ended())
        .findFirst();
  }

  private boolean succeeded(Passage swap) {
    return reply(swap).filter(reply -> reply.is("cas_ok")).isPresent();
  }

  private Optional<Passage> reply(Passage request) {
    JsonNode number = request.message().body().path("msg_id");
    return messages.stream()
        .filter(each ->
            each.message().src().equals(request.message().dest())
                && each.message().dest().equals(request.message().src())
                && each.message().body().path("in_reply_to").equals(number))
        .findFirst();
  }

  private static boolean sameKey(Passage one, Passage other) {
    return one.message().dest().equals(other.message().dest())
        && one.message().body().path("key").equals(other.message().body().path("key"));
  }

  private static boolean isFrom(Passage one, Passage other) {
    return one.message().src().equals(other.message().src());
  }
}
