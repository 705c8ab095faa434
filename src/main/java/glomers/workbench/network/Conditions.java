package glomers.workbench.network;

/**
 * What the network does to messages.
 *
 * @param delay how long they take
 * @param loss the share of messages between nodes and services that is lost, 0 to 1
 * @param duplicate the share of messages between nodes and services that arrives twice, 0 to 1
 * @param queued whether each receiver waits for one message at a time, as Maelstrom's do: a cut is
 *     then looked at when the message is taken off the queue, and whatever comes meanwhile waits
 *     behind it
 */
public record Conditions(Delay delay, double loss, double duplicate, boolean queued) {

  /** Refuses shares that are none. */
  public Conditions {
    if (!(loss >= 0 && loss <= 1) || !(duplicate >= 0 && duplicate <= 1)) {
      throw new IllegalArgumentException("loss and duplicate are shares between 0 and 1");
    }
  }

  /** Nothing but delays. */
  public static Conditions of(Delay delay) {
    return new Conditions(delay, 0, 0, false);
  }
}
