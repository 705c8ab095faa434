package glomers.cli.test;

import glomers.node.Message;
import glomers.results.PlainText;
import glomers.workbench.network.Drop;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.NetworkJournal;
import java.io.PrintStream;
import java.util.Locale;

/** Shows messages as they are sent and delivered, for {@code --log-net-send} and its sister. */
record PrintedMessages(PrintStream out, boolean sends, boolean deliveries)
    implements NetworkJournal {

  @Override
  public void sent(Envelope envelope) {
    if (sends) {
      print("send", envelope);
    }
  }

  @Override
  public void received(Envelope envelope) {
    if (deliveries) {
      print("recv", envelope);
    }
  }

  @Override
  public void dropped(Envelope envelope, Drop cause) {
    if (sends || deliveries) {
      print("drop (" + cause.name().toLowerCase(Locale.ROOT) + ")", envelope);
    }
  }

  private void print(String what, Envelope envelope) {
    Message message = envelope.message();
    // JSON leaves U+007F to U+009F and what reorders text as they are.
    out.println(
        PlainText.of(
            what
                + " "
                + envelope.id()
                + " "
                + message.src()
                + " -> "
                + message.dest()
                + " "
                + message.body()));
  }
}
