package glomers.workbench.workload;

import glomers.workbench.checker.Results;
import glomers.workbench.checker.txn.ConsistencyModel;
import glomers.workbench.checker.txn.RegisterTxnChecker;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was found wrong with transactions, in plain words. */
final class TxnInWords {
  static final Map<String, String> MEANINGS = meanings();

  private TxnInWords() {}

  private static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put("internal", "a transaction did not see its own earlier write or read");
    meanings.put("G0", "transactions overwrote each other in different orders (dirty writes)");
    meanings.put("G1a", "a read saw what a transaction wrote that had failed (aborted read)");
    meanings.put(
        "G1b",
        "a read saw what the transaction that wrote it overwrote itself (intermediate read)");
    meanings.put("G1c", "transactions saw each other's effects in a circle");
    meanings.put("G-single-item", "a transaction saw some effects of another, but missed others");
    meanings.put("G-nonadjacent-item", "transactions missed each other's writes in a circle");
    meanings.put("G2-item", "transactions missed each other's writes (write skew and the like)");
    meanings.put("lost-update", "two transactions read the same value and both replaced it");
    meanings.put("cyclic-versions", "a register's values followed each other in a circle");
    meanings.put("dirty-writes", "transactions overwrote each other in different orders");
    meanings.put("duplicate-elements", "a list holds a value twice that was appended once");
    meanings.put(
        "incompatible-order", "two reads of a list show its values in orders that do not agree");
    meanings.put("dirty-update", "a transaction appended to what one that failed had appended");
    meanings.put("fractured-reads", "a transaction saw one write of another, but not its second");
    meanings.put("resurrected", "a value came back to a client that had seen it replaced");
    meanings.put("unseen-own-writes", "a client did not see what it had written itself");
    meanings.put("malformed-replies", "a reply does not answer the transaction that was sent");
    meanings.put("unwritten-reads", "a read found a value that nobody wrote");
    meanings.put("lost-appends", "a list lacks a part of what one transaction appended to it");
    meanings.put("future-read", "a transaction read what it wrote itself only afterwards");
    meanings.put("no-order", "no order of the transactions explains what they read");
    return meanings;
  }

  /**
   * The lines for a run.
   *
   * @param compat whether Maelstrom's own checks were all that was done
   */
  static List<String> of(Results results, Naming naming, List<String> models, boolean compat) {
    List<String> words = new ArrayList<>();
    List<?> types = InWords.items(results, "workload", "anomaly-types");
    if (types.isEmpty() && MEANINGS.keySet().stream().noneMatch(name -> required(results, name))) {
      models.forEach(model -> words.add(nothingFound(model, compat)));
    } else {
      words.add(String.join(", ", models) + ": broken");
    }
    for (Object type : types) {
      String name = ((Keyword) type).name();
      words.add(
          name + ": " + meaning(name) + example(results, naming, "workload", "anomalies", name));
    }
    notLookedAt(results, words);
    converged(results, naming, words);
    for (String name : MEANINGS.keySet()) {
      long count = results.count("workload", name, "count");
      if (count > 0) {
        words.add(
            "%s, %d times: %s%s"
                .formatted(
                    name,
                    count,
                    meaning(name),
                    required(results, name)
                        ? example(results, naming, "workload", name, "errs")
                        : " (no failure under this model)"));
      }
    }
    return words;
  }

  /** What was given up, so that nothing may be found and yet be there. */
  private static void notLookedAt(Results results, List<String> words) {
    String kinds =
        InWords.items(results, "workload", "undecided").stream()
            .map(kind -> ((Keyword) kind).name())
            .collect(Collectors.joining(", "));
    if (!kinds.isEmpty()) {
      words.add(
          "too many circles of transactions to look at all of them, so nobody knows of " + kinds);
    }
    InWords.items(results, "workload", "notes").stream()
        .map(String::valueOf)
        .filter(note -> note.startsWith(RegisterTxnChecker.NO_VIOLATION))
        .forEach(words::add);
    if (InWords.items(results, "workload", "notes").contains(RegisterTxnChecker.ORDER_INCOMPLETE)) {
      words.add(RegisterTxnChecker.ORDER_INCOMPLETE + ", so what only that shows was not found");
    }
  }

  private static boolean required(Results results, String name) {
    return results.find("workload", name, "required").filter(Boolean.TRUE::equals).isPresent();
  }

  /**
   * Names the model of which nothing forbidden was found, which is not always the one asked for.
   */
  private static String nothingFound(String name, boolean compat) {
    ConsistencyModel model = ConsistencyModel.named(name).orElse(null);
    if (model == null || model.isChecked() && model.judgedAs() == model) {
      return name + ": nothing that it forbids was found";
    }
    if (compat) {
      return name + ": Maelstrom checks little or nothing of it, and found nothing";
    }
    return model.isChecked()
        ? "%s: nothing that %s forbids was found; what else it may forbid is not checked"
            .formatted(name, model.judgedAs().label())
        : name + ": not checked";
  }

  private static void converged(Results results, Naming naming, List<String> words) {
    if (results.find("workload", "converged").isPresent()) {
      words.add(
          results.failed("workload", "converged")
              ? "after the end, with the network whole and quiet, the nodes still differ in %,d of %,d registers: "
                      .formatted(
                          results.count("workload", "converged", "disagreement-count"),
                          results.count("workload", "converged", "keys"))
                  + InWords.first(results, naming, "workload", "converged", "disagreements")
              : "after the end all nodes held the same in %,d registers"
                  .formatted(results.count("workload", "converged", "keys")));
    }
    if (!InWords.items(results, "workload", "converged", "emptied").isEmpty()) {
      words.add(
          "registers are empty at the end that were written: "
              + InWords.list(results, "workload", "converged", "emptied"));
    }
    long doubtful = results.count("workload", "doubtful-after-crash-count");
    if (doubtful > 0) {
      words.add(
          "%,d transactions were seen on crashed nodes alone: lost with them, or overwritten before"
                  .formatted(doubtful)
              + " anybody else showed them");
    }
    if (results.find("workload", "unread").orElse(null) instanceof Map<?, ?> unread) {
      unread.forEach(
          (node, why) -> words.add("after the end " + node + " could not be read: " + why));
    }
  }

  /** With {@code -process} and {@code -realtime} the order of one client or the clock counts in. */
  private static String meaning(String name) {
    String base = name.replaceFirst("-(process|realtime)$", "");
    String meaning = MEANINGS.getOrDefault(base, "see results.edn");
    return name.equals(base)
        ? meaning
        : meaning
            + (name.endsWith("-process")
                ? ", given the order in which each client did things"
                : ", given who had finished before whom began");
  }

  private static String example(Results results, Naming naming, String... path) {
    String first = InWords.first(results, naming, path);
    return first.isEmpty() ? "" : "; for example " + first;
  }
}
