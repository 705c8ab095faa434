package glomers.workbench.workload;

import java.util.LinkedHashMap;
import java.util.Map;

/** The names of what may be found wrong with a run, and what each means. */
public final class Anomalies {
  private static final Map<String, String> OF_SETS =
      Map.of(
          "lost", "a value was acknowledged or seen, and a later read lacks it",
          "missing-at-end", "with all faults over, the last read of some node lacks a value",
          "duplicated", "a read shows a value more than once",
          "unexpected", "a read shows a value that nobody added");

  private static final Map<String, String> OF_ANY =
      Map.of(
          "stats", "not one operation of some kind succeeded",
          "availability", "fewer operations succeeded than were asked for",
          "protocol", "nodes broke the protocol",
          "nodes", "a node ended by itself",
          "unanswered", "requests got no answer, though nothing was done to nodes or network",
          "message-storm", "the nodes sent more messages than a run may",
          "exceptions", "something was thrown that no workload expects",
          "undecided", "the checker saw too little to judge, though the nodes were not disturbed",
          "workload", "the checker's figures do not fit together");

  /** Transactions in a circle, by what else puts them in order. */
  private static final String[] ORDERS = {"", "-process", "-realtime"};

  private Anomalies() {}

  /** Those of this workload, in words; empty for a workload that has no list. */
  public static Map<String, String> of(String workload) {
    Map<String, String> named = new LinkedHashMap<>(OF_ANY);
    switch (workload) {
      case "broadcast", "g-set" -> named.putAll(OF_SETS);
      case "echo" -> named.put("errors", "a reply is not what was sent");
      case "unique-ids" -> named.put("duplicated", "an id was given twice");
      case "g-counter", "pn-counter" ->
          named.put("errors", "a last read shows a total that the additions cannot make");
      case "kafka" -> KafkaInWords.MEANINGS.forEach((name, words) -> add(name, words, named));
      case "txn-rw-register" -> {
        TxnInWords.MEANINGS.forEach((name, words) -> add(name, words, named));
        named.put("disagreements", "after the end, nodes hold different values of a key");
        named.put("converged", "after the end, nodes do not hold the same");
      }
      default -> {
        return Map.of();
      }
    }
    return named;
  }

  private static void add(String name, String words, Map<String, String> to) {
    for (String order : name.startsWith("G") ? ORDERS : new String[] {""}) {
      to.put(name + order, words);
    }
  }
}
