package glomers.workbench.checker;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Sequence;
import glomers.workbench.history.Symbol;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several checks of one history, each under its name; the worst verdict counts. A checker that
 * throws leaves its own entry unknown and the others as they are.
 *
 * <p>If Maelstrom would call a history valid that is not valid here, {@link #STRICTER} names the
 * checks whose stricter rules decided that.
 */
public final class Composite implements Checker {

  /**
   * The entry that names the checks that alone kept the verdict from being valid as Maelstrom's.
   */
  public static final String STRICTER = "stricter-than-maelstrom";

  /** Of a stack trace, so many lines are shown. */
  private static final int FRAMES = 20;

  private final Map<String, Checker> parts = new LinkedHashMap<>();

  /** No check yet: valid. */
  public Composite() {}

  /**
   * The checks that every run gets, in the order in which Maelstrom writes them.
   *
   * @param availability what share of the operations must succeed
   * @param net what went over the network, measured in the run
   * @param workload what the workload demands
   */
  public static Composite of(Checker availability, NetStatistics net, Checker workload) {
    return new Composite()
        .with("perf", new Latencies())
        .with("exceptions", new Exceptions())
        .with("stats", new Stats())
        .with("availability", availability)
        .with("net", net)
        .with("workload", workload);
  }

  /** Adds a check at the end, or puts it in the place of the one with that name. */
  public Composite with(String name, Checker checker) {
    parts.put(name, checker);
    return this;
  }

  @Override
  public Verdict check(List<Operation> history) {
    Details details = new Details();
    Map<String, Validity> found = new LinkedHashMap<>();
    for (Map.Entry<String, Checker> part : parts.entrySet()) {
      Verdict verdict = checkSafely(part.getValue(), history);
      details.with(part.getKey(), verdict.toMap());
      found.put(part.getKey(), verdict.validity());
    }
    List<Keyword> stricter = stricter(found, history);
    if (!stricter.isEmpty()) {
      details.with(STRICTER, new Sequence(stricter));
    }
    return details.verdict(Validity.worst(found.values()));
  }

  /** The checks that are not valid, if Maelstrom's rules would find all of them so; else none. */
  private List<Keyword> stricter(Map<String, Validity> found, List<Operation> history) {
    List<String> wrong =
        found.keySet().stream().filter(name -> found.get(name) != Validity.VALID).toList();
    boolean beyond =
        wrong.stream().noneMatch(name -> parts.get(name).asMaelstrom() == parts.get(name));
    if (wrong.isEmpty() || !beyond) {
      return List.of();
    }
    boolean valid =
        parts.values().stream()
            .map(Checker::asMaelstrom)
            .allMatch(checker -> checkSafely(checker, history).validity() == Validity.VALID);
    return valid ? wrong.stream().map(Keyword::of).toList() : List.of();
  }

  private static Verdict checkSafely(Checker checker, List<Operation> history) {
    try {
      return checker.check(history);
    } catch (RuntimeException e) {
      return new Details().with("error", describe(e)).verdict(Validity.UNKNOWN);
    }
  }

  /** In the shape that Clojure gives exceptions as data, so that its readers find their way. */
  private static Map<Keyword, Object> describe(RuntimeException thrown) {
    List<String> trace =
        Arrays.stream(thrown.getStackTrace()).limit(FRAMES).map(Object::toString).toList();
    return new Details()
        .with(
            "via",
            List.of(
                new Details()
                    .with("type", new Symbol(thrown.getClass().getName()))
                    .with("message", thrown.getMessage())
                    .map()))
        .with("trace", trace)
        .with("cause", thrown.getMessage())
        .map();
  }
}
