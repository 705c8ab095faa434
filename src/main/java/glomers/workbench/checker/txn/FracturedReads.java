package glomers.workbench.checker.txn;

import glomers.workbench.checker.Details;
import glomers.workbench.checker.txn.RegisterTxn.Version;
import glomers.workbench.history.Keyword;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Transactions that saw one write of another, but of a second key that the other wrote too, an
 * older version: they saw half of it.
 *
 * <p>Only first reads that no own write precedes count, and only final writes. "Older" is what
 * {@link VersionOrder} knows: null, or a version from which the other's was made by transactions
 * that each read the one before. Both are sound under read atomic, whose definition forbids exactly
 * this; under read committed it is allowed. Newer versions are fine: the second key may have been
 * written again since.
 */
final class FracturedReads {
  private FracturedReads() {}

  static List<Map<Keyword, Object>> in(TxnView view, VersionOrder order) {
    var cases = new ArrayList<Map<Keyword, Object>>();
    for (RegisterTxn reader : view.succeeded()) {
      reader
          .externalReads()
          .forEach((key, value) -> {
            var seen = new Version(key, value);
            RegisterTxn writer = view.installer(seen);
            if (writer != null && writer != reader) {
              compare(reader, writer, seen, order, cases);
            }
          });
    }
    return cases;
  }

  private static void compare(
      RegisterTxn reader,
      RegisterTxn writer,
      Version seen,
      VersionOrder order,
      List<Map<Keyword, Object>> cases) {
    writer
        .finalWrites()
        .forEach((key, written) -> {
          if (reader.externalReads().containsKey(key)) {
            Object read = reader.externalReads().get(key);
            if (order.isOlder(read, new Version(key, written))) {
              cases.add(
                  new Details()
                      .with("op", reader.shown())
                      .with("writer", writer.shown())
                      .with("saw", List.of(seen.key(), seen.value()))
                      .with("key", key)
                      .with("value", read)
                      .with("value'", written)
                      .map());
            }
          }
        });
  }
}
