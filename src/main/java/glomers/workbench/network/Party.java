package glomers.workbench.network;

/** What a name on the network stands for. */
public enum Party {
  /** One of the workbench's own clients: latency, cuts and losses spare its messages. */
  CLIENT,
  /** A node under test. */
  NODE,
  /** A service of the workbench's, such as {@code seq-kv}. */
  SERVICE
}
