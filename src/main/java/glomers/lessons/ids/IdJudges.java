package glomers.lessons.ids;

import glomers.lessons.stage.Call;
import glomers.lessons.stage.Finding;
import glomers.lessons.stage.Judge;
import glomers.lessons.stage.Text;
import glomers.workbench.history.Edn;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Judges of ids. */
final class IdJudges {
  private IdJudges() {}

  /** Ids that were given out twice. */
  static Judge duplicates() {
    return new Judge(
        "ids given out twice (the unique-ids checker's :duplicated)",
        attempt -> {
          String count =
              Text.excerpt(attempt.results(), "workload", "duplicated-count")
                  + " of :acknowledged-count "
                  + attempt.results().count("workload", "acknowledged-count");
          if (!(attempt.results().find("workload", "duplicated").orElse(null)
                  instanceof Map<?, ?> duplicated)
              || duplicated.isEmpty()) {
            return Finding.clear(count);
          }
          Object id = rarest(duplicated);
          List<Call> calls =
              attempt.calls().stream()
                  .filter(
                      call -> call.succeeded("generate") && id.equals(call.completion().value()))
                  .toList();
          return new Finding(
              true,
              count,
              "Id %s, for one, was given to %s."
                  .formatted(Edn.print(id), Text.count(calls.size(), "client")),
              attempt.messages(calls));
        });
  }

  private static Object rarest(Map<?, ?> duplicated) {
    return duplicated.entrySet().stream()
        .min(Comparator.comparingLong(entry -> (Long) entry.getValue()))
        .orElseThrow()
        .getKey();
  }
}
