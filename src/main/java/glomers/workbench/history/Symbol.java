package glomers.workbench.history;

import java.util.Objects;

/**
 * A symbol of EDN: how Maelstrom writes the class of an exception.
 *
 * @param name as it is printed
 */
public record Symbol(String name) {

  /** Refuses a null name. */
  public Symbol {
    Objects.requireNonNull(name, "a symbol needs a name");
  }

  @Override
  public String toString() {
    return name;
  }
}
