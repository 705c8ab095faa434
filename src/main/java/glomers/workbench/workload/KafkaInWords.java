package glomers.workbench.workload;

import glomers.workbench.checker.Results;
import glomers.workbench.checker.kafka.KafkaChecker.CommitRule;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found wrong with logs, in plain words. */
record KafkaInWords(Results results, Naming naming, CommitRule commits) {
  private static final String WENT_BACK = "committed-went-back";
  static final Map<String, String> MEANINGS = meanings();

  private static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put("lost-write", "a message is in no poll, though later ones of its key are");
    meanings.put("unseen", "acknowledged messages that no poll ever brought");
    meanings.put("inconsistent-offsets", "one offset held two different messages");
    meanings.put("duplicate", "one message was found at two offsets");
    meanings.put("poll-skip", "a client's next poll left messages out that are in the log");
    meanings.put("nonmonotonic-poll", "a client's next poll did not go on behind the one before");
    meanings.put("int-poll-skip", "one poll left out messages in between");
    meanings.put("int-nonmonotonic-poll", "one poll brought messages out of order");
    meanings.put("nonmonotonic-send", "a client's next send came before the one before it");
    meanings.put("int-nonmonotonic-send", "sends of one operation are out of order");
    meanings.put("int-send-skip", "sends of one operation are apart, which is no failure");
    meanings.put("G1a", "a poll brought a message whose send had certainly failed");
    meanings.put("G1c", "operations saw each other's effects in a circle");
    meanings.put("precommitted-read", "an operation polled what it had only begun to send");
    meanings.put(WENT_BACK, "a committed offset was lower than one known before");
    meanings.put("wrong-start", "a client's first poll did not begin where it asked to");
    meanings.put(
        "empty-transaction-graph", "nothing came before anything, which Maelstrom does not accept");
    meanings.put("never-sent", "a poll brought a message that nobody sent");
    meanings.put("malformed-replies", "a reply cannot be understood");
    return meanings;
  }

  List<String> lines() {
    List<String> words = new ArrayList<>();
    words.add(
        "%,d messages acknowledged%s"
            .formatted(
                results.count("stats", "by-f", "send", "ok-count"),
                InWords.brokeOff(results)
                    ? ""
                    : "; at the end every worker was to read all logs again"));
    for (Object type : InWords.items(results, "workload", "error-types")) {
      String name = ((Keyword) type).name();
      words.add(name + ": " + meaning(name) + (name.equals(WENT_BACK) ? wentBack() : detail(name)));
    }
    return words;
  }

  private static String meaning(String name) {
    return MEANINGS.getOrDefault(name.replaceFirst("-(process|realtime)$", ""), "see results.edn");
  }

  private String detail(String name) {
    if (results.find("workload", name, "unseen").orElse(null) instanceof Map<?, ?> byKey) {
      return ", by key: " + InWords.shortened(Edn.print(byKey));
    }
    long count = results.count("workload", name, "count");
    String example = InWords.first(results, naming, "workload", name, "errs");
    return " (%,d times%s)".formatted(count, example.isEmpty() ? "" : ", first " + example);
  }

  /** How often, and of the one that lagged most: who was told what, when and by whom. */
  private String wentBack() {
    String judgement =
        commits == CommitRule.MONOTONIC
            ? ", where --commits monotonic asks for more"
            : ", which is no failure (--commits monotonic makes it one)";
    long count = results.count("workload", WENT_BACK, "count");
    List<?> found = InWords.items(results, "workload", WENT_BACK, "errs");
    if (found.isEmpty() || !(found.getFirst() instanceof Map<?, ?> worst)) {
      return " (%,d times)".formatted(count) + judgement;
    }
    List<?> ops = (List<?>) worst.get(Keyword.of("ops"));
    Operation known = (Operation) ops.getFirst();
    Object shown = worst.get(Keyword.of("shown"));
    return " (%,d times, the longest %.0f ms after it was known: at %.2f s %s showed process %s %s of key %s, where at %.2f s process %d had offset %s from %s)"
            .formatted(
                count,
                1e3 * (Double) worst.get(Keyword.of("lag")),
                (Double) worst.get(Keyword.of("time")),
                naming.node(((Operation) ops.getLast()).process()),
                worst.get(Keyword.of("process")),
                shown == null ? "nothing" : "offset " + Edn.print(shown),
                Edn.print(worst.get(Keyword.of("key"))),
                known.time() / 1e9,
                known.process(),
                Edn.print(worst.get(Keyword.of("committed"))),
                naming.node(known.process()))
        + judgement;
  }
}
