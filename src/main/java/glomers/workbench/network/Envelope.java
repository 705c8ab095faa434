package glomers.workbench.network;

import glomers.node.Message;

/**
 * A message on its way.
 *
 * @param id its number in the order of sending, from 0; a doubled message keeps its number
 * @param message what is sent
 * @param weight how many bytes of memory it takes, about; 0 where nobody asks
 */
public record Envelope(long id, Message message, long weight) {

  /** The same message as another object: who gets it twice must not find it changed. */
  Envelope again() {
    Message copy = new Message(message.src(), message.dest(), message.body().deepCopy());
    return new Envelope(id, copy, weight);
  }
}
