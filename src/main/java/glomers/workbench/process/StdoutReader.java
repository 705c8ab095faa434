package glomers.workbench.process;

import glomers.node.Message;
import glomers.workbench.network.Network;
import glomers.workbench.process.LineJudge.Bad;
import glomers.workbench.process.LineJudge.Good;
import glomers.workbench.protocol.FaultKind;
import glomers.workbench.protocol.ProtocolFault;
import glomers.workbench.protocol.ProtocolFaults;
import glomers.workbench.protocol.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a node says, and gives the network what of it are messages. A line that is none is
 * counted and explained, and the next one is read; only in the compatible mode is the node not
 * listened to any more, as in Maelstrom.
 */
final class StdoutReader {
  private final String node;
  private final Network network;
  private final ProtocolFaults faults;
  private final boolean compat;
  private final LineJudge judge;
  private final LastLines lines = new LastLines();
  private volatile LineSplitter splitter;

  /** How far it had been read when the workbench began to end the node; null before. */
  private volatile LineSplitter.Mark end;

  private volatile boolean deaf;

  StdoutReader(String node, Network network, ProtocolFaults faults, boolean compat) {
    this.node = node;
    this.network = network;
    this.faults = faults;
    this.compat = compat;
    this.judge = new LineJudge(compat);
  }

  /** Reads until the stream ends. */
  void readAll(InputStream in) {
    LineSplitter input = new LineSplitter(in);
    splitter = input;
    try {
      Optional<LineSplitter.Line> line = input.next();
      while (line.isPresent() && !deaf) {
        read(line.get());
        line = input.next();
      }
      if (!deaf) {
        readRest(input.rest(), input.mark().newlines());
      }
    } catch (IOException e) {
      // The pipe broke: the process is gone, which somebody else reports.
    }
  }

  private void read(LineSplitter.Line line) {
    String text = text(line.bytes());
    lines.add(text);
    if (line.tooLong()) {
      fault(
          FaultKind.TOO_LONG, text, "is longer than a line may be: " + LineSplitter.LIMIT_IN_WORDS);
      return;
    }
    switch (judge.judge(line.bytes())) {
      case Good good -> route(good.message(), text);
      case Bad bad -> fault(bad.kind(), text, bad.cause());
    }
  }

  private void route(Message message, String text) {
    if (!message.src().equals(node) && !compat) {
      fault(
          FaultKind.WRONG_SOURCE,
          text,
          "has the \"src\" \"" + message.src() + "\" where this node is \"" + node + "\"");
      return;
    }
    switch (network.send(message)) {
      case SENT -> {}
      case UNKNOWN_SOURCE ->
          fault(
              FaultKind.UNKNOWN_SOURCE,
              text,
              "has the \"src\" \"" + message.src() + "\", nobody's");
      case UNKNOWN_DESTINATION ->
          fault(
              FaultKind.UNKNOWN_DESTINATION,
              text,
              "has the \"dest\" \"" + message.dest() + "\", nobody's");
      case CLIENT_GONE -> clientGone(message, text);
    }
  }

  private void clientGone(Message message, String text) {
    Optional<Requests.Complaint> complaint = faults.afterItsEnd(message);
    complaint.ifPresent(what -> fault(what.kind(), text, what.cause()));
    if (compat && end == null) {
      // Maelstrom stops reading such a node, whoever was at fault.
      deaf = true;
    }
  }

  /**
   * What came after the last newline, when there is no more to come. If it was the workbench that
   * ended the node, the newline may have been about to follow; but no newline can come any more
   * between two messages that both stood there already.
   */
  private void readRest(byte[] rest, long newlines) {
    LineSplitter.Mark killed = end;
    if (killed != null) {
      if (killed.newlines() == newlines) {
        severalMessages(Arrays.copyOf(rest, Math.min(killed.bytes(), rest.length)));
      }
      return;
    }
    if (severalMessages(rest) || rest.length == 0) {
      return;
    }
    switch (judge.judge(rest)) {
      case Good good ->
          report(
              FaultKind.NO_NEWLINE,
              text(rest),
              "has no newline after it, so it was never read; end every message with one");
      case Bad bad -> {
        // What begins like a message was cut off when the node died, which is reported by itself.
        if (!LineJudge.startsLikeMessage(rest) && bad.kind() != FaultKind.EMPTY_LINE) {
          report(bad.kind(), text(rest), bad.cause());
        }
      }
    }
  }

  private boolean severalMessages(byte[] rest) {
    boolean several = judge.judge(rest) instanceof Bad bad && bad.kind() == FaultKind.TRAILING_TEXT;
    if (several) {
      report(
          FaultKind.NO_NEWLINE,
          text(rest),
          "holds several messages without a newline after each; none of them was read");
    }
    return several;
  }

  private void fault(FaultKind kind, String text, String cause) {
    if (end != null) {
      // Processes of the node that are killed one after the other leave halves of lines.
      return;
    }
    report(kind, text, cause);
    deaf = compat;
  }

  /** The node closed a stream that it needs, and lives on. */
  void closed(FaultKind which, String cause) {
    if (end == null) {
      faults.add(new ProtocolFault(which, node, 0, "", cause));
    }
  }

  private void report(FaultKind kind, String text, String cause) {
    faults.add(new ProtocolFault(kind, node, lines.count(), text, cause));
  }

  private static String text(byte[] line) {
    // The fault keeps little more than a hundred characters; do not decode megabytes for that.
    return new String(line, 0, Math.min(line.length, 4096), StandardCharsets.UTF_8);
  }

  /** From now on the workbench is ending the node: what is seen afterwards accuses nobody. */
  void stopping() {
    if (end == null) {
      LineSplitter input = splitter;
      end = input == null ? new LineSplitter.Mark(0, 0) : input.mark();
    }
  }

  /** Whether the stream was read for as long as it was open. */
  boolean isHeard() {
    return !deaf;
  }

  List<String> lastLines() {
    return lines.lines();
  }

  /** What came so far, for a person who wonders why there was no answer. */
  String account() {
    LineSplitter input = splitter;
    String unfinished = input == null ? "" : input.unfinished();
    StringBuilder account = new StringBuilder();
    if (lines.count() == 0 && unfinished.isEmpty()) {
      return "It wrote nothing to stdout.";
    }
    if (lines.count() > 0) {
      account.append("What it wrote to stdout ends with line ").append(lines.count()).append(":");
      account.append("\n  ").append(cut(lines.lines().getLast()));
    }
    if (!unfinished.isEmpty()) {
      account.append(account.isEmpty() ? "" : "\n");
      account.append("It wrote this without a newline after it, so it was not read:");
      account.append("\n  ").append(cut(unfinished));
    }
    faults.examples().stream()
        .filter(fault -> fault.node().equals(node))
        .findFirst()
        .ifPresent(fault ->
            account
                .append("\nLine ")
                .append(fault.line())
                .append(" of its stdout ")
                .append(fault.cause())
                .append(":\n  ")
                .append(cut(fault.text())));
    return account.toString();
  }

  /** What it wrote and nobody read, since it has no newline; empty if there is none. */
  String unread() {
    LineSplitter input = splitter;
    return input == null ? "" : cut(input.unfinished());
  }

  private static String cut(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
