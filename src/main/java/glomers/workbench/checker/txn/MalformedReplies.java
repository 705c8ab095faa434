package glomers.workbench.checker.txn;

import glomers.workbench.checker.Details;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Replies that do not answer what was asked: Maelstrom never compares them with the request, so
 * that a node may leave out steps, or answer a read with a write, and pass.
 */
final class MalformedReplies {
  private MalformedReplies() {}

  static List<Map<Keyword, Object>> in(TxnView view) {
    var cases = new ArrayList<Map<Keyword, Object>>();
    for (RegisterTxn txn : view.succeeded()) {
      if (isAnswer(txn)) {
        continue; // as nearly always
      }
      difference(view.type(), txn.invocation().value(), txn.completion().value())
          .ifPresent(problem ->
              cases.add(
                  new Details()
                      .with("problem", problem)
                      .with("asked", txn.invocation().value())
                      .with("op", txn.completion())
                      .map()));
    }
    return cases;
  }

  private static boolean isAnswer(RegisterTxn txn) {
    if (!(txn.invocation().value() instanceof List<?> asked)
        || asked.size() != txn.steps().size()
        || !(txn.completion().value() instanceof List<?> reply)
        || reply.size() != asked.size()) {
      return false;
    }
    for (int i = 0; i < asked.size(); i++) {
      List<?> answer = txn.steps().get(i).plain();
      if (!(asked.get(i) instanceof List<?> step)
          || step.size() != answer.size()
          || !step.get(0).equals(answer.get(0))
          || !Objects.equals(step.get(1), answer.get(1))
          || txn.steps().get(i).write() && !Objects.equals(step.get(2), answer.get(2))) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> difference(DataType type, Object asked, Object answered) {
    if (!(asked instanceof List<?> request) || !(answered instanceof List<?> reply)) {
      return Optional.of("the reply is not a list of steps");
    }
    if (request.size() != reply.size()) {
      return Optional.of(
          "%d steps were asked for, %d answered".formatted(request.size(), reply.size()));
    }
    if (type.steps(reply).size() != reply.size()) {
      return Optional.of("a step of the reply is not " + type.shape());
    }
    var steps = type.steps(request);
    var answers = type.steps(reply);
    for (int i = 0; i < Math.min(steps.size(), answers.size()); i++) {
      var step = steps.get(i);
      var answer = answers.get(i);
      if (step.write() != answer.write()) {
        return Optional.of("step %d is answered by another function".formatted(i + 1));
      }
      if (!Objects.equals(step.key(), answer.key())) {
        return Optional.of("step %d is answered for another key".formatted(i + 1));
      }
      if (step.write() && !Objects.equals(step.value(), answer.value())) {
        return Optional.of("step %d wrote another value than it was to".formatted(i + 1));
      }
    }
    return Optional.empty();
  }
}
