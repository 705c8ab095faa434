package glomers.workbench.checker;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts how operations ended. Each kind of operation must have succeeded once at least, since a
 * run in which none of a kind did shows nothing about it. {@code :crash} is exempt: it never
 * succeeds.
 */
public final class Stats implements Checker {

  private static final Keyword CRASH = Keyword.of("crash");

  @Override
  public Verdict check(List<Operation> history) {
    Tally all = new Tally();
    Map<Keyword, Tally> byF = new TreeMap<>();
    for (Operation entry : history) {
      if (entry.isClient() && entry.type() != Type.INVOKE) {
        all.add(entry.type());
        byF.computeIfAbsent(entry.f(), f -> new Tally()).add(entry.type());
      }
    }
    Map<Keyword, Object> shown = new LinkedHashMap<>();
    byF.forEach(
        (f, counts) -> shown.put(f, counts.details().verdict(Validity.of(counts.ok > 0)).toMap()));
    boolean valid =
        byF.entrySet().stream()
            .allMatch(entry -> entry.getValue().ok > 0 || entry.getKey().equals(CRASH));
    return all.details().with("by-f", shown).verdict(Validity.of(valid));
  }

  private static final class Tally {
    private long ok;
    private long fail;
    private long info;

    void add(Type type) {
      switch (type) {
        case OK -> ok++;
        case FAIL -> fail++;
        case INFO -> info++;
        case INVOKE -> throw new IllegalArgumentException("only completions are counted");
      }
    }

    Details details() {
      return new Details()
          .with("count", ok + fail + info)
          .with("ok-count", ok)
          .with("fail-count", fail)
          .with("info-count", info);
    }
  }
}
