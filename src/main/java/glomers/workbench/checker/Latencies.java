package glomers.workbench.checker;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.Arrays;
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
    Invocations invocations = new Invocations();
    Map<Keyword, Samples> byF = new TreeMap<>();
    for (Operation entry : history) {
      if (entry.isClient()) {
        Operation invocation = invocations.of(entry);
        if (entry.type() == Type.OK) {
          byF.computeIfAbsent(entry.f(), f -> new Samples()).add(entry.time() - invocation.time());
        }
      }
    }
    Map<Keyword, Object> shown = new LinkedHashMap<>();
    byF.forEach((f, samples) -> shown.put(f, samples.quantiles()));
    return new Details().with("latencies", shown).verdict(Validity.VALID);
  }

  /** A list of longs: a run may hold millions. */
  private static final class Samples {
    private long[] nanos = new long[64];
    private int size;

    void add(long sample) {
      if (size == nanos.length) {
        nanos = Arrays.copyOf(nanos, size * 2);
      }
      nanos[size++] = sample;
    }

    Map<Number, Object> quantiles() {
      return Quantiles.of(
          Arrays.copyOf(nanos, size), Quantiles.WITHOUT_LEAST, n -> n / 1_000 / 1_000.0);
    }
  }
}
