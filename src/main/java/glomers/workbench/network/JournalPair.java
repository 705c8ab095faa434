package glomers.workbench.network;

/** Two journals that are told the same. */
record JournalPair(NetworkJournal first, NetworkJournal second) implements NetworkJournal {

  @Override
  public void began(long nanos) {
    first.began(nanos);
    second.began(nanos);
  }

  @Override
  public void acting(String client, int process) {
    first.acting(client, process);
    second.acting(client, process);
  }

  @Override
  public void sent(Envelope envelope) {
    first.sent(envelope);
    second.sent(envelope);
  }

  @Override
  public void received(Envelope envelope) {
    first.received(envelope);
    second.received(envelope);
  }

  @Override
  public void dropped(Envelope envelope, Drop cause) {
    first.dropped(envelope, cause);
    second.dropped(envelope, cause);
  }
}
