package glomers.workbench.process;

import glomers.node.Message;
import glomers.workbench.network.Network;
import glomers.workbench.process.Judgement.Bad;
import glomers.workbench.process.Judgement.Good;
import glomers.workbench.protocol.FaultKind;
import glomers.workbench.protocol.ProtocolFault;
import glomers.workbench.protocol.ProtocolFaults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
  private volatile boolean stopping;
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
        readRest(input.unfinished());
      }
    } catch (IOException e) {
      // The pipe broke: the process is gone, which somebody else reports.
    }
  }

  private void read(LineSplitter.Line line) {
    String text = text(line.bytes());
    lines.add(text);
    if (line.tooLong()) {
      fault(FaultKind.TOO_LONG, text, "is longer than " + LineSplitter.LIMIT + " bytes");
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
      case CLIENT_GONE -> {
        if (!stopping) {
          fault(
              FaultKind.LATE_REPLY,
              text,
              "comes too late: " + message.dest() + " had given up waiting and gone");
        }
      }
    }
  }

  /** What came after the last newline, when there is no more to come. */
  private void readRest(String rest) {
    if (rest.isBlank()) {
      return;
    }
    byte[] bytes = rest.getBytes(StandardCharsets.UTF_8);
    switch (judge.judge(bytes)) {
      case Good good ->
          fault(
              FaultKind.NO_NEWLINE,
              rest,
              "has no newline after it, so it was never read; end every message with one");
      case Bad bad -> {
        if (bad.kind() == FaultKind.TRAILING_TEXT) {
          fault(
              FaultKind.NO_NEWLINE,
              rest,
              "are several messages without a newline after each; none of them was read");
        } else if (!LineJudge.startsLikeMessage(bytes)) {
          fault(bad.kind(), rest, bad.cause());
        }
        // Else it was killed in the middle of a message, which is not its fault.
      }
    }
  }

  private void fault(FaultKind kind, String text, String cause) {
    faults.add(new ProtocolFault(kind, node, lines.count(), text, cause));
    deaf = compat;
  }

  private static String text(byte[] line) {
    // The fault keeps little more than a hundred characters; do not decode megabytes for that.
    return new String(line, 0, Math.min(line.length, 4096), StandardCharsets.UTF_8);
  }

  /** From now on the workbench is ending the node. */
  void stopping() {
    stopping = true;
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

  private static String cut(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
