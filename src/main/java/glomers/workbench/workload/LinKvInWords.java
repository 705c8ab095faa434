package glomers.workbench.workload;

import glomers.workbench.checker.Results;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was found of registers and the order of their operations, in plain words. */
final class LinKvInWords {
  private static final int KEYS = 3;

  private LinKvInWords() {}

  static List<String> of(Results results, Naming naming) {
    Map<?, ?> registers =
        results.find("workload", "results").orElse(null) instanceof Map<?, ?> map ? map : Map.of();
    List<?> failures = InWords.items(results, "workload", "failures");
    List<?> undecided = InWords.items(results, "workload", "undecided");
    List<String> words = new ArrayList<>();
    if (failures.isEmpty() && undecided.isEmpty() && !registers.isEmpty()) {
      words.add(
          "linearizable: for each of %,d registers an order of its operations explains all answers"
              .formatted(registers.size()));
    }
    if (!failures.isEmpty()) {
      words.add(
          "not linearizable: %,d of %,d registers".formatted(failures.size(), registers.size()));
    }
    failures.stream()
        .limit(KEYS)
        .forEach(key -> words.addAll(broken(key, linearizable(registers, key), naming)));
    undecided.stream()
        .limit(KEYS)
        .forEach(key ->
            words.add(
                "register %s is not decided: %s"
                    .formatted(
                        Edn.print(key), linearizable(registers, key).get(Keyword.of("error")))));
    return words;
  }

  private static Map<?, ?> linearizable(Map<?, ?> registers, Object key) {
    return registers.get(key) instanceof Map<?, ?> register
            && register.get(Keyword.of("linearizable")) instanceof Map<?, ?> found
        ? found
        : Map.of();
  }

  private static List<String> broken(Object key, Map<?, ?> found, Naming naming) {
    List<String> words = new ArrayList<>();
    if (found.get(Keyword.of("op")) instanceof Operation op) {
      String before =
          found.get(Keyword.of("prefix-count")) instanceof Long count
              ? "%,d operations can be ordered, but not with this one".formatted(count)
              : "there is no order any more at the end of this one, or earlier";
      words.add("register %s: %s: %s".formatted(Edn.print(key), before, act(op, naming)));
    }
    List<?> window = InWords.items(found.get(Keyword.of("window")));
    if (window.size() == 1) {
      words.add("before it ended, nobody had begun to write what it found");
    } else if (!window.isEmpty()) {
      words.add(
          "no order has all of these: "
              + window.stream()
                  .map(op -> act((Operation) op, naming))
                  .collect(Collectors.joining("; ")));
    }
    return words;
  }

  /** E.g. {@code write 3 by n1 at 2.4 s (process 7)}. */
  private static String act(Operation op, Naming naming) {
    return op.f().name()
        + " "
        + InWords.shortened(Edn.print(op.value()))
        + (op.type() == Operation.Type.FAIL
            ? " refused with " + InWords.shortened(Edn.print(op.extra().get(Operation.ERROR)))
            : "")
        + " by "
        + naming.place(op);
  }
}
