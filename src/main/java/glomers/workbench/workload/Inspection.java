package glomers.workbench.workload;

import glomers.workbench.client.Client;

/**
 * A look at every node after a run whose operations are over: outside the history, once the faults
 * are mended and the nodes have fallen quiet.
 */
public interface Inspection {

  /** Looks at one node, with a client made for this. For all nodes at once; may be repeated. */
  void inspect(String node, Client client);

  /**
   * Whether what was seen is as it should be. If it is not, the nodes may be given more time, and
   * are looked at again.
   */
  boolean isSatisfied();
}
