package glomers.workbench.checker;

import glomers.workbench.history.Keyword;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a checker found.
 *
 * @param validity the verdict
 * @param details everything that goes into {@code results.edn} beside {@code :valid?}, in order
 */
public record Verdict(Validity validity, Map<Keyword, Object> details) {

  static final Keyword VALID = Keyword.of("valid?");

  /** Keeps a copy of the details, which cannot be changed. */
  public Verdict {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** The details, and {@code :valid?} after them: what {@code results.edn} holds of this check. */
  public Map<Keyword, Object> toMap() {
    Map<Keyword, Object> map = new LinkedHashMap<>(details);
    map.put(VALID, validity.plain());
    return Collections.unmodifiableMap(map);
  }
}
