package glomers.report;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the names that checkers use mean. */
final class AnomalyWords {
  private static final Set<String> ELEMENTS =
      Set.of("lost", "duplicated", "unexpected", "missing-at-end");

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("lost", "It was acknowledged or seen, and the latest read lacks it."),
          Map.entry("duplicated", "It is there more than once, where once is right."),
          Map.entry("unexpected", "A read shows it, and nobody added it."),
          Map.entry("missing-at-end", "After all faults were over, some final read lacked it."),
          Map.entry("never-sent", "A poll shows a message that nobody sent."),
          Map.entry(
              "lost-write", "A message was acknowledged, a later one was read, this one never."),
          Map.entry("inconsistent-offsets", "One offset of a key holds different messages."),
          Map.entry("duplicate", "One message is at several offsets of its key."),
          Map.entry("unseen", "Messages were acknowledged that no poll has shown."),
          Map.entry("poll-skip", "Of two polls in a row, the second left messages out."),
          Map.entry("int-poll-skip", "One poll left out messages between those that it shows."),
          Map.entry("nonmonotonic-poll", "Of two polls in a row, the second went back."),
          Map.entry("int-nonmonotonic-poll", "One poll shows messages in the wrong order."),
          Map.entry("nonmonotonic-send", "Of two sends in a row, the second got a lower offset."),
          Map.entry("int-nonmonotonic-send", "One operation's sends got falling offsets."),
          Map.entry("aborted-read", "A poll shows a message whose send had failed for certain."),
          Map.entry("committed-went-back", "A committed offset was lower than one already shown."),
          Map.entry("malformed-replies", "A reply does not fit its request."),
          Map.entry("errors", "What an operation was answered is impossible."),
          Map.entry("worst-errors", "What an operation was answered is impossible."),
          Map.entry(
              "not-linearizable",
              "No order of the register's operations explains all answers: what ended before the op"
                  + " can be ordered, and what the window holds cannot."),
          Map.entry("duplicate-elements", "A list holds a value twice that was appended once."),
          Map.entry("incompatible-order", "Two reads show a list in orders that do not agree."),
          Map.entry("dirty-update", "A transaction appended to what a failed one had appended."),
          Map.entry("G0", "Writes of transactions cross: each overwrote something of the other."),
          Map.entry("G1a", "A transaction read what an aborted one wrote."),
          Map.entry("G1b", "A transaction read a value that was overwritten before its end."),
          Map.entry("G1c", "Transactions wait for each other in a circle of writes and reads."),
          Map.entry(
              "G-single", "A transaction missed one part of another, and saw the other part."),
          Map.entry("G2-item", "A circle of transactions that missed each other's writes."),
          Map.entry("internal", "A transaction did not see its own earlier steps."),
          Map.entry("future-read", "A transaction read what it wrote itself only afterwards."),
          Map.entry("no-order", "No order of the transactions explains what they read."),
          Map.entry("cyclic-versions", "The order of a key's values goes in a circle."),
          Map.entry("dirty-writes", "Transactions overwrote each other in different orders."),
          Map.entry("unseen-own-writes", "A client did not see what it had written itself."),
          Map.entry("fractured-reads", "A transaction saw a part of another, and not the rest."),
          Map.entry("lost-appends", "A list lacks a part of what one transaction appended."),
          Map.entry("unwritten-reads", "A transaction read what nobody wrote."),
          Map.entry("resurrected", "A client saw an older version after a newer one."),
          Map.entry("converged", "After the end, nodes do not hold the same."),
          Map.entry("disagreements", "After the end, nodes hold different values of a key."),
          Map.entry("lost-update", "Two transactions read the same version and both replaced it."),
          Map.entry("dirty-write", "Two transactions each won on one of the keys that both wrote."),
          Map.entry("fractured-read", "A transaction saw a part of another, and not the rest."),
          Map.entry("stats", "Not one operation of this kind succeeded."),
          Map.entry("availability", "Too few operations succeeded."),
          Map.entry("protocol", "Nodes broke the protocol, which alone makes a run invalid."),
          Map.entry("exceptions", "Something was thrown that no workload expects."),
          Map.entry("nodes", "A node's process ended by itself."),
          Map.entry("unanswered", "Requests were never answered, though nothing was disturbed."),
          Map.entry("message-storm", "Nodes sent more messages than the run allows."));

  private static final Set<String> PARTS =
      Set.of("errors", "worst-errors", "missing", "outside-reads");

  private AnomalyWords() {}

  /** Whether what stands under this name are elements of a set. */
  static boolean isElements(String name) {
    return ELEMENTS.contains(name);
  }

  /** Whether what stands under this name are cases of something wrong. */
  static boolean known(String name) {
    return WORDS.containsKey(name) || PARTS.contains(name);
  }

  /** What it means; empty for a name that nobody knows. */
  static String of(String name) {
    // G-single-item-realtime is a G-single-item that counts what had ended before.
    for (String suffix :
        List.of("", "-item", "-realtime", "-process", "-item-realtime", "-item-process")) {
      if (name.endsWith(suffix)) {
        String words = WORDS.get(name.substring(0, name.length() - suffix.length()));
        if (words != null) {
          return words;
        }
      }
    }
    return name.startsWith("G-nonadjacent") ? WORDS.get("G-single") : "";
  }
}
