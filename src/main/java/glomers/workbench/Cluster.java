package glomers.workbench;

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

  /** Names whom to tell of a node that ends by itself. To be called before any is started. */
  void onDeath(Consumer<NodeDeath> listener);

  /** What a person would want to know about a node that does not answer. */
  String lastWords(String node);

  /** Ends all nodes. Those that ended before are reported, if they were not yet. */
  void stop();
}
