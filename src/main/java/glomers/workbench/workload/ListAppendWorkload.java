package glomers.workbench.workload;

import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.txn.ListAppendTxnChecker;
import glomers.workbench.client.Client;
import glomers.workbench.client.Shape;
import java.util.List;

/** Transactions that read lists and append to them. */
final class ListAppendWorkload implements Workload {
  private final Parameters parameters;
  private final TxnCalls calls = new TxnCalls("append", Shape.arrayOf(Shape.any()));

  ListAppendWorkload(Parameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public String name() {
    return "txn-list-append";
  }

  @Override
  public Generator operations() {
    return calls.operations(parameters, key -> {});
  }

  @Override
  public Session open(Client client, String node) {
    return calls.session(client, node);
  }

  @Override
  public boolean reusesClients() {
    return true;
  }

  @Override
  public List<String> inWords(Results results) {
    return TxnInWords.of(
        results, Naming.of(parameters), parameters.consistencyModels(), parameters.compat());
  }

  @Override
  public Checker checker() {
    return parameters.compat() ? checker(true) : Checker.stricter(checker(false), checker(true));
  }

  private Checker checker(boolean compat) {
    return new ListAppendTxnChecker(parameters.models(), compat)
        .withCrashCost(parameters.crashCost(true));
  }
}
