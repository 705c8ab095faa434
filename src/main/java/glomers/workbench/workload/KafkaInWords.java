package glomers.workbench.workload;

import glomers.workbench.checker.Results;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found wrong with logs, in plain words. */
final class KafkaInWords {
  private static final Map<String, String> MEANINGS = meanings();

  private KafkaInWords() {}

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
    meanings.put("committed-went-back", "a committed offset was lower than one known before");
    meanings.put("never-sent", "a poll brought a message that nobody sent");
    meanings.put("malformed-replies", "a reply cannot be understood");
    return meanings;
  }

  static List<String> of(Results results, Naming naming) {
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
      words.add(name + ": " + meaning(name) + detail(results, naming, name));
    }
    return words;
  }

  private static String meaning(String name) {
    return MEANINGS.getOrDefault(name.replaceFirst("-(process|realtime)$", ""), "see results.edn");
  }

  private static String detail(Results results, Naming naming, String name) {
    if (results.find("workload", name, "unseen").orElse(null) instanceof Map<?, ?> byKey) {
      return ", by key: " + InWords.shortened(Edn.print(byKey));
    }
    long count = results.count("workload", name, "count");
    String example = InWords.first(results, naming, "workload", name, "errs");
    return " (%,d times%s)".formatted(count, example.isEmpty() ? "" : ", first " + example);
  }
}
