package glomers.workbench.checker;

import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.util.List;
import java.util.Map;

/**
 * What went over the network in a run, and how much of it for each operation: messages sent, over
 * operations that clients invoked, whatever came of them. Always valid.
 *
 * @param all every message
 * @param clients those from or to a client
 * @param servers those among nodes and services
 */
public record NetStatistics(Counts all, Counts clients, Counts servers) implements Checker {

  /**
   * Counts of one group of messages.
   *
   * @param sent how often a message was sent
   * @param received how often one was delivered; differs by loss and duplication
   * @param messages how many different ones were sent or delivered
   */
  public record Counts(long sent, long received, long messages) {

    private Details details() {
      return new Details()
          .with("send-count", sent)
          .with("recv-count", received)
          .with("msg-count", messages);
    }

    private Map<Keyword, Object> per(long operations) {
      Details details = details();
      if (operations > 0) {
        details.with("msgs-per-op", (Object) ((float) messages / operations));
      }
      return details.map();
    }
  }

  @Override
  public Verdict check(List<Operation> history) {
    long operations =
        history.stream().filter(entry -> entry.isClient() && entry.type() == Type.INVOKE).count();
    return new Details()
        .with("all", all.per(operations))
        .with("clients", clients.details().map())
        .with("servers", servers.per(operations))
        .verdict(Validity.VALID);
  }
}
