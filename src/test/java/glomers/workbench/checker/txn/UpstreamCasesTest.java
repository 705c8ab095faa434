package glomers.workbench.checker.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.results.StoredHistory;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small histories of which Elle 0.2.2's verdict is known; ours is its own with {@code compat}. */
class UpstreamCasesTest {

  @ParameterizedTest
  @CsvSource({
    "01-nil-first-read-overwritten,     consistent-view,           INVALID, INVALID",
    "02-g1b-unknown-outcome,            read-committed,            INVALID, INVALID",
    "03-future-read-of-own-write,       serializable,              INVALID, INVALID",
    "04-stale-read-blind-write,         strict-serializable,       VALID,   INVALID",
    "06-not-serializable-by-brute-force, serializable,             VALID,   INVALID",
    "07-causality,                      causal-cerone,             VALID,   INVALID",
    "08-linearizable-overclaim,         linearizable,              VALID,   UNKNOWN",
    "09-called-dirty-write,             strict-serializable,       INVALID, INVALID",
    "10-compat-single-txn,              strict-serializable,       INVALID, VALID",
    "11-internal-nil,                   read-atomic,               VALID,   INVALID",
    "12-elle-misses-strong-si,          strong-snapshot-isolation, VALID,   INVALID"
  })
  void compatIsElleAndStrictIsRight(String name, String model, Validity maelstroms, Validity right)
      throws IOException {
    Verdict compat = check(name, model, true);
    assertEquals(maelstroms, compat.validity(), compat::toString);
    Verdict strict = check(name, model, false);
    assertEquals(right, strict.validity(), strict::toString);
    String row =
        "| %s | %s | %s | %s |"
            .formatted(name, model, maelstroms, right)
            .replace("INVALID", "invalid")
            .replace("VALID", "valid")
            .replace("UNKNOWN", "unknown");
    String documented = Files.readString(Path.of("docs/checkers.md"), StandardCharsets.UTF_8);
    assertTrue(documented.contains(row), () -> "docs/checkers.md should hold " + row);
  }

  @ParameterizedTest
  @CsvSource({
    "01-nil-first-read-overwritten, consistent-view,     G-single-item",
    "02-g1b-unknown-outcome,        read-committed,      G1b empty-transaction-graph",
    "03-future-read-of-own-write,   serializable,        G-single-item G1c",
    "09-called-dirty-write,         strict-serializable, G-single-item-realtime",
    "10-compat-single-txn,          strict-serializable, empty-transaction-graph"
  })
  void whatCompatFindsIsWhatElleFinds(String name, String model, String anomalies)
      throws IOException {
    assertEquals(
        List.of(anomalies.split(" ")),
        TxnHistory.names(check(name, model, true).details(), "anomaly-types"));
  }

  @Test
  void aFracturedReadOfTwoBlindWritersIsAllowedBelowReadAtomic() throws IOException {
    String name = "06-not-serializable-by-brute-force";
    assertEquals(Validity.INVALID, check(name, "read-atomic", false).validity());
    assertEquals(Validity.VALID, check(name, "read-committed", false).validity());
  }

  @Test
  void aReadThatGoesBackIsNoDirtyWrite() throws IOException {
    Verdict verdict = check("09-called-dirty-write", "strict-serializable", false);
    assertFalse(verdict.details().containsKey(Keyword.of("dirty-writes")), verdict::toString);
    assertTrue(
        TxnHistory.names(verdict.details(), "anomaly-types").contains("G-single-item-realtime"));
  }

  private static Verdict check(String name, String model, boolean compat) throws IOException {
    List<Operation> history;
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                UpstreamCasesTest.class.getResourceAsStream("/histories/" + name + ".edn"),
                StandardCharsets.UTF_8))) {
      history = StoredHistory.read(lines).operations();
    }
    return new RegisterTxnChecker(Set.of(ConsistencyModel.named(model).orElseThrow()), compat)
        .check(history);
  }
}
