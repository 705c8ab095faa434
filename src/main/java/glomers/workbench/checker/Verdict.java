package glomers.workbench.checker;

import glomers.workbench.history.Keyword;
import java.util.Map;

/**
 * What a checker found.
 *
 * @param validity the verdict
 * @param details everything that goes into {@code results.edn} beside {@code :valid?}, in order
 */
public record Verdict(Validity validity, Map<Keyword, Object> details) {}
