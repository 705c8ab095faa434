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
        "edn | {:index 3 :type :ok :f :read} {:index 3 :type :ok :f :read} | line 1: the :index 3 comes",
        "edn | {:index -1 :type :ok :f :read} | line 1: the :index -1 is not one from 0 on",
        "edn | {:index 0.5 :type :ok :f :read} | line 1: the :index 0.5 is no number",
        "edn | {:type :ok :process :a :f :read} | line 1: the process :a is neither a number nor",
        "edn | {:type :ok :process 1 :f :read} {:type :ok :f :read} | line 1: either every entry",
        "edn | {:type :invoke :process 0 :f :read} {:type :ok :process 0 :f :write} | line 1: a write ends",
        "edn | {:type :invoke :process 0 :f :read} {:type :invoke :process 0 :f :read} | line 1: process 0",
        "edn | {:type :invoke :process 0 :f :txn :value [[:w 1 nil]]} | line 1: nil is written in [:w 1",
        "edn | {:type :ok :f :txn :value [[:append 1 nil]]} | line 1: nil is written in [:append 1 nil]",
        "edn | {:type :invoke :process 0 :f :write :value nil} | line 1: nil is written in nil",
        "edn | {:type :invoke :process 0 :f :write :value [0 nil]} | line 1: nil is written in [0 nil]",
        "edn | {:type :invoke :process 0 :f :cas :value [1 nil]} | line 1: nil is written in [1 nil]",
        "edn | {:type :invoke :process 0 :f :cas :value [0 [1 nil]]} | line 1: nil is written in [0 [1",
        "edn | {:type :ok :f :txn :value [[nil 1 2]]} | entry 0 has a step [nil 1 2] where",
        "edn | {:type :ok :f :txn :value [[:cas 1 2]]} | entry 0 has a step [:cas 1 2] where",
        "edn | {:type :ok :f :txn :value [[:w 1 2] [:append 2 1]]} | it mixes transactions on registers",
        "json | {\"type\":\"ok\",\"f\":\"txn\",\"value\":[[\"w\",1,null]]} | line 1: nil is written in [:w",
        "json | {\"type\": | line 1: not JSON: ",
        "json | [{\"type\":\"ok\",\"f\":\"read\"} | line 1: not JSON: ",
        "json | 7 | line 1: an entry of a history is an object",
        "txt | w(1,0,0,0) | line 1: 0 is written",
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{:type :info, :process 2, :f :write, :value nil}",
        "{:type :info, :process 2, :f :write, :value :timed-out}",
        "{:type :fail, :process 2, :f :write}",
        "{:type :ok, :process 2, :f :write}"
      })
  void aCompletionWithoutItsValueBelongsToTheRegisterThatWasAskedFor(String end) {
    String history =
        file(
            "history.edn",
            """
            {:type :invoke, :process 0, :f :write, :value [0 1]}
            {:type :ok, :process 0, :f :write, :value [0 1]}
            {:type :invoke, :process 1, :f :write, :value [1 2]}
            {:type :ok, :process 1, :f :write, :value [1 2]}
            {:type :invoke, :process 2, :f :write, :value [2 3]}
            %s
            {:type :invoke, :process 1, :f :read, :value [0 nil]}
            {:type :ok, :process 1, :f :read, :value [0 1]}
            """
                .formatted(end));
    assertEquals(ExitStatus.VALID, check(history), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ":cas | [0 [1 2]] | [0 [1 2 3]] | is a cas whose value is [0 [1 2 3]] and not [register [from to]]",
        ":cas | [0 [1 2]] | [0 [1 3]] | is a cas of [0 [1 3]], but entry 2 asks for [0 [1 2]]",
        ":write | [0 2] | [1 2] | is a write of [1 2], but entry 2 asks for [0 2]",
        ":read | [0 nil] | nil | is a read whose value is nil and not [register value]",
        ":read | [0 nil] | [1 nil] | is a read of [1 nil], but entry 2 asks for [0 nil]"
      })
  void anAnswerToSomethingElseIsRefused(String f, String asked, String answered, String why) {
    String history =
        file(
            "history.edn",
            """
            {:type :invoke, :process 0, :f :write, :value [0 1]}
            {:type :ok, :process 0, :f :write, :value [0 1]}
            {:type :invoke, :process 0, :f %1$s, :value %2$s}
            {:type :ok, :process 0, :f %1$s, :value %3$s}
            """
                .formatted(f, asked, answered));
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(history), said);
    assertEquals(history + ": entry 3 " + why, said.strip());
  }

  @Test
  void whetherThereAreSeveralRegistersIsNotGuessed() {
    String history =
        file(
            "history.edn",
            """
            {:type :invoke, :process 0, :f :write, :value [0 1]}
            {:type :ok, :process 0, :f :write, :value [0 1]}
            {:type :invoke, :process 0, :f :write, :value [1 2]}
            {:type :ok, :process 0, :f :write, :value [1 2]}
            {:type :invoke, :process 0, :f :read, :value nil}
            {:type :ok, :process 0, :f :read, :value [0 1]}
            """);
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(history), said);
    assertTrue(said.contains("entry 0 has a value [0 1] that looks like [register value]"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"edn", "json"})
  void anIndexThatTellsAnotherOrderThanTheFileIsRefused(String format) {
    String one =
        format.equals("edn")
            ? """
            {:index 4, :type :invoke, :process 0, :f :txn, :value [[:w 1 1]]}
            {:index 5, :type :ok, :process 0, :f :txn, :value [[:w 1 1]]}
            """
            : """
            {"index": 4, "type": "invoke", "process": 0, "f": "txn", "value": [["w", 1, 1]]}
            {"index": 5, "type": "ok", "process": 0, "f": "txn", "value": [["w", 1, 1]]}
            """;
    String history = file("history." + format, one + one);
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(history), said);
    assertTrue(said.startsWith(history + ": line 3: the :index 4 comes behind 5"), said);
    assertEquals(1, said.lines().count(), said);
    assertEquals(ExitStatus.VALID, check(file("history." + format, one)), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plume | {:type :info :process 0 :f :txn :value [[:w 1 1]]} | nil | r(1,0,0,0);w(1,1,1,-1)",
        "dbcop | {:type :info :process 0 :f :txn :value nil} | nil | [k1==?];---;[k1:=1]!",
        "plume | {:type :info :process 0 :f :txn :value [[:w 1 1]]} | 1 | r(1,1,0,0);w(1,1,1,1)",
        "dbcop | {:type :info :process 0 :f :txn :value nil} | 1 | [k1==1];---;[k1:=1]"
      })
  void aTransactionOfUnknownOutcomeStandsAloneAndTookEffectIfItWasSeen(
      String format, String end, String found, String written) throws IOException {
    String history =
        file(
            "history.edn",
            """
            {:type :invoke :process 0 :f :txn :value [[:w 1 1]]}
            %s
            {:type :invoke :process 0 :f :txn :value [[:r 1 nil]]}
            {:type :ok :process 0 :f :txn :value [[:r 1 %s]]}
            """
                .formatted(end, found));
    String copy = folder.resolve("copy").toString();
    String model = "strong-session-causal";
    assertEquals(ExitStatus.VALID, check(history, "--model", model), said);
    assertEquals(ExitStatus.VALID, check(history, "--to", format, copy), said);
    assertEquals(List.of(written.split(";")), Files.readAllLines(Path.of(copy)));
    assertEquals(ExitStatus.VALID, check(copy, "--from", format, "--model", model), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"edn", "json"})
  void whatToldNoTimesTellsNoneInAnotherFormat(String format) {
    String history = file("history.txt", "r(1,1,0,0)\nw(1,1,1,1)\nw(2,1,1,-1)\n");
    String copy = folder.resolve("copy." + format).toString();
    String back = folder.resolve("back.txt").toString();
    assertEquals(ExitStatus.VALID, check(history, "--to", format, copy), said);
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(copy), said);
    assertTrue(said.contains("the file tells no times"), said);
    assertEquals(ExitStatus.VALID, check(copy, "--model", "serializable"), said);
    assertEquals(ExitStatus.VALID, check(copy, "--to", "plume", back), said);
    assertEquals(-1L, mismatch(history, back));
  }

  private static long mismatch(String one, String other) {
    try {
      return Files.mismatch(Path.of(one), Path.of(other));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatATextCannotHoldIsNotWritten() {
    String keys = file("keys.edn", "{:type :ok :f :txn :value [[:w 1 1] [:w \"k1\" 2]]}");
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(keys, "--to", "dbcop", folder + "/x.hist"));
    assertTrue(said.contains("the keys 1 and \"k1\" would both be k1 in dbcop's text"), said);
    String session = file("s.edn", "{:type :ok :process 1000000000 :f :txn :value [[:w 1 1]]}");
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(session, "--to", "plume", folder + "/x.txt"));
    assertTrue(said.contains("Plume's text has sessions below 1000000000, not 1000000000"), said);
    String value = file("v.edn", "{:type :ok :f :txn :value [[:w 1 1000000000000000000]]}");
    assertEquals(ExitStatus.BAD_ARGUMENTS, check(value, "--to", "plume", folder + "/x.txt"));
    assertTrue(said.contains("of 18 digits at most, not 1000000000000000000"), said);
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
