package glomers.testing;

import glomers.node.Node;
import java.io.Serializable;

/**
 * Makes a node one of a class: {@code MyBroadcast::new}. Serializable, since only such a method
 * reference says which class it leads to, and its class files are looked at before a run.
 */
@FunctionalInterface
public interface NodeMaker extends Serializable {

  /** Registers the handlers. */
  void make(Node node);
}
