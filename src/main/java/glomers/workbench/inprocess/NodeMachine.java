package glomers.workbench.inprocess;

import glomers.node.Host;
import java.time.Duration;

/** What one life of a node runs on, and what can be done to it from outside. */
public interface NodeMachine {

  /** Makes the machine of a node's next life. */
  @FunctionalInterface
  interface Supply {

    /** A new machine of this name, in place of the one that was killed, if there was one. */
    NodeMachine boot(String name);
  }

  /** What the node stands on. */
  Host host();

  /** Stops all tasks. */
  void pause();

  /** Lets all tasks go on. */
  void resume();

  /** Ends all tasks for good. */
  void kill();

  /**
   * Sets the clocks.
   *
   * @param ahead how far the wall clock is ahead of everybody's
   * @param rate seconds that pass here in a second
   */
  void setClock(Duration ahead, double rate);
}
