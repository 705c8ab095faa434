package glomers.workbench.checker;

import static glomers.workbench.checker.txn.ConsistencyModel.STRICT_SERIALIZABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.CounterTotals.Recency;
import glomers.workbench.checker.kafka.KafkaChecker;
import glomers.workbench.checker.linearizable.LinearizableChecker;
import glomers.workbench.checker.txn.ConsistencyModel;
import glomers.workbench.checker.txn.ListAppendTxnChecker;
import glomers.workbench.checker.txn.RegisterTxnChecker;
import glomers.workbench.history.Artifact;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The verdict on each history of a real Maelstrom run: Maelstrom's, ours with {@code --compat}, and
 * ours without. docs/checkers.md shows them in a table, which is compared with this.
 */
class VerdictTableTest {
  private static final Keyword ADD = Keyword.of("add");
  private static final Keyword BROADCAST = Keyword.of("broadcast");

  /**
   * One run.
   *
   * @param name the folder of the artifact
   * @param kind its workload, and for transactions the model that was asked for
   * @param why why our strict verdict is another, where it is
   */
  private record Row(String name, String kind, String why) {

    Validity maelstroms() {
      return switch (new Artifact(name).result("valid?")) {
        case Boolean valid -> valid ? Validity.VALID : Validity.INVALID;
        default -> Validity.UNKNOWN;
      };
    }

    Validity ours(List<Operation> history, boolean compat) {
      boolean total = name.equals("wrong-availability") || name.equals("unique-ids-clj");
      return new Composite()
          .with("stats", new Stats())
          .with("availability", total ? Availability.total() : Availability.none())
          .with("workload", checker(compat))
          .check(history)
          .validity();
    }

    private Checker checker(boolean compat) {
      return switch (kind) {
        case "echo" -> new EchoChecker();
        case "unique-ids" -> new UniqueIdsChecker(compat);
        case "broadcast" -> compat ? SetFull.compat(BROADCAST) : SetFull.strict(BROADCAST);
        case "g-set" -> compat ? SetFull.compat(ADD) : SetFull.strict(ADD);
        case "g-counter", "pn-counter" ->
            compat ? CounterTotals.compat(Recency.OFF) : CounterTotals.strict(Recency.REPORTED);
        case "lin-kv" -> new LinearizableChecker(compat);
        case "kafka" -> new KafkaChecker(compat);
        case "txn on lists" -> new ListAppendTxnChecker(List.of(STRICT_SERIALIZABLE), compat);
        default ->
            new RegisterTxnChecker(
                Set.of(ConsistencyModel.named(kind.substring("txn, ".length())).orElseThrow()),
                compat);
      };
    }

    String shown() {
      List<Operation> history = new Artifact(name).history();
      return "| %s | %s | %s | %s | %s | %s |"
          .formatted(
              name,
              kind,
              word(maelstroms()),
              word(ours(history, true)),
              word(ours(history, false)),
              why);
    }

    private static String word(Validity validity) {
      return validity.name().toLowerCase(Locale.ROOT);
    }
  }

  private static Row row(String name, String kind) {
    return new Row(name, kind, "");
  }

  private static Stream<Row> rows() {
    return Stream.of(
        row("echo-rb-full", "echo"),
        row("wrong-echo", "echo"),
        row("wrong-availability", "echo"),
        row("unique-ids-clj", "unique-ids"),
        row("wrong-unique", "unique-ids"),
        row("broadcast-py", "broadcast"),
        row("broadcast-rb-part", "broadcast"),
        row("broadcast-py-25", "broadcast"),
        row("broadcast-uniform", "broadcast"),
        row("wrong-broadcast", "broadcast"),
        new Row(
            "g-set-rb",
            "g-set",
            "Maelstrom marks no read of a g-set as a final one; without one that has shown"
                + " everything, nothing is proven"),
        row("wrong-gset", "g-set"),
        row("g-counter-java", "g-counter"),
        row("wrong-gcounter", "g-counter"),
        row("pn-counter-rb", "pn-counter"),
        row("lin-kv-py-part-exp", "lin-kv"),
        row("lin-kv-raft-rb", "lin-kv"),
        row("wrong-linkv", "lin-kv"),
        row("kafka-single", "kafka"),
        row("kafka-multi-part", "kafka"),
        row("wrong-kafka", "kafka"),
        row("txn-rw-hat-rc", "txn, read-committed"),
        row("txn-rw-noiso-ru", "txn, read-uncommitted"),
        row("wrong-txnrw-internal", "txn, read-committed"),
        row("wrong-txnrw-internal-ss", "txn, strict-serializable"),
        row("wrong-txnrw-local-ss", "txn, strict-serializable"),
        row("txn-la-clj-multi", "txn on lists"),
        row("txn-la-datomic", "txn on lists"),
        row("wrong-txnla", "txn on lists"));
  }

  @Test
  void theTableOfTheDocumentationIsWhatTheCheckersSay() throws Exception {
    String table =
        Stream.concat(
                Stream.of(
                    "| run | workload | Maelstrom | `--compat` | strict | why stricter |",
                    "|---|---|---|---|---|---|"),
                rows().map(Row::shown))
            .collect(Collectors.joining("\n"));
    String shown = Files.readString(Path.of("docs/checkers.md"), StandardCharsets.UTF_8);
    assertTrue(shown.contains(table), () -> "docs/checkers.md should hold this table:\n" + table);
  }

  @Test
  void theCompatibleVerdictIsAlwaysMaelstromsAndAStricterOneHasItsReason() {
    rows()
        .forEach(row -> {
          List<Operation> history = new Artifact(row.name()).history();
          assertEquals(row.maelstroms(), row.ours(history, true), row.name());
          assertEquals(
              row.ours(history, false) != row.maelstroms(), !row.why().isEmpty(), row.name());
        });
  }
}
