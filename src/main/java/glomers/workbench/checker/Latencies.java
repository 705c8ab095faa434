package glomers.workbench.checker;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long successful operations took, by kind: quantiles in milliseconds, to the microsecond.
 * Always valid; it stands where Maelstrom reports whether it could draw its plots.
 */
public final class Latencies implements Checker {

  @Override
  public Verdict check(List<Operation> history) {
    Map<Keyword, Samples> byF = new TreeMap<>();
    Invocations.walk(
        history,
        (invocation, entry) -> {
          if (entry.type() == Type.OK) {
            byF.computeIfAbsent(entry.f(), f -> new Samples())
                .add(entry.time() - invocation.time());
          }
        });
    Map<Keyword, Object> shown = new LinkedHashMap<>();
    byF.forEach((f, samples) -> shown.put(f, samples.millis()));
    return new Details().with("latencies", shown).verdict(Validity.VALID);
  }
}
