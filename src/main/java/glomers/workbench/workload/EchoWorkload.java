package glomers.workbench.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.workbench.checker.Checker;
import glomers.workbench.checker.EchoChecker;
import glomers.workbench.checker.Results;
import glomers.workbench.client.Client;
import glomers.workbench.client.Rpc;
import glomers.workbench.client.Shape;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Json;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Nodes send back what they are sent. */
final class EchoWorkload implements Workload {
  private static final Keyword ECHO = Keyword.of("echo");
  private static final Rpc RPC = Rpc.of("echo").replying("echo", Shape.any());

  private final RandomGenerator random;

  EchoWorkload(Parameters parameters) {
    this.random = parameters.random();
  }

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public Generator operations() {
    return caller -> Optional.of(Invocation.of(ECHO, "Please echo " + random.nextInt(128)));
  }

  @Override
  public Session open(Client client, String node) {
    return invocation -> {
      ObjectNode request = Body.of("echo").put("echo", (String) invocation.value());
      ObjectNode reply = client.call(node, RPC, request);
      // The whole reply is the value: what the checker shows of a wrong one is all that came.
      return Completion.ok(Json.bodyToPlain(reply));
    };
  }

  @Override
  public List<String> inWords(Results results) {
    if (!(results.find("workload", "errors").orElse(null) instanceof Sequence errors)
        || errors.items().isEmpty()) {
      return List.of();
    }
    List<?> wrong =
        errors.items().stream().filter(error -> ((List<?>) error).get(3) instanceof Map).toList();
    if (wrong.isEmpty()) {
      return List.of("requests were refused with an error, which is no echo");
    }
    List<?> first = (List<?>) wrong.getFirst();
    return List.of(
        "%d replies were no echo: to %s the answer was %s"
            .formatted(wrong.size(), Edn.print(first.get(1)), Edn.print(first.get(3))));
  }

  @Override
  public Checker checker() {
    return new EchoChecker();
  }
}
