package glomers.workbench.history;

/** The lines, without their newlines, of the two files that hold a history. */
public final class HistoryLines {

  private HistoryLines() {}

  /** A line of {@code history.edn}: the entry as a map without a tag. */
  public static String edn(Operation operation) {
    return Edn.print(operation.entries());
  }

  /**
   * A line of {@code history.txt}: process, type, what was done, value and, if there is one, the
   * error, with tabs between them. A tab or newline within a value is escaped.
   */
  public static String text(Operation operation) {
    String line =
        String.join(
            "\t",
            operation.isClient() ? Integer.toString(operation.process()) : ":nemesis",
            operation.type().keyword().toString(),
            Edn.print(operation.f()),
            Edn.print(operation.value()));
    Object error = operation.extra().get(Operation.ERROR);
    return error == null ? line : line + '\t' + Edn.print(error);
  }
}
