package glomers.workbench.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.results.StoredHistory;
import glomers.workbench.checker.kafka.KafkaChecker;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Sequence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Small histories that Jepsen 0.3.7, the library behind Maelstrom 0.2.4, was given: the compatible
 * mode says what it says, and the strict mode what is right.
 */
class JepsensHistoriesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          20-kafka-send-of-unknown-outcome-goes-back | INVALID nonmonotonic-send       | INVALID nonmonotonic-send
          21-kafka-assign-between-sends              | VALID                           | INVALID nonmonotonic-send
          22-kafka-never-sent-compat                 | UNKNOWN                         | INVALID never-sent
          23-kafka-only-assigns                      | INVALID empty-transaction-graph | UNKNOWN
          25-kafka-negative-offset                   | UNKNOWN                         | INVALID malformed-replies
          26-kafka-false-int-poll-skip               | INVALID duplicate               | INVALID duplicate
          27-kafka-seek                              | INVALID nonmonotonic-poll       | VALID
          28-kafka-unseen-quirk                      | INVALID unseen                  | VALID
          29-kafka-first-poll-after-seek-skips       | VALID                           | INVALID wrong-start
          30-ids-mixed-types-duplicate               | UNKNOWN                         | INVALID
          """)
  void theCompatibleModeSaysWhatJepsenSaysAndTheStrictOneWhatIsRight(
      String name, String compatible, String strict) throws IOException {
    List<Operation> history = history(name);
    Checker checker =
        name.contains("kafka") ? new KafkaChecker(false) : new UniqueIdsChecker(false);
    assertEquals(compatible, words(checker.asMaelstrom().check(history)));
    assertEquals(strict, words(checker.check(history)));
  }

  private static List<Operation> history(String name) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                JepsensHistoriesTest.class.getResourceAsStream("/histories/" + name + ".edn"),
                StandardCharsets.UTF_8))) {
      return StoredHistory.read(lines).operations();
    }
  }

  private static String words(Verdict verdict) {
    StringBuilder words = new StringBuilder(verdict.validity().name());
    if (verdict.details().get(Keyword.of("bad-error-types")) instanceof Sequence types) {
      types.items().forEach(type -> words.append(' ').append(((Keyword) type).name()));
    }
    return words.toString();
  }
}
