package glomers.workbench.workload;

import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What all clients together know of the logs' ends. Safe for use by many tasks. */
final class KnownOffsets {
  /** Keys are numbers written as text: by number, then. */
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder());

  private static final long NONE = -1;

  private final SortedMap<String, Ends> byKey = new TreeMap<>(BY_NUMBER); // guarded by this

  /** The highest offset that a send was given, and the highest that a poll brought. */
  private record Ends(long sent, long polled) {
    Ends max(Ends other) {
      return new Ends(Math.max(sent, other.sent), Math.max(polled, other.polled));
    }
  }

  /** A send was acknowledged. */
  void sent(String key, long offset) {
    note(key, new Ends(offset, NONE));
  }

  /** A send may have happened, and then nobody knows at which offset. */
  void maybeSent(String key) {
    note(key, new Ends(NONE, NONE));
  }

  void polled(String key, long offset) {
    note(key, new Ends(NONE, offset));
  }

  private synchronized void note(String key, Ends ends) {
    byKey.merge(key, ends, Ends::max);
  }

  /** All keys to which something was or may have been sent, by number. */
  synchronized List<String> keys() {
    return List.copyOf(byKey.keySet());
  }

  /** Of each key the highest offset that is known to hold a message; -1 if none is. */
  synchronized Map<String, Long> highest() {
    Map<String, Long> highest = new LinkedHashMap<>();
    byKey.forEach((key, ends) -> highest.put(key, Math.max(ends.sent(), ends.polled())));
    return highest;
  }

  /**
   * The keys with messages that were acknowledged and that nobody has polled yet.
   *
   * @param details is filled with what is known of each, as histories show it
   */
  synchronized List<String> unseen(Map<Object, Object> details) {
    List<String> keys = new ArrayList<>();
    byKey.forEach((key, ends) -> {
      if (ends.sent() > ends.polled()) {
        keys.add(key);
        Map<Keyword, Object> known = new LinkedHashMap<>();
        known.put(Keyword.of("polled"), ends.polled());
        known.put(Keyword.of("sent"), ends.sent());
        details.put(Long.valueOf(key), known);
      }
    });
    return keys;
  }

  /** The same keys and one more, by number. */
  static List<String> plus(List<String> keys, String key) {
    List<String> more = new ArrayList<>(keys);
    more.add(key);
    more.sort(BY_NUMBER);
    return more;
  }
}
