package glomers.workbench.workload;

import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.txn.RegisterTxnChecker;
import glomers.workbench.client.Client;
import glomers.workbench.client.Shape;
import java.util.List;
import java.util.Optional;

/** Transactions that read and write registers. */
final class TxnWorkload implements Workload {
  private final Parameters parameters;
  private final TxnCalls calls = new TxnCalls("w", Shape.any());
  private final RegisterStates states = new RegisterStates(calls::read);

  TxnWorkload(Parameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public String name() {
    return "txn-rw-register";
  }

  @Override
  public Generator operations() {
    return calls.operations(parameters, states::noteKey);
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
  public Optional<Inspection> inspection() {
    return parameters.compat() ? Optional.empty() : Optional.of(states);
  }

  @Override
  public List<String> inWords(Results results) {
    return TxnInWords.of(
        results, Naming.of(parameters), parameters.consistencyModels(), parameters.compat());
  }

  @Override
  public Checker checker() {
    Checker maelstroms = history -> checker(true).check(history);
    return parameters.compat()
        ? history -> states.judge(checker(true), history)
        : Checker.stricter(history -> states.judge(checker(false), history), maelstroms);
  }

  private RegisterTxnChecker checker(boolean compat) {
    return new RegisterTxnChecker(parameters.models(), compat)
        .withCrashCost(parameters.crashCost(true));
  }
}
