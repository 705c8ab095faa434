package glomers.workbench.checker;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers what clients threw, by class, the most frequent first, each with a count and one example.
 * Always valid. An operation carries what was thrown as {@code :exception {:via [{:type CLASS …} …]
 * …}}, the outermost cause first.
 */
public final class Exceptions implements Checker {

  private static final Keyword VIA = Keyword.of("via");
  private static final Keyword TYPE = Keyword.of("type");

  @Override
  public Verdict check(List<Operation> history) {
    Map<Object, List<Operation>> byClass = new LinkedHashMap<>();
    for (Operation entry : history) {
      if (entry.isClient()
          && entry.type() == Type.INFO
          && entry.extra().get(Operation.EXCEPTION) instanceof Map) {
        Object type = outermost(entry).<Object>map(thrown -> thrown.get(TYPE)).orElse(null);
        byClass.computeIfAbsent(type, c -> new ArrayList<>()).add(entry);
      }
    }
    Details details = new Details();
    if (!byClass.isEmpty()) {
      List<Object> groups = new ArrayList<>();
      byClass.entrySet().stream()
          .sorted((a, b) -> Integer.compare(b.getValue().size(), a.getValue().size()))
          .forEach(group ->
              groups.add(
                  new Details()
                      .with("count", group.getValue().size())
                      .with("class", group.getKey())
                      .with("example", group.getValue().getFirst())
                      .map()));
      details.with("exceptions", new Sequence(groups));
    }
    return details.verdict(Validity.VALID);
  }

  /** What an operation threw, {@code {:type CLASS …}}; empty if it threw nothing. */
  public static Optional<Map<?, ?>> outermost(Operation entry) {
    return entry.extra().get(Operation.EXCEPTION) instanceof Map<?, ?> exception
            && exception.get(VIA) instanceof List<?> via
            && !via.isEmpty()
            && via.getFirst() instanceof Map<?, ?> outermost
        ? Optional.of(outermost)
        : Optional.empty();
  }
}
