package glomers.workbench.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.workbench.checker.CounterTotals.Recency;
import glomers.workbench.history.Artifact;
import glomers.workbench.history.ClojureReader;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What our checkers find in the histories of real Maelstrom runs is what Maelstrom found: whole
 * maps are compared, as Clojure reads them.
 */
class MaelstromVerdictsTest {

  /** Some are large, and each is asked several questions. */
  private static final Map<Artifact, List<Operation>> HISTORIES = new ConcurrentHashMap<>();

  private static final Keyword ADD = Keyword.of("add");
  private static final Keyword BROADCAST = Keyword.of("broadcast");

  @ParameterizedTest
  @MethodSource("cases")
  void statsAvailabilityAndExceptionsAreMaelstroms(String name) {
    Artifact artifact = new Artifact(name);
    Composite checkers =
        new Composite()
            .with("exceptions", new Exceptions())
            .with("stats", new Stats())
            .with("availability", availability(name));
    Map<?, ?> ours = asRead(checkers.check(history(artifact)));
    for (String part : new String[] {"exceptions", "stats", "availability"}) {
      assertEquals(artifact.result(part), ours.get(key(part)), part);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "broadcast-py",
        "broadcast-rb-part",
        "broadcast-py-25",
        "broadcast-uniform",
        "wrong-broadcast"
      })
  void broadcastIsJudgedAsMaelstromJudgesIt(String name) {
    assertSameWorkload(name, SetFull.compat(BROADCAST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"g-set-rb", "wrong-gset"})
  void gSetIsJudgedAsMaelstromJudgesIt(String name) {
    assertSameWorkload(name, SetFull.compat(ADD));
  }

  @ParameterizedTest
  @ValueSource(strings = {"unique-ids-clj", "wrong-unique"})
  void uniqueIdsAreJudgedAsMaelstromJudgesThem(String name) {
    assertSameWorkload(name, new UniqueIdsChecker(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo-rb-full", "wrong-availability"})
  void echoIsJudgedAsMaelstromJudgesIt(String name) {
    assertSameWorkload(name, new EchoChecker());
  }

  @Test
  void faultyEchoesAreThoseThatMaelstromFoundThoughInOurOrder() {
    Artifact artifact = new Artifact("wrong-echo");
    Map<?, ?> ours = asRead(new EchoChecker().check(history(artifact)));
    List<?> theirs = (List<?>) artifact.result("workload", "errors");
    assertEquals(false, ours.get(key("valid?")));
    assertEquals(theirs.size(), ((List<?>) ours.get(key("errors"))).size());
    assertEquals(new HashSet<>(theirs), new HashSet<>((List<?>) ours.get(key("errors"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"g-counter-java", "wrong-gcounter", "pn-counter-rb"})
  void countersAreJudgedAsMaelstromJudgesThem(String name) {
    assertSameWorkload(name, CounterTotals.compat(Recency.OFF));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void messagesPerOperationAreMaelstroms(String name) {
    Artifact artifact = new Artifact(name);
    assertEquals(artifact.result("net"), asRead(netStatistics(artifact).check(history(artifact))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theWholeHasTheValidityAndTheKeysOfMaelstroms(String name) {
    Artifact artifact = new Artifact(name);
    Map<?, ?> ours =
        asRead(
            Composite.of(availability(name), netStatistics(artifact), workload(name))
                .check(history(artifact)));
    assertEquals(artifact.result("valid?"), ours.get(key("valid?")));
    Set<Object> theirKeys = new HashSet<>(artifact.results().keySet());
    theirKeys.remove(key("timeline"));
    assertEquals(theirKeys, ours.keySet(), "all but the drawing that we do not make");
  }

  private static List<Operation> history(Artifact artifact) {
    return HISTORIES.computeIfAbsent(artifact, Artifact::history);
  }

  private static Stream<String> cases() {
    return Stream.of(
        "echo-rb-full",
        "wrong-echo",
        "wrong-availability",
        "unique-ids-clj",
        "wrong-unique",
        "broadcast-py",
        "broadcast-rb-part",
        "broadcast-py-25",
        "broadcast-uniform",
        "wrong-broadcast",
        "g-set-rb",
        "wrong-gset",
        "g-counter-java",
        "wrong-gcounter",
        "pn-counter-rb");
  }

  /** As the run was asked for. */
  private static Availability availability(String name) {
    boolean total = name.equals("wrong-availability") || name.equals("unique-ids-clj");
    return total ? Availability.total() : Availability.none();
  }

  private static Checker workload(String name) {
    if (name.contains("echo") || name.equals("wrong-availability")) {
      return new EchoChecker();
    } else if (name.contains("unique")) {
      return new UniqueIdsChecker(true);
    } else if (name.contains("broadcast")) {
      return SetFull.compat(BROADCAST);
    } else if (name.contains("counter")) {
      return CounterTotals.compat(Recency.OFF);
    }
    return SetFull.compat(ADD);
  }

  /** The counters come from the network, so those that Maelstrom counted are taken. */
  private static NetStatistics netStatistics(Artifact artifact) {
    return new NetStatistics(
        counts(artifact, "all"), counts(artifact, "clients"), counts(artifact, "servers"));
  }

  private static NetStatistics.Counts counts(Artifact artifact, String group) {
    return new NetStatistics.Counts(
        (Long) artifact.result("net", group, "send-count"),
        (Long) artifact.result("net", group, "recv-count"),
        (Long) artifact.result("net", group, "msg-count"));
  }

  private static clojure.lang.Keyword key(String name) {
    return clojure.lang.Keyword.intern(name);
  }

  private static void assertSameWorkload(String name, Checker checker) {
    Artifact artifact = new Artifact(name);
    Map<?, ?> theirs = (Map<?, ?>) artifact.result("workload");
    Map<?, ?> ours = asRead(checker.check(history(artifact)));
    assertEquals(theirs.keySet(), ours.keySet(), "keys");
    theirs.forEach((key, value) -> assertEquals(value, ours.get(key), key.toString()));
  }

  private static Map<?, ?> asRead(Verdict verdict) {
    return (Map<?, ?>) ClojureReader.read(Edn.pretty(verdict.toMap()));
  }
}
