package glomers.workbench.checker;

import glomers.workbench.history.Keyword;
import java.util.LinkedHashMap;
import java.util.Map;

/** The entries of a map of results, gathered in order under names without colons. */
public final class Details {

  private final Map<Keyword, Object> entries = new LinkedHashMap<>();

  /** Adds an entry whose value is plain data. */
  public Details with(String name, Object value) {
    entries.put(Keyword.of(name), value);
    return this;
  }

  /** Adds a count. */
  public Details with(String name, long count) {
    return with(name, (Object) count);
  }

  /** Adds an entry only if there is something to tell. */
  Details withUnlessEmpty(String name, Map<?, ?> value) {
    return value.isEmpty() ? this : with(name, value);
  }

  /** What was gathered. */
  public Map<Keyword, Object> map() {
    return entries;
  }

  /** A verdict with these details. */
  public Verdict verdict(Validity validity) {
    return new Verdict(validity, entries);
  }
}
