package glomers.workbench.network;

/** Where a name's messages go. Called by many tasks at once; must not wait. */
@FunctionalInterface
public interface Recipient {

  /** Takes a message. Returns false if there is no room for it. */
  boolean accept(Envelope envelope);
}
