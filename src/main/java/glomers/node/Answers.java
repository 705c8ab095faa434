package glomers.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The answers to requests. Each request that is expected gets at most one: its handler's reply, the
 * error that the handler throws, or an indefinite error at its deadline, whichever comes first. All
 * that comes later is dropped, because Maelstrom stops reading a node that answers a client which
 * has gone. Thread-safe.
 */
final class Answers {
  private static final List<String> NOT_THE_NODES =
      List.of("java.", "jdk.", "com.fasterxml.jackson.", Answers.class.getPackageName() + ".");

  /** What calls handlers, and the hook for {@code init}. */
  private static final List<String> CALLING =
      List.of(Answers.class.getName() + ".handle", Node.class.getName() + ".init");

  private final Transport transport;
  private final Duration deadline;
  private final Complaints complaints;
  private final Supplier<Membership> membership;
  private final OpenRequests open;

  Answers(
      Transport transport,
      Host host,
      Limits limits,
      Complaints complaints,
      Supplier<Membership> membership) {
    this.transport = transport;
    this.deadline = limits.deadline();
    this.complaints = complaints;
    this.membership = membership;
    this.open = new OpenRequests(host, limits.open(), this::answerLate);
  }

  /** Expects an answer to a request that came at {@code arrival}; false if too many are open. */
  boolean expect(Message request, long arrival) {
    return open.open(request, arrival + deadline.toNanos());
  }

  /** How long a request may still be answered; zero if it may not. */
  Duration timeLeft(Message request) {
    return open.timeLeft(request);
  }

  /** Runs a handler, and answers with what it throws unless it has replied before. */
  Runnable handling(Message message, Handler handler) {
    return new Handling(this, message, handler);
  }

  /** No lambda: to make one that captures takes C1's code a call into the JVM. */
  private record Handling(Answers answers, Message message, Handler handler) implements Runnable {
    @Override
    public void run() {
      answers.handle(message, handler);
    }
  }

  private void handle(Message message, Handler handler) {
    try {
      handler.handle(message);
    } catch (Killed e) {
      throw e;
    } catch (InterruptedException e) {
      throw new Killed(self(message));
    } catch (Throwable e) {
      ObjectNode error = error(message, e);
      if (message.isRequest() && open.close(message)) {
        send(message, error);
      } else {
        String about = Body.excerpt(message.type()) + " from " + Body.excerpt(message.src());
        complaints.warn(() -> "a " + about + " failed: " + error.path("text").textValue());
      }
      if (e instanceof VirtualMachineError fatal) {
        throw fatal;
      }
    }
  }

  /** Answers an expected request with its reply. */
  void reply(Message request, ObjectNode body) {
    if (request.isRequest()) {
      if (open.close(request)) {
        send(request, body);
      } else {
        complaints.warn(
            () -> "dropped a second or late reply to " + request.src() + ": " + Body.excerpt(body));
      }
    }
  }

  private void answerLate(Message request) {
    complaints.warn(
        () -> "no answer in time to " + Body.excerpt(request.body()) + " from " + request.src());
    String text = "no answer within " + deadline.toMillis() + " ms";
    send(request, Body.error(ErrorCode.TIMEOUT.code(), text));
  }

  /** Answers a request that is not expected, as {@code init}: the caller must do so only once. */
  void replyAtOnce(Message request, ObjectNode body) {
    if (request.isRequest()) {
      send(request, body);
    }
  }

  /** Answers a message that was too much for this node. */
  void turnDown(Message message) {
    complaints.warn(() -> "too much to do: turned down a message from " + message.src());
    String text = "this node has too many requests to answer; try again later";
    replyAtOnce(message, Body.error(ErrorCode.TEMPORARILY_UNAVAILABLE.code(), text));
  }

  /** The answer to a message whose handling has failed. */
  ObjectNode error(Message message, Throwable cause) {
    if (cause instanceof RpcException e) {
      return Body.error(e.code(), Body.excerpt(e.getMessage()));
    }
    complaints.error(() -> "failed to handle " + Body.excerpt(message.body()), cause);
    return Body.error(
        ErrorCode.CRASH.code(), Body.excerpt("crashed" + place(cause) + ": " + cause));
  }

  /** The class and line that threw, or called what did: neither the JDK's nor the library's. */
  private static String place(Throwable cause) {
    for (StackTraceElement frame : cause.getStackTrace()) {
      if (CALLING.contains(frame.getClassName() + "." + frame.getMethodName())) {
        break;
      }
      if (NOT_THE_NODES.stream().noneMatch(frame.getClassName()::startsWith)) {
        return " at %s (%s:%d)"
            .formatted(frame.getClassName(), frame.getFileName(), frame.getLineNumber());
      }
    }
    return "";
  }

  private void send(Message request, ObjectNode body) {
    try {
      sendOrSayWhyNot(request, body);
    } catch (RuntimeException e) {
      // Like an answer that is lost on its way: it must stop neither the reader nor the timer.
      complaints.error(() -> "could not send a reply to " + request.src(), e);
    }
  }

  private void sendOrSayWhyNot(Message request, ObjectNode body) {
    try {
      transport.send(answer(request, body));
    } catch (IllegalArgumentException e) {
      complaints.warn(() -> "cannot send a reply to " + request.src() + ": " + e.getMessage());
      // Indefinite, since the handler may have had effects.
      String text = Body.excerpt("the reply cannot be sent: " + e.getMessage());
      transport.send(answer(request, Body.error(ErrorCode.CRASH.code(), text)));
    }
  }

  private Message answer(Message request, ObjectNode body) {
    // The sender's own number, however large it may be.
    ObjectNode reply = Body.with(body, "in_reply_to", request.field("msg_id"));
    return new Message(self(request), request.src(), reply);
  }

  private String self(Message received) {
    Membership known = membership.get();
    return known.isKnown() ? known.id() : received.dest();
  }
}
