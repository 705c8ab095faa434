package glomers.node;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.mockito.ArgumentCaptor;
import org.mockito.stubbing.OngoingStubbing;

/**
 * A node on a mocked transport and a mocked host on which no time passes: tasks run where they are
 * started, those that wait for a time never do.
 */
public final class Mocked {
  /** What the node reads from and writes to. */
  public final Transport transport = mock(Transport.class);

  /** What the node stands on. */
  public final Host host;

  /** Where its log lines go. */
  public final NodeLog log;

  /** The node under test. */
  public final Node node;

  /** A node on a {@link #host()}. */
  public Mocked() {
    this(host());
  }

  /** A node on this host. */
  public Mocked(Host host) {
    this.host = host;
    this.log = host.log();
    this.node = new Node(transport, host);
    lenient().doCallRealMethod().when(transport).receiveAll(any(), any());
  }

  /** A host on which no time passes. */
  public static Host host() {
    Host host = mock(Host.class);
    NodeLog log = mock(NodeLog.class);
    lenient().when(host.log()).thenReturn(log);
    lenient().when(host.random()).thenReturn(new SplittableRandom(1));
    lenient().when(host.wallMillis()).thenReturn(1_767_225_600_000L);
    lenient().when(host.disk()).thenReturn(Disk.NONE);
    lenient()
        .doAnswer(call -> {
          call.getArgument(1, Runnable.class).run();
          return null;
        })
        .when(host)
        .start(any(), any(Runnable.class));
    return host;
  }

  /** Runs the node on these messages, up to the end of input. */
  public Mocked read(Message... messages) {
    OngoingStubbing<Optional<Message>> next = lenient().when(transport.receive());
    for (Message message : messages) {
      next = next.thenReturn(Optional.of(message));
    }
    next.thenReturn(Optional.empty());
    node.run();
    return this;
  }

  /** {@link #read}, after {@code init}. */
  public Mocked readInitialised(Message... messages) {
    Message[] all = new Message[messages.length + 1];
    all[0] = Json.init();
    System.arraycopy(messages, 0, all, 1, messages.length);
    return read(all);
  }

  /** The transport fails with {@code failure} whenever the node sends. */
  public void failToSend(RuntimeException failure) {
    doAnswer(
            call -> {
              throw failure;
            })
        .when(transport)
        .send(any());
  }

  /** What the node has sent, as {@link Json#show} shows it. */
  public List<String> lines() {
    ArgumentCaptor<Message> sent = ArgumentCaptor.forClass(Message.class);
    verify(transport, atLeast(0)).send(sent.capture());
    return sent.getAllValues().stream().map(Json::show).toList();
  }

  /** {@link #lines} without the answer to {@code init}. */
  public List<String> linesAfterInit() {
    List<String> lines = lines();
    return lines.subList(Math.min(1, lines.size()), lines.size());
  }
}
