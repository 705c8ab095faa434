package glomers.workbench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.RealHost;
import glomers.workbench.SeededRandom;
import glomers.workbench.history.Keyword;
import glomers.workbench.network.Conditions;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.Latency;
import glomers.workbench.network.MessageFaults;
import glomers.workbench.network.Network;
import glomers.workbench.network.NetworkJournal;
import glomers.workbench.network.Party;
import glomers.workbench.protocol.FaultKind;
import glomers.workbench.protocol.ProtocolFault;
import glomers.workbench.protocol.ProtocolFaults;
import glomers.workbench.protocol.Requests;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StdoutReaderTest {
  private static final String TO_CLIENT = line("n1", "c0");

  private final ProtocolFaults faults = new ProtocolFaults();
  private final List<Envelope> arrived = new CopyOnWriteArrayList<>();
  private Network network;
  private Requests gone;

  @BeforeEach
  void makeNetwork() {
    network =
        new Network(
            new RealHost("test"),
            new Conditions(Latency.NONE, MessageFaults.NONE, false),
            SeededRandom.of(1, "network"),
            NetworkJournal.NONE);
    for (String node : List.of("n1", "n2")) {
      network.attach(node, Party.NODE, arrived::add);
    }
    network.attach("c0", Party.CLIENT, arrived::add);
    network.attach("gone", Party.CLIENT, arrived::add);
    network.detach("gone");
    gone = faults.opened("gone");
  }

  private static String line(String src, String dest) {
    return "{\"src\":\"%s\",\"dest\":\"%s\",\"body\":{\"type\":\"x\"}}".formatted(src, dest);
  }

  private StdoutReader read(boolean compat, String text) {
    StdoutReader reader = new StdoutReader("n1", network, faults, compat);
    reader.readAll(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    return reader;
  }

  private ProtocolFault onlyFault() {
    assertEquals(1, faults.examples().size(), () -> "" + faults.examples());
    return faults.examples().getFirst();
  }

  @Test
  void messagesGoToTheNetwork() {
    read(false, TO_CLIENT + "\n" + line("n1", "n2") + "\n");
    assertEquals(2, arrived.size());
    assertEquals(Map.of(), faults.counts());
  }

  @Test
  void aBadLineIsNamedByNumberAndTheOthersAreRead() {
    read(false, TO_CLIENT + "\nstarting up\n" + TO_CLIENT + "\n");
    assertEquals(2, arrived.size());
    ProtocolFault fault = onlyFault();
    assertEquals(FaultKind.NOT_JSON, fault.kind());
    assertEquals("n1, line 2 of its stdout", fault.place());
    assertEquals("starting up", fault.text());
  }

  @Test
  void inCompatibleModeNothingIsReadAfterABadLine() {
    read(true, TO_CLIENT + "\nstarting up\n" + TO_CLIENT + "\n");
    assertEquals(1, arrived.size());
  }

  /** What is read from a node that the workbench ends after this. */
  private StdoutReader readUntilWeKill(String before, String after) {
    StdoutReader reader = new StdoutReader("n1", network, faults, false);
    InputStream first = new ByteArrayInputStream(before.getBytes(StandardCharsets.UTF_8));
    InputStream second =
        new ByteArrayInputStream(after.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] bytes, int from, int length) {
            reader.stopping();
            return super.read(bytes, from, length);
          }
        };
    reader.readAll(new SequenceInputStream(first, second));
    return reader;
  }

  private static String reply(int to) {
    return "{\"src\":\"n1\",\"dest\":\"gone\",\"body\":{\"in_reply_to\":" + to + "}}\n";
  }

  @Test
  void aMessageWithoutANewlineIsNoFaultWhereTheWorkbenchEndedTheNode() {
    readUntilWeKill(TO_CLIENT + "\n" + TO_CLIENT, "");
    assertEquals(Map.of(), faults.counts());
  }

  @Test
  void norIsHalfALogLineOrWhatSeveralProcessesLeaveOfTheirLines() {
    readUntilWeKill(TO_CLIENT + "\nstart", "");
    readUntilWeKill(TO_CLIENT + "\n" + TO_CLIENT.substring(0, 20), TO_CLIENT + "\n");
    readUntilWeKill(TO_CLIENT + "\n" + TO_CLIENT, TO_CLIENT);
    assertEquals(Map.of(), faults.counts());
  }

  @Test
  void messagesThatStoodThereWithoutANewlineBeforeTheWorkbenchEndedTheNodeAreAFault() {
    readUntilWeKill(TO_CLIENT + TO_CLIENT, "");
    assertEquals(FaultKind.NO_NEWLINE, onlyFault().kind());
  }

  @Test
  void aStreamThatIsClosedByOurKillIsNoFault() {
    readUntilWeKill(TO_CLIENT + "\n", "").closed(FaultKind.CLOSED_STDOUT, "closed its stdout");
    assertEquals(Map.of(), faults.counts());
  }

  @Test
  void aLineThatNeverEndsIsNamedWhenItIsTooLong() {
    read(false, "{".repeat(LineSplitter.LIMIT + 1));
    assertEquals(FaultKind.TOO_LONG, onlyFault().kind());
  }

  @Test
  void aReplyThatWasAlreadyGivenIsNotCalledLate() {
    gone.begin("n1", "init");
    gone.answered();
    read(false, reply(1));
    assertEquals(FaultKind.SECOND_REPLY, onlyFault().kind());
    assertTrue(onlyFault().cause().contains("request 1 (init) of gone once more"));
  }

  @Test
  void aReplyThatIsLateBecauseWePausedTheNodeIsNobodysFault() {
    gone.begin("n1", "echo");
    faults.disturbances().begin("n1");
    gone.giveUp(true);
    faults.disturbances().end("n1");
    read(false, reply(1));
    assertEquals(Map.of(), faults.counts());
  }

  @Test
  void aReplyToAClientThatHasGoneIsNamedAndHarmless() {
    gone.begin("n1", "echo");
    gone.giveUp(true);
    read(false, reply(1) + TO_CLIENT + "\n");
    assertEquals(1, arrived.size());
    assertEquals(FaultKind.LATE_REPLY, onlyFault().kind());
    assertTrue(onlyFault().cause().contains("gone had given up waiting"), onlyFault().cause());
    assertEquals(true, faults.verdict().toMap().get(VALID), "no failure by itself");
  }

  private static final Keyword VALID = Keyword.of("valid?");

  @Test
  void inCompatibleModeSuchAReplyMakesTheNodeUnheard() {
    read(true, line("n1", "gone") + "\n" + TO_CLIENT + "\n");
    assertEquals(List.of(), arrived);
  }

  @Test
  void aMessageToNobodyIsABadLine() {
    read(false, line("n1", "n7") + "\n");
    assertEquals(FaultKind.UNKNOWN_DESTINATION, onlyFault().kind());
    assertEquals(false, faults.verdict().toMap().get(VALID));
  }

  @Test
  void aMessageInSomebodyElsesNamePassesInCompatibleModeOnly() {
    read(false, line("n2", "c0") + "\n");
    assertEquals(FaultKind.WRONG_SOURCE, onlyFault().kind());
    assertEquals(List.of(), arrived);
    read(true, line("n2", "c0") + "\n");
    assertEquals(1, arrived.size());
  }

  @Test
  void aMessageInNobodysNameIsABadLineInBothModes() {
    read(true, line("n7", "c0") + "\n");
    assertEquals(FaultKind.UNKNOWN_SOURCE, onlyFault().kind());
  }

  @Test
  void aLastMessageWithoutANewlineIsNamed() {
    read(false, TO_CLIENT);
    assertEquals(FaultKind.NO_NEWLINE, onlyFault().kind());
    assertEquals(List.of(), arrived, "it was not read");
  }

  @Test
  void messagesThatNoNewlineSeparatesAreNamed() {
    read(false, TO_CLIENT + TO_CLIENT);
    assertEquals(FaultKind.NO_NEWLINE, onlyFault().kind());
  }

  @Test
  void beingKilledInTheMiddleOfAMessageIsNoFault() {
    read(false, TO_CLIENT + "\n" + TO_CLIENT.substring(0, 20));
    assertEquals(Map.of(), faults.counts());
  }

  @Test
  void examplesAreFewButTheCountIsWhole() {
    read(false, "log\n".repeat(1000));
    assertEquals(1000, faults.count(FaultKind.NOT_JSON));
    assertEquals(3, faults.examples().size());
  }

  @Test
  void longTextIsCut() {
    read(false, "x".repeat(3000) + "\n");
    assertEquals("x".repeat(200) + "… (3000 characters)", onlyFault().text());
  }

  @Test
  void theAccountOfASilentNodeShowsWhatItSaid() {
    assertEquals("It wrote nothing to stdout.", read(false, "").account());
    String account = read(false, "ready\nwaiting").account();
    assertTrue(account.contains("What it wrote to stdout ends with line 1:\n  ready"), account);
    assertTrue(account.contains("without a newline after it"), account);
    assertTrue(account.contains("print log lines to stderr"), account);
  }
}
