package glomers.workbench.workload;

import glomers.node.Body;
import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.UniqueIdsChecker;
import glomers.workbench.client.Client;
import glomers.workbench.client.Rpc;
import glomers.workbench.client.Shape;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Json;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nodes make ids up, and never the same one twice. */
final class UniqueIdsWorkload implements Workload {
  private static final Keyword GENERATE = Keyword.of("generate");
  private static final Rpc RPC = Rpc.of("generate").replying("id", Shape.any());

  private final boolean compat;

  UniqueIdsWorkload(Parameters parameters) {
    this.compat = parameters.compat();
  }

  @Override
  public String name() {
    return "unique-ids";
  }

  @Override
  public Generator operations() {
    return caller -> Optional.of(Invocation.of(GENERATE, null));
  }

  @Override
  public Session open(Client client, String node) {
    return invocation ->
        Completion.ok(Json.toPlain(client.call(node, RPC, Body.of("generate")).get("id")));
  }

  @Override
  public boolean reusesClients() {
    return true;
  }

  @Override
  public List<String> inWords(Results results) {
    List<String> words = new ArrayList<>();
    words.add(results.count("workload", "acknowledged-count") + " ids were given out");
    if (results.find("workload", "duplicated").orElse(null) instanceof Map<?, ?> duplicated) {
      duplicated.entrySet().stream()
          .limit(3)
          .forEach(entry ->
              words.add(
                  "the id " + Edn.print(entry.getKey()) + " " + entry.getValue() + " times!"));
    }
    return words;
  }

  @Override
  public Checker checker() {
    return new UniqueIdsChecker(compat);
  }
}
