package glomers.workbench;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The nodes of a run, however they are made. Methods may be called by many tasks. */
public interface Cluster {

  /**
   * Makes a node known to the network, before it is started. All nodes are known before the first
   * one starts, so that none can write to a name that does not exist yet.
   */
  void attach(String node);

  /**
   * Starts a node. Returns without waiting for it to be ready.
   *
   * @throws SetUpException if it cannot be started
   */
  void start(String node);

  /** Stops a node where it stands. Does nothing if it is stopped, or not running. */
  default void pause(String node) {
    throw new UnsupportedOperationException("these nodes cannot be paused");
  }

  /** Lets a paused node go on. Does nothing if it is not paused. */
  default void resume(String node) {
    throw new UnsupportedOperationException("these nodes cannot be paused");
  }

  /**
   * Ends a node at once, without telling the listener of {@link #onDeath}. Nothing reaches it until
   * {@link #start} brings it back, with no memory; the first that reaches it then is {@code init}.
   */
  default void crash(String node) {
    throw new UnsupportedOperationException("these nodes cannot be crashed");
  }

  /**
   * Sets a node's clocks.
   *
   * @param ahead how far its wall clock is ahead of everybody's
   * @param rate seconds that pass on its clocks in a second
   */
  default void setClock(String node, Duration ahead, double rate) {
    throw new UnsupportedOperationException("these nodes have no clocks of their own");
  }

  /** Who is told of a node that ends by itself. To be called before any node is started. */
  void onDeath(Consumer<NodeDeath> listener);

  /** What a person would want to know about a node that does not answer. */
  String lastWords(String node);

  /**
   * The lines of a node's log that may say why it is silent, and where the log is; none if there is
   * nothing to see.
   */
  default List<String> symptoms(String node) {
    return List.of();
  }

  /** Ends all nodes. Tells the listener of those that had ended by themselves before. */
  void stop();
}
