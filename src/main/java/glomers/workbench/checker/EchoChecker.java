package glomers.workbench.checker;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Each answer must carry the text that was sent. As in Maelstrom, an operation whose end is unknown
 * (a time-out, say) is no mismatch, while a definite error is one.
 */
public final class EchoChecker implements Checker {

  private static final Keyword ECHO = Keyword.of("echo");

  @Override
  public Verdict check(List<Operation> history) {
    List<Object> errors = new ArrayList<>();
    Invocations.walk(
        history,
        (invocation, entry) -> {
          Object received = entry.value() instanceof Map<?, ?> body ? body.get(ECHO) : null;
          boolean ended = entry.type() == Type.OK || entry.type() == Type.FAIL;
          if (ended && !Objects.equals(invocation.value(), received)) {
            errors.add(
                Arrays.asList(
                    "Expected a message with :echo",
                    invocation.value(),
                    "But received",
                    entry.value()));
          }
        });
    return new Details()
        .with("errors", new Sequence(errors))
        .verdict(Validity.of(errors.isEmpty()));
  }
}
