package glomers.workbench.history;

import java.util.Objects;

/**
 * A keyword of EDN, such as {@code :valid?}: what Maelstrom's histories and results use for names.
 *
 * @param name without the colon
 */
public record Keyword(String name) implements Comparable<Keyword> {

  /** Refuses a null name. */
  public Keyword {
    Objects.requireNonNull(name, "a keyword needs a name");
  }

  /** Short for the constructor, since results are full of keywords. */
  public static Keyword of(String name) {
    return new Keyword(name);
  }

  @Override
  public int compareTo(Keyword other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return ":" + name;
  }
}
