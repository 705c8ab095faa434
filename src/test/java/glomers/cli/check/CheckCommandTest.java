package glomers.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.WorkbenchMain;
import glomers.cli.terminal.ExitStatus;
import glomers.cli.terminal.LastLine;
import glomers.cli.test.TestOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code check}, from the command line to the last line. */
class CheckCommandTest {
  private static final Path ARTIFACTS = Path.of("src/test/resources/maelstrom");

  private static final String STALE_READ =
      """
      {:type :invoke, :process 0, :f :write, :value 1}
      {:type :ok, :process 0, :f :write, :value 1}
      {:type :invoke, :process 0, :f :write, :value 2}
      {:type :ok, :process 0, :f :write, :value 2}
      {:type :invoke, :process 1, :f :read, :value nil}
      {:type :ok, :process 1, :f :read, :value 1}
      """;

  /** Each of two transactions reads what the other writes, and finds nothing there. */
  private static final String WRITE_SKEW =
      """
      r(1,0,0,0)
      w(2,1,0,0)
      r(2,0,1,1)
      w(1,1,1,1)
      """;

  @TempDir private Path folder;
  private String said = "";

  private int check(String... words) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    String[] all = new String[words.length + 1];
    all[0] = "check";
    System.arraycopy(words, 0, all, 1, words.length);
    int status = WorkbenchMain.run(out, TestOptions.Timing.USUAL, all);
    said = printed.toString(StandardCharsets.UTF_8);
    return status;
  }

  private String file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lin-kv-raft-rb, , 0",
    "wrong-linkv, linearizable, 1",
    "txn-la-datomic, strict-serializable, 0",
    "wrong-txnla, , 1",
    "wrong-txnrw-internal, read-committed, 0",
    "wrong-txnrw-local-ss, , 1"
  })
  void maelstromsHistoriesGetItsVerdict(String name, String model, int status) {
    String history = ARTIFACTS.resolve(name + "/history.edn").toString();
    if (!Files.exists(Path.of(history))) {
      history += ".gz";
    }
    assertEquals(
        status, model == null ? check(history) : check(history, "--model", model), () -> said);
    assertTrue(said.endsWith(LastLine.of(status) + System.lineSeparator()), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "[%s]", "(%s)\n", "; a comment\n[\n%s; the end\n]\n"})
  void entriesMayStandAloneOrInOneVector(String frame) {
    String history = file("history.edn", frame.formatted(STALE_READ));
    assertEquals(ExitStatus.INVALID, check(history), said);
    assertTrue(said.contains("3 operations: 3 ok"), said);
    assertTrue(said.contains("read 1 by process 1 at"), said);
  }

  @Test
  void aGzippedFileIsUnpacked() throws IOException {
    Path packed = folder.resolve("history.edn.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(STALE_READ.getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(ExitStatus.INVALID, check(packed.toString()), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong-linkv", "wrong-txnla", "wrong-txnrw-local-ss"})
  void whatIsWrittenAsEdnOrJsonIsJudgedTheSame(String name) {
    Path plain = ARTIFACTS.resolve(name + "/history.edn");
    String history = Files.exists(plain) ? plain.toString() : plain + ".gz";
    assertEquals(ExitStatus.INVALID, check(history), said);
    List<String> before = said.lines().skip(1).toList();
    for (String format : List.of("edn", "json")) {
      String copy = folder.resolve(name + "." + format).toString();
      assertEquals(ExitStatus.VALID, check(history, "--to", format, copy), said);
      assertEquals(ExitStatus.INVALID, check(copy), said);
      assertEquals(before, said.lines().skip(1).toList());
    }
  }

  @Test
  void plumesTextIsJudgedByModelsThatNeedNoTimes() {
    String history = file("history.txt", WRITE_SKEW);
    assertEquals(ExitStatus.INVALID, check(history, "--model", "serializable"), said);
    assertTrue(said.contains("G2-item"), said);
    assertEquals(ExitStatus.VALID, check(history, "--model", "snapshot-isolation"), said);
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(history), said);
    assertTrue(said.contains("the file tells no times, so --model strong-serializable"), said);
  }

  @Test
  void dbcopsTextHoldsTheSame() throws IOException {
    String plume = file("history.txt", WRITE_SKEW);
    String dbcop = folder.resolve("history.hist").toString();
    assertEquals(ExitStatus.VALID, check(plume, "--to", "dbcop", dbcop), said);
    assertEquals("[k1==? k2:=1]\n---\n[k2==? k1:=2]\n", Files.readString(Path.of(dbcop)));
    assertEquals(ExitStatus.INVALID, check(dbcop, "--model", "serializable"), said);
    assertEquals(ExitStatus.VALID, check(dbcop, "--model", "snapshot-isolation"), said);
  }

  @Test
  void commentsBlankLinesAndWhatDidNotHappenBelongToDbcopsText() {
    String history = file("history.hist", "// one\n[x:=1 y:=1]!\n\n[x:=2] [y:=2]\n----\n[x==1]\n");
    assertEquals(ExitStatus.INVALID, check(history, "--model", "read-committed"), said);
    assertTrue(said.contains("G1a"), said);
    assertTrue(said.contains("4 operations: 3 ok, 1 failed"), said);
  }

  @Test
  void whatAnAbortedTransactionWroteIsKnownFromPlumesText() {
    String history = file("history.txt", "w(1,1,0,-1)\nr(1,1,1,0)\n");
    assertEquals(ExitStatus.INVALID, check(history, "--model", "read-committed"), said);
    assertTrue(said.contains("G1a"), said);
  }

  @Test
  void plumesTextIsWrittenAsItWasRead() throws IOException {
    String history = file("history.txt", WRITE_SKEW + "w(3,1,1,-1)\n");
    String copy = folder.resolve("copy.txt").toString();
    assertEquals(ExitStatus.VALID, check(history, "--to", "plume", copy), said);
    assertEquals(Files.readString(Path.of(history)), Files.readString(Path.of(copy)));
  }

  @Test
  void completionsAloneTellNoTimes() {
    String history =
        file(
            "history.edn",
            """
            {:type :ok, :f :txn, :value [[:append :x 1] [:r :y nil]]}
            {:type :ok, :f :txn, :value [[:append :y 1] [:r :x nil]]}
            {:type :ok, :f :txn, :value [[:r :x [1]] [:r :y [1]]]}
            """);
    assertEquals(ExitStatus.INVALID, check(history, "--model", "serializable"), said);
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(history), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "edn | {:type :ok :f | line 1: not EDN: EOF while reading",
        "edn | [{:type :invoke :process 0 :f :read} | line 1: not EDN: the text ends before its ]",
        "edn | 7 | line 1: an entry of a history is a map",
        "edn | {:f :read} | line 1: an entry needs a :type",
        "edn | {:type :ok} | line 1: an entry needs an :f",
        "edn | {:type :invoke :f :read} | line 1: an entry that begins an operation needs a :process",
        "edn | {:type :ok :process -1 :f :read} | line 1: the process -1 is no number",
        "edn | ; nothing | there is no operation in it",
        "edn | {:type :info :process 0 :f :poll} | there is an operation poll",
        "json | {\"type\": | line 1: not JSON: ",
        "json | [{\"type\":\"ok\",\"f\":\"read\"} | line 1: not JSON: ",
        "json | 7 | line 1: an entry of a history is an object",
        "txt | r(1,2,3) | line 1: a step looks like r(1,2,3,4)",
        "hist | [x=1] | line 1: a step looks like x:=1, x==1 or x==?, not like x=1",
        "hist | [x:=1 | line 1: a line holds transactions such as",
        "hist | [] | line 1: a step looks like"
      })
  void whatIsNoHistoryIsRefusedInOneLineWithItsPlace(String ending, String text, String why) {
    String history = file("bad." + ending, text);
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(history), said);
    assertEquals(1, said.lines().count(), said);
    assertTrue(said.startsWith(history + ": " + why), said);
  }

  @Test
  void theLineOfAFaultIsCounted() {
    String history = file("bad.edn", STALE_READ + "\n\n{:type :ok :process 5 :f :read :value 1}\n");
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(history), said);
    assertTrue(said.contains("line 9: an operation ends here that does not begin before"), said);
    history = file("bad.txt", "w(1,1,0,0)\nw(1,2,1,0)\n");
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(history), said);
    assertTrue(said.contains("line 2: transaction 0 is one of session 0 above"), said);
  }

  @Test
  void wrongArgumentsAreRefusedInOneLine() {
    String stale = file("history.edn", STALE_READ);
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(stale, "--model", "serializable"));
    assertTrue(said.contains("--model serializable is one for transactions"), said);
    String txns = file("history.hist", "[x:=1]\n");
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(txns, "--model", "serialisable"));
    assertTrue(said.contains("--model serialisable: there are "), said);
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(file("history", STALE_READ)));
    assertTrue(said.contains("give --from with one of edn, json, plume, dbcop"), said);
    assertEquals(ExitStatus.INVALID, check(file("history", STALE_READ), "--from", "edn"), said);
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(stale, "--to", "plume", "x.txt"));
    assertTrue(said.contains("this format has transactions alone"), said);
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(folder.resolve("none.edn").toString()));
    assertTrue(said.contains("none.edn"), said);
    assertEquals(1, said.lines().count(), said);
  }
}
