package glomers.workbench.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.workbench.history.Artifact;
import glomers.workbench.history.ClojureReader;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What our checkers find in the histories of real Maelstrom runs is what Maelstrom found: whole
 * maps are compared, as Clojure reads them.
 */
class MaelstromVerdictsTest {

  private static final Keyword ADD = Keyword.of("add");
  private static final Keyword BROADCAST = Keyword.of("broadcast");

  @ParameterizedTest
  @ValueSource(
      strings = {
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
        "pn-counter-rb"
      })
  void statsAvailabilityAndExceptionsAreMaelstroms(String name) {
    Artifact artifact = new Artifact(name);
    boolean total = name.equals("wrong-availability") || name.equals("unique-ids-clj");
    Composite checkers =
        new Composite()
            .with("exceptions", new Exceptions())
            .with("stats", new Stats())
            .with("availability", total ? Availability.total() : Availability.none());
    Map<?, ?> ours = asRead(checkers.check(artifact.history()));
    for (String part : new String[] {"exceptions", "stats", "availability"}) {
      assertEquals(artifact.result(part), ours.get(clojure.lang.Keyword.intern(part)), part);
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
    assertSameWorkload(name, new UniqueIds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo-rb-full", "wrong-availability"})
  void echoIsJudgedAsMaelstromJudgesIt(String name) {
    assertSameWorkload(name, new Echo());
  }

  private static void assertSameWorkload(String name, Checker checker) {
    Artifact artifact = new Artifact(name);
    Map<?, ?> theirs = (Map<?, ?>) artifact.result("workload");
    Map<?, ?> ours = asRead(checker.check(artifact.history()));
    assertEquals(theirs.keySet(), ours.keySet(), "keys");
    theirs.forEach((key, value) -> assertEquals(value, ours.get(key), key.toString()));
  }

  private static Map<?, ?> asRead(Verdict verdict) {
    return (Map<?, ?>) ClojureReader.read(Edn.pretty(verdict.toMap()));
  }
}
