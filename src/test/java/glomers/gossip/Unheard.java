package glomers.gossip;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import glomers.node.Host;
import glomers.node.Mailbox;
import glomers.node.Mocked;
import java.util.Set;

/** Nodes that handle messages and reply, but whose background tasks never get to run. */
public final class Unheard {
  private Unheard() {}

  /** A mocked node that runs the handlers of these types of messages and no other tasks. */
  public static Mocked node(String... types) {
    Set<String> handled = Set.of(types);
    Host host = Mocked.host();
    lenient().when(host.mailbox(anyInt())).thenAnswer(call -> mock(Mailbox.class));
    doAnswer(
            call -> {
              if (handled.contains(call.getArgument(0, String.class))) {
                call.getArgument(1, Runnable.class).run();
              }
              return null;
            })
        .when(host)
        .start(any(), any(Runnable.class));
    return new Mocked(host);
  }
}
