package glomers.workbench.network;

import java.time.Duration;

/**
 * What befalls messages between nodes and services; those of clients are spared. Each message draws
 * for itself.
 *
 * @param loss the share that is lost, 0 to 1
 * @param duplicate the share that arrives twice, 0 to 1
 * @param reorder the share that is held back by up to {@link #LONGEST_HOLD}, so that later ones
 *     overtake it, 0 to 1
 * @param slow the share that takes {@code slowBy} longer, 0 to 1
 * @param slowBy how much longer a slow message takes
 */
public record MessageFaults(
    double loss, double duplicate, double reorder, double slow, Duration slowBy) {

  /** How long a message is held back at most, to be overtaken: 200 ms, any time up to it alike. */
  public static final Duration LONGEST_HOLD = Duration.ofMillis(200);

  /**
   * Longer than {@link glomers.node.Node#RPC_TIMEOUT}: whoever has not learned to wait longer has
   * given up when a slow message arrives.
   */
  public static final Duration USUAL_SLOWNESS = Duration.ofMillis(1_500);

  /** Every message arrives, once and in its time. */
  public static final MessageFaults NONE = new MessageFaults(0, 0, 0, 0, USUAL_SLOWNESS);

  /** Refuses shares that are none, and a negative slowness. */
  public MessageFaults {
    if (!isShare(loss) || !isShare(duplicate) || !isShare(reorder) || !isShare(slow)) {
      throw new IllegalArgumentException(
          "loss, duplicate, reorder and slow are shares between 0 and 1");
    }
    if (slowBy.isNegative()) {
      throw new IllegalArgumentException("a slow message cannot arrive before it is sent");
    }
  }

  /** Whether no message is hit. */
  public boolean areNone() {
    return loss == 0 && duplicate == 0 && reorder == 0 && slow == 0;
  }

  private static boolean isShare(double number) {
    return number >= 0 && number <= 1;
  }

  /** The same with slow messages that take this much longer. */
  public MessageFaults withSlowBy(Duration longer) {
    return new MessageFaults(loss, duplicate, reorder, slow, longer);
  }

  /** The same with another share that is lost. */
  public MessageFaults withLoss(double share) {
    return new MessageFaults(share, duplicate, reorder, slow, slowBy);
  }

  /** The same with another share that arrives twice. */
  public MessageFaults withDuplicate(double share) {
    return new MessageFaults(loss, share, reorder, slow, slowBy);
  }

  /** The same with another share that is overtaken. */
  public MessageFaults withReorder(double share) {
    return new MessageFaults(loss, duplicate, share, slow, slowBy);
  }

  /** The same with another share that is slow. */
  public MessageFaults withSlow(double share) {
    return new MessageFaults(loss, duplicate, reorder, share, slowBy);
  }
}
