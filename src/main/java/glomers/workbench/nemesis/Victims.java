package glomers.workbench.nemesis;

import java.time.Duration;

/** The nodes, as far as faults can be done to them. Methods may be called by many tasks. */
public interface Victims {

  /** Stops a node where it stands. Does nothing if it is stopped, or not running. */
  void pause(String node);

  /** Lets a paused node go on. Does nothing if it is not paused. */
  void resume(String node);

  /** Ends a node at once, and with it all that it remembers. */
  void crash(String node);

  /**
   * Starts a node that crashed, with its name and nothing else, and waits until it says that it is
   * there.
   *
   * @return why it is not, if it does not; else nothing
   */
  String restart(String node);

  /**
   * Asks the nodes, one after the other, to add or remove a member until one says that it is done.
   *
   * @param request {@code add_member} or {@code remove_member}
   * @return why nobody said so, if nobody did; else nothing
   */
  String changeMembers(String request, String member);

  /**
   * Sets a node's clocks.
   *
   * @param ahead how far its wall clock is ahead of everybody's
   * @param rate seconds that pass on its clocks in a second
   * @throws UnsupportedOperationException if these nodes share their machine's clock
   */
  void setClock(String node, Duration ahead, double rate);
}
