package glomers.workbench.network;

import glomers.node.Mailbox;

/**
 * Where a node's messages come in, over all of its lives. While the node is down nothing gets in;
 * after a restart nothing does before {@code init}, since a process that was told nothing else must
 * not hear from its peers who it is. Safe for use by many tasks.
 */
public final class Inbox implements Recipient {
  private volatile Mailbox<Envelope> mailbox;
  private volatile boolean waitsForInit;

  /** An inbox that is open to everything. */
  public Inbox(Mailbox<Envelope> mailbox) {
    this.mailbox = mailbox;
  }

  @Override
  public boolean accept(Envelope envelope) {
    if (waitsForInit) {
      if (!envelope.message().body().path("type").asText().equals("init")) {
        return false;
      }
      waitsForInit = false;
    }
    return mailbox.offer(envelope);
  }

  /** What the node of this moment takes its messages from. */
  public Mailbox<Envelope> mailbox() {
    return mailbox;
  }

  /** The node is gone: what it has not taken is lost, and nothing gets in any more. */
  public void close() {
    mailbox.close();
  }

  /** A new life begins, with {@code init}. */
  public void reopen(Mailbox<Envelope> fresh) {
    waitsForInit = true;
    mailbox = fresh;
  }
}
