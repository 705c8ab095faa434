package glomers.workbench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import glomers.node.Node;
import glomers.workbench.SimulatedRun;
import glomers.workbench.SimulatedRun.Ran;
import glomers.workbench.checker.Validity;
import glomers.workbench.workload.WrongNodes.Values;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each checker catches at least three kinds of wrong nodes; docs/checkers.md shows them in a table,
 * which is compared with this.
 */
class WrongNodesTest {
  private static final String ECHO = "echo";
  private static final String IDS = "unique-ids";
  private static final String BROADCAST = "broadcast";
  private static final String G_SET = "g-set";
  private static final String G_COUNTER = "g-counter";
  private static final String PN_COUNTER = "pn-counter";
  private static final String KAFKA = "kafka";
  private static final String TXN = "txn-rw-register";
  private static final String LIN_KV = "lin-kv";
  private static final String LISTS = "txn-list-append";

  /**
   * A node that must be caught.
   *
   * @param sentence what is wrong with it
   * @param run how it is run, but for the workload
   * @param says part of what the checker says, in its plain words or in the results
   */
  private record Wrong(
      String workload,
      String sentence,
      Supplier<Consumer<Node>> node,
      UnaryOperator<SimulatedRun> run,
      String says) {

    Ran go() {
      // A new one for each node, for its values are its own.
      Consumer<Node> fresh = each -> node.get().accept(each);
      return run.apply(SimulatedRun.of(workload, fresh).seconds(5)).go(1);
    }

    @Override
    public String toString() {
      return workload + ": a node that " + sentence;
    }
  }

  private static Wrong wrong(
      String workload,
      String sentence,
      Supplier<Consumer<Node>> node,
      UnaryOperator<SimulatedRun> run,
      String says) {
    return new Wrong(workload, sentence, node, run, says);
  }

  private static Stream<Wrong> wrongNodes() {
    UnaryOperator<SimulatedRun> alone = run -> run;
    UnaryOperator<SimulatedRun> three = run -> run.nodes(3);
    UnaryOperator<SimulatedRun> loss = run -> run.nodes(3).lossAndDuplication(0.1);
    UnaryOperator<SimulatedRun> logs = run -> run.workersPerNode(2).rate(200);
    UnaryOperator<SimulatedRun> twoLogs = run -> run.nodes(2).workersPerNode(2).rate(500);
    UnaryOperator<SimulatedRun> committed = run -> run.models("read-committed");
    UnaryOperator<SimulatedRun> stores = run -> run.workersPerNode(2).rate(100);
    LongUnaryOperator plain = delta -> delta;
    return Stream.of(
        wrong(
            ECHO,
            "answers with a text of its own",
            () -> WrongNodes.echo(request -> TextNode.valueOf("hello")),
            alone,
            "replies were no echo: to \"Please echo"),
        wrong(
            ECHO,
            "answers each request with the echo of the one before",
            WrongNodes::echoOfTheRequestBefore,
            alone,
            "replies were no echo: to \"Please echo"),
        wrong(
            ECHO,
            "never answers",
            () -> WrongNodes.silent("echo"),
            alone,
            "not one echo succeeded"),
        wrong(
            IDS, "counts without its name", WrongNodes::idsCountedByEachNodeAlone, three, "times!"),
        wrong(
            IDS,
            "draws from too few numbers",
            () ->
                WrongNodes.ids(node ->
                    TextNode.valueOf(node.id() + "-" + node.host().random().nextInt(1_000))),
            three,
            "times!"),
        wrong(
            IDS,
            "takes the time for an id",
            () ->
                WrongNodes.ids(
                    node -> TextNode.valueOf(node.id() + "-" + node.host().wallMillis() / 100)),
            three,
            "times!"),
        wrong(
            BROADCAST,
            "keeps values to itself",
            () -> WrongNodes.keptAlone(true, new Values()),
            three,
            "values missing on some node at the end: "),
        wrong(
            BROADCAST,
            "tells each value once and never again",
            () -> WrongNodes.toldOnce(true, new Values()),
            loss,
            "values missing on some node at the end: "),
        wrong(
            BROADCAST,
            "keeps a list in place of a set",
            () -> WrongNodes.toldOnce(true, WrongNodes.list()),
            run -> run.nodes(3).lossAndDuplication(0.1),
            "values that a read showed more than once: "),
        wrong(
            BROADCAST,
            "shows a value that nobody broadcast",
            () ->
                WrongNodes.toldOnce(
                    true,
                    WrongNodes.showing(values -> {
                      values.add(TextNode.valueOf("surprise"));
                      return values;
                    })),
            three,
            "values that nobody broadcast: "),
        wrong(
            G_SET,
            "keeps elements to itself",
            () -> WrongNodes.keptAlone(false, new Values()),
            three,
            "elements missing on some node at the end: "),
        wrong(
            G_SET,
            "forgets all but the latest twenty elements",
            () -> WrongNodes.toldOnce(false, WrongNodes.forgettingAllButTheLatest(20)),
            alone,
            "elements that were known, but missing in a later read: "),
        wrong(
            G_SET,
            "acknowledges each fifth element without keeping it",
            () -> WrongNodes.toldOnce(false, WrongNodes.ignoring(5)),
            alone,
            "elements missing on some node at the end: "),
        wrong(
            G_SET,
            "keeps a list in place of a set",
            () -> WrongNodes.toldOnce(false, WrongNodes.list()),
            loss,
            "elements that a read showed more than once: "),
        wrong(
            G_COUNTER,
            "counts alone",
            () -> WrongNodes.counter(plain, false),
            three,
            "a total differs from what was added: adds were lost, or counted twice"),
        wrong(
            G_COUNTER,
            "tells each add once, over a network that loses and doubles",
            () -> WrongNodes.counter(plain, true),
            loss,
            "a total differs from what was added: adds were lost, or counted twice"),
        wrong(
            G_COUNTER,
            "takes the larger of two totals",
            WrongNodes::counterThatTakesTheLargerTotal,
            run -> run.nodes(3).rate(500),
            "a total differs from what was added: adds were lost, or counted twice"),
        wrong(
            PN_COUNTER,
            "ignores what is taken away",
            () -> WrongNodes.counter(delta -> Math.max(0, delta), true),
            three,
            "a total differs from what was added: adds were lost, or counted twice"),
        wrong(
            PN_COUNTER,
            "takes the larger of two totals",
            WrongNodes::counterThatTakesTheLargerTotal,
            three,
            "a total differs from what was added: adds were lost, or counted twice"),
        wrong(
            PN_COUNTER,
            "tells each add once, over a network that loses and doubles",
            () -> WrongNodes.counter(plain, true),
            loss,
            "a total differs from what was added: adds were lost, or counted twice"),
        wrong(
            KAFKA,
            "acknowledges a message and does not show it",
            () -> WrongNodes.logThatLosesOffset(3),
            logs,
            "lost-write: "),
        wrong(
            KAFKA,
            "appends some messages twice",
            () -> WrongNodes.logThatAppendsTwice(5),
            logs,
            "duplicate: "),
        wrong(KAFKA, "keeps its log to itself", () -> Logs::new, twoLogs, "inconsistent-offsets: "),
        wrong(
            KAFKA,
            "shows messages whose send has failed",
            () -> WrongNodes.logThatFailsAndKeeps(4),
            logs,
            "G1a: "),
        wrong(
            KAFKA,
            "begins a poll before the offset that it was asked for",
            WrongNodes::logThatStartsTooEarly,
            logs,
            "nonmonotonic-poll: "),
        wrong(
            TXN,
            "fails a transaction and keeps what it wrote",
            WrongNodes::transactionsThatFailAndStay,
            committed,
            "G1a: a read saw what a transaction wrote that had failed (aborted read)"),
        wrong(
            TXN,
            "lets the steps of transactions mix",
            WrongNodes::transactionsStepByStep,
            run -> run.models("read-committed").workersPerNode(10).rate(1_000),
            "G1"),
        wrong(
            TXN,
            "keeps its registers to itself",
            WrongNodes::transactionsKeptAlone,
            run -> run.nodes(2),
            "the nodes still differ in"),
        wrong(
            TXN,
            "reads what nobody wrote",
            WrongNodes::transactionsThatReadWhatNobodyWrote,
            committed,
            "unwritten-reads"),
        wrong(
            TXN,
            "leaves a step out of its answer",
            WrongNodes::transactionsWithoutTheLastStep,
            committed,
            "malformed-replies"),
        wrong(
            LIN_KV,
            "keeps its registers to itself",
            WrongStores::registersKeptAlone,
            run -> run.nodes(2).workersPerNode(2).rate(100),
            "not linearizable: 1 of 1 registers"),
        wrong(
            LIN_KV,
            "shows what was there before the latest change",
            WrongStores::registersReadLate,
            stores,
            "not linearizable: 1 of 1 registers"),
        wrong(
            LIN_KV,
            "acknowledges writes that it does not make",
            WrongStores::registersThatLoseWrites,
            stores,
            "not linearizable: 1 of 1 registers"),
        wrong(
            LIN_KV,
            "fails a swap and makes it",
            WrongStores::registersThatFailSwapsAndMakeThem,
            stores,
            "not linearizable: 1 of 1 registers"),
        wrong(
            LISTS,
            "fails a transaction and keeps what it appended",
            () -> WrongStores.lists(ArrayNode::add, 3),
            committed,
            "G1a: a read saw what a transaction wrote that had failed (aborted read)"),
        wrong(
            LISTS,
            "keeps its lists to itself",
            () -> WrongStores.lists(ArrayNode::add, Integer.MAX_VALUE),
            run -> run.nodes(2).models("read-committed"),
            "incompatible-order: two reads of a list"),
        wrong(
            LISTS,
            "appends each value twice",
            () -> WrongStores.lists((list, value) -> list.add(value).add(value), Integer.MAX_VALUE),
            committed,
            "duplicate-elements: a list holds a value twice"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongNodes")
  void aWrongNodeIsCaught(Wrong wrong) {
    Ran ran = wrong.go();
    assertEquals(Validity.INVALID, ran.results().validity(), ran::account);
    assertTrue(
        String.join("\n", ran.words()).contains(wrong.says()),
        () -> "should say \"" + wrong.says() + "\":\n" + ran.account());
  }

  @Test
  void everyCheckerHasThreeAtLeastAndTheTableOfTheDocumentationIsThisOne() throws Exception {
    Map<String, Long> each =
        wrongNodes().collect(Collectors.groupingBy(Wrong::workload, Collectors.counting()));
    assertEquals(10, each.size(), each::toString);
    each.forEach((workload, count) -> assertTrue(count >= 3, workload + ": only " + count));
    List<String> rows = new ArrayList<>();
    rows.add("| checker | a node that … | our checker says |");
    rows.add("|---|---|---|");
    wrongNodes()
        .forEach(wrong ->
            rows.add(
                "| %s | %s | `%s` |"
                    .formatted(wrong.workload(), wrong.sentence(), wrong.says().strip())));
    String table = String.join("\n", rows);
    String shown = Files.readString(Path.of("docs/checkers.md"), StandardCharsets.UTF_8);
    assertTrue(shown.contains(table), () -> "docs/checkers.md should hold this table:\n" + table);
  }
}
