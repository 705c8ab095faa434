package glomers.workbench.nemesis;

import java.util.Optional;

/**
 * Does one kind of fault and undoes it, in turn. One task at a time drives it; what it is doing may
 * be asked from any.
 */
public interface Nemesis {

  /** Does its fault, or undoes it if it is done. */
  void step();

  /** Undoes what is done. Does nothing if nothing is. */
  void heal();

  /** What is done at this moment, for a person. */
  Optional<String> current();
}
