package glomers.workbench.network;

/**
 * What the network does to messages.
 *
 * @param delay how long they take
 * @param faults what befalls some of them besides
 * @param queued whether each receiver waits for one message at a time, as Maelstrom's do: a cut is
 *     then looked at when the message is taken off the queue, and whatever comes meanwhile waits
 *     behind it
 */
public record Conditions(Delay delay, MessageFaults faults, boolean queued) {}
