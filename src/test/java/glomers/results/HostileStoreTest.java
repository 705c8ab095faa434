package glomers.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be read costs one line, and none of the other runs. */
@Timeout(120) // of a pipe or a device that is opened, which would never end
class HostileStoreTest {
  private static final byte[] ZEROS = new byte[32 << 20];
  private static final int BOMB = 96; // pieces of zeros: 3 GB

  @TempDir Path store;
  @TempDir Path elsewhere;

  /** Does harm to a valid run. */
  interface Harm {
    HostileStore to(HostileStore run, Path elsewhere) throws IOException;
  }

  @BeforeEach
  void thereIsAGoodRunToo() throws IOException {
    new HostileStore(store.resolve("echo/20260101T000000.000Z")).valid();
    Files.writeString(elsewhere.resolve("passwd"), "{\"valid?\": true} " + HostileStore.SECRET);
  }

  private static Arguments harm(String what, String said, Harm harm) {
    return Arguments.of(what, said, harm);
  }

  static Stream<Arguments> unreadable() {
    return Stream.of(
        harm(
            "brackets in JSON",
            "results.json is not JSON",
            (run, other) -> run.brackets("results.json", "[")),
        harm("brackets in EDN", "nested too deeply", (run, other) -> edn(run).brackets(EDN, "[")),
        harm("discards in EDN", "nested too deeply", (run, other) -> edn(run).brackets(EDN, "#_ ")),
        harm("tags in EDN", "nested too deeply", (run, other) -> edn(run).brackets(EDN, "#a ")),
        harm(
            "levels that the reader takes",
            "nested too deeply",
            (run, other) ->
                edn(run)
                    .text(EDN, "{:valid? true, :a " + "[".repeat(2_500) + "]".repeat(2_500) + "}")),
        harm(
            "a bomb of EDN",
            "holds more than the 4096 KiB",
            (run, other) -> edn(run).bomb(EDN + ".gz", "{:valid? true, :a ", ZEROS, BOMB)),
        harm(
            "JSON of 70 MB",
            "holds more than the 4096 KiB",
            (run, other) ->
                run.endless("results.json", "[1", ",\"" + "a".repeat(1_000) + "\"", 70 << 20)),
        harm(
            "many values in JSON",
            "is not JSON: Token count",
            (run, other) -> run.endless("results.json", "[[]", ",[]", 20 << 20)),
        harm(
            "many values in EDN",
            "more than 1000000 values",
            (run, other) -> edn(run).endless(EDN, "[", "#{}", 20 << 20)),
        harm(
            "a number of five million digits",
            "a number of more than",
            (run, other) -> edn(run).text(EDN, "{:valid? true, :a " + "9".repeat(5_000_000) + "}")),
        harm(
            "a number of five million digits to the base of 36",
            "a number of more than",
            (run, other) ->
                edn(run).text(EDN, "{:valid? true, :a -36r" + "z".repeat(5_000_000) + "}")),
        harm(
            "a number of a billion digits in few",
            "a number of absurd size",
            (run, other) -> edn(run).text(EDN, "{:valid? true, :a 1e999999999M}")),
        harm(
            "a quantile that is no number",
            "its files are not those of a run",
            (run, other) ->
                run.text(
                    "results.json",
                    "{\"valid?\": true, \"workload\": {\"stable-latencies\": {\"x\": 1}}}")),
        harm(
            "figures by the thousand",
            "figures, which no run has",
            (run, other) -> run.text("results.json", figures(5_000, "x"))),
        harm(
            "figures of long names",
            "longer than those of any run",
            (run, other) -> run.text("results.json", figures(1_000, "x".repeat(1_000)))),
        harm("a pipe of results", "is a pipe", (run, other) -> run.pipe("results.json")),
        harm("a pipe of a record", "is a pipe", (run, other) -> run.pipe("run.json")),
        harm("a pipe of a log", "is a pipe", (run, other) -> run.pipe("jepsen.log")),
        harm("a folder of results", "is a folder", (run, other) -> run.folder("results.json")),
        harm("a folder of a record", "is a folder", (run, other) -> run.folder("run.json")),
        harm(
            "results from elsewhere",
            "is a link out of the run's folder",
            (run, other) -> run.link("results.json", other.resolve("passwd"))),
        harm(
            "a record from elsewhere",
            "is a link out of the run's folder",
            (run, other) -> run.link("run.json", other.resolve("passwd"))),
        harm(
            "results of another run",
            "is a link out of the run's folder",
            (run, other) ->
                run.link("results.json", Path.of("../20260101T000000.000Z/results.json"))),
        harm(
            "a device",
            "is a link out of the run's folder",
            (run, other) -> run.link("results.json", Path.of("/dev/zero"))),
        harm(
            "a link to nothing",
            "is a link that leads nowhere",
            (run, other) -> run.link("results.json", other.resolve("nothing"))),
        harm(
            "a link to itself",
            "results.json",
            (run, other) -> run.link("results.json", Path.of("results.json"))),
        harm(
            "bytes that are no text",
            "is not JSON",
            (run, other) -> run.bytes("results.json", new byte[] {'{', '"', -1, -2, -61, '"'})),
        harm(
            "a long record",
            "holds more than the 256 KiB",
            (run, other) -> run.text("run.json", "{\"command\": [\"" + "x".repeat(300_000))));
  }

  private static final String EDN = "results.edn";

  private static HostileStore edn(HostileStore run) throws IOException {
    return run.withoutResults();
  }

  private static String figures(int many, String name) {
    StringBuilder text = new StringBuilder("{\"valid?\": true, \"workload\": {\"a\": 1");
    for (int i = 0; i < many; i++) {
      text.append(", \"").append(name).append(i).append("-count\": 1");
    }
    return text.append("}}").toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unreadable")
  void aRunThatCannotBeReadIsSkippedInOneShortLine(String what, String said, Harm harm)
      throws IOException {
    harm.to(new HostileStore(store.resolve("echo/20260102T000000.000Z")).valid(), elsewhere);

    RunStore read = RunStore.read(store);

    assertEquals(List.of("echo/20260101T000000.000Z"), names(read));
    assertEquals(1, read.skipped().size(), read.skipped().toString());
    String why = read.skipped().getFirst().why();
    assertTrue(why.contains(said), why);
    assertTrue(why.length() < 500, why);
    assertEquals(1, why.lines().count(), why);
  }

  static Stream<Arguments> readable() {
    return Stream.of(
        harm(
            "a history that is a pipe",
            "history.edn is a pipe",
            (run, other) -> run.pipe("history.edn")),
        harm(
            "a history from elsewhere",
            "is a link out of the run's folder",
            (run, other) -> run.link("history.edn", other.resolve("passwd"))),
        harm(
            "a history that is a bomb",
            "holds more than the 524288 KiB",
            (run, other) -> run.withoutHistory().bomb("history.edn.gz", "{}\n", ZEROS, BOMB)),
        harm(
            "a history of one line",
            "",
            (run, other) -> run.endless("history.edn", "{:index 0", "1", 40 << 20)),
        harm(
            "a program that is no path",
            "",
            (run, other) ->
                run.text("run.json", "{\"command\": [\"-w\", \"echo\", \"--bin\", \"\\u0000\"]}")),
        harm(
            "times beyond all time",
            "",
            (run, other) ->
                run.text("run.json", "{\"started\": \"+999999999-12-31T23:59:59.999Z\"}")),
        harm(
            "figures beyond all numbers",
            "",
            (run, other) ->
                run.text("results.json", "{\"valid?\": true, \"stats\": {\"count\": 1e999}}")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readable")
  void aRunOfWhichAPartCannotBeReadSaysSo(String what, String said, Harm harm) throws IOException {
    harm.to(new HostileStore(store.resolve("echo/20260102T000000.000Z")).valid(), elsewhere);

    RunStore read = RunStore.read(store);

    assertEquals(List.of(), read.skipped());
    assertEquals(2, read.runs().size());
    for (RunRecord run : read.runs()) {
      Configuration.of(run);
      assertTrue(run.figures().values().stream().allMatch(Double::isFinite), run.toString());
    }
    String notes =
        String.join("; ", read.runs().stream().flatMap(r -> r.notes().stream()).toList());
    assertTrue(notes.contains(said), notes);
    assertEquals(said.isEmpty(), notes.isEmpty(), notes);
  }

  @Test
  void whatIsWrittenReplacesALinkAndNeverFollowsIt() throws IOException {
    Path victim = elsewhere.resolve("passwd");
    String before = Files.readString(victim);
    Path run = store.resolve("echo/20260101T000000.000Z");
    new HostileStore(run)
        .link("run.json." + ProcessHandle.current().pid(), victim)
        .link("run.json", elsewhere.resolve("nothing"));
    RunReader.capture(run, Provenance.UNKNOWN);
    assertEquals(before, Files.readString(victim));
    assertFalse(Files.exists(elsewhere.resolve("nothing")));
    assertFalse(RunReader.readOrDerive(run).derived(), "the record is kept");
  }

  @Test
  void aHistoryMayHoldAnythingAndItsOperationsAreThoseThatAre() throws IOException {
    Path run = store.resolve("echo/20260101T000000.000Z");
    String good = Files.readString(run.resolve("history.edn"));
    String deep = "[".repeat(100_000);
    new HostileStore(run)
        .text(
            "history.edn",
            String.join(
                "\n",
                "{:index 0, :time 0, :type :ok, :process 0, :value 1}", // no :f
                "{:index 0, :time 0, :type :ok, :process 0, :f :a, :value " + deep,
                "{:index 0, :time 0, :type :ok, :process 0, :f :a, :value 1e999999999M}",
                "{:index 0, :time 0, :type :ok, :process 0, :f :a, :value "
                    + "9".repeat(2_000_000)
                    + "}",
                "{:index 0, :time 0, :type :ok, :process 0, :f :a, :value \""
                    + "a".repeat(5 << 20)
                    + "\"}",
                "[]",
                "\u0000",
                good));
    StoredHistory history = StoredHistory.read(run).orElseThrow();
    assertEquals(2, history.operations().size());
    assertEquals(7, history.unreadable());
  }

  @Test
  void aHistoryThatNeedsTooMuchMemoryIsRefused() throws IOException {
    Path run = store.resolve("echo/20260101T000000.000Z");
    String entry = "{:index 0, :time 0, :type :ok, :process 0, :f :a, :value [%s]}\n";
    String line = entry.formatted("#{}".repeat(100_000));
    new HostileStore(run)
        .withoutHistory()
        .bomb("history.edn.gz", "", line.getBytes(StandardCharsets.UTF_8), 100);
    IOException refusal = assertThrows(IOException.class, () -> StoredHistory.read(run));
    assertTrue(refusal.getMessage().contains("more memory"), refusal.getMessage());
  }

  @Test
  void aHistoryThatTakesTooMuchTimeIsRefused() throws IOException {
    String entry = "{:index 0, :time 0, :type :ok, :process 0, :f :a, :value [1 2 3]}\n";
    try (Lines lines = new Lines(new StringReader(entry.repeat(10_000)))) {
      IOException refusal =
          assertThrows(IOException.class, () -> StoredHistory.read(lines, 1_000_000));
      assertTrue(refusal.getMessage().contains("more time"), refusal.getMessage());
    }
  }

  @Test
  void ofMessagesWithoutEndTheBeginningIsRead() throws IOException {
    Path run = store.resolve("echo/20260101T000000.000Z");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      lines.append("{\"id\":1,\"received\":5}\n");
    }
    String first =
        "{\"id\":1,\"src\":\"n1\",\"dest\":\"n2\",\"sent\":1,\"body\":{\"type\":\"a\"}}\n";
    byte[] piece = lines.toString().getBytes(StandardCharsets.UTF_8);
    new HostileStore(run).bomb("messages.jsonl.gz", first, piece, 200); // 20 million
    StoredMessages messages = StoredMessages.read(run).orElseThrow();
    assertEquals(1, messages.messages().size());
    assertEquals(999_999, messages.messages().getFirst().again().size());
    assertFalse(messages.complete());
  }

  @Test
  void moreNamesThanAPageCanNumberEndTheMessages() throws IOException {
    Path run = store.resolve("echo/20260101T000000.000Z");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      lines.append(
          "{\"id\":%d,\"src\":\"m%d\",\"dest\":\"n2\",\"sent\":1,\"body\":{}}\n".formatted(i, i));
    }
    new HostileStore(run).bomb("messages.jsonl.gz", lines.toString(), new byte[0], 1);
    StoredMessages messages = StoredMessages.read(run).orElseThrow();
    assertEquals(59_998, messages.messages().size());
    assertFalse(messages.complete());
  }

  private static List<String> names(RunStore read) {
    return read.runs().stream().map(RunRecord::name).toList();
  }
}
