package glomers.lessons.stage;

import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One case of an anomaly that a checker named.
 *
 * @param name the anomaly's name in the results
 * @param entries what the checker says of this case
 */
public record Anomaly(String name, Map<?, ?> entries) {

  /**
   * The cases of an anomaly in the results of an attempt, those that the checker shows.
   *
   * @param path where they are: a sequence of cases, or a map that has one under {@code :errs}
   */
  public static List<Anomaly> in(Attempt attempt, String... path) {
    Object found = attempt.results().find(path).orElse(null);
    if (found instanceof Map<?, ?> map) {
      found = map.get(Keyword.of("errs"));
    }
    if (!(found instanceof Sequence cases)) {
      return List.of();
    }
    return cases.items().stream()
        .filter(Map.class::isInstance)
        .map(each -> new Anomaly(path[path.length - 1], (Map<?, ?>) each))
        .toList();
  }

  /** The case in the checker's words, without the operations, which the diagram shows. */
  public String words() {
    Map<Object, Object> few = new LinkedHashMap<>();
    entries.forEach((key, value) -> {
      if (operations(value).isEmpty()) {
        few.put(key, value);
      }
    });
    return ":" + name + " " + Text.shortened(Edn.print(few));
  }

  public Object get(String entry) {
    return entries.get(Keyword.of(entry));
  }

  /** The calls that the checker names as this entry, in its order. */
  public List<Call> calls(Attempt attempt, String entry) {
    List<Operation> wanted = operations(get(entry));
    List<Call> all = attempt.calls();
    return wanted.stream()
        .flatMap(operation ->
            all.stream()
                .filter(call ->
                    call.completion().index() == operation.index()
                        || call.invocation().index() == operation.index()))
        .toList();
  }

  private static List<Operation> operations(Object value) {
    List<Operation> found = new ArrayList<>();
    if (value instanceof Operation operation) {
      found.add(operation);
    } else if (value instanceof List<?> list) {
      list.forEach(each -> found.addAll(operations(each)));
    }
    return found;
  }
}
