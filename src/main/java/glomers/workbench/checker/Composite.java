package glomers.workbench.checker;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Symbol;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several checks of one history, each under its name; the worst verdict counts. A checker that
 * throws leaves its own entry unknown and the others as they are.
 */
public final class Composite implements Checker {

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
  public static Composite of(Availability availability, NetStatistics net, Checker workload) {
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
    Validity worst = Validity.VALID;
    for (Map.Entry<String, Checker> part : parts.entrySet()) {
      Verdict verdict = checkSafely(part.getValue(), history);
      details.with(part.getKey(), verdict.toMap());
      worst = worst.and(verdict.validity());
    }
    return details.verdict(worst);
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
