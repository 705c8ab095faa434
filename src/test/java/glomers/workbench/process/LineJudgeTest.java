package glomers.workbench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Message;
import glomers.workbench.process.LineJudge.Bad;
import glomers.workbench.process.LineJudge.Good;
import glomers.workbench.process.LineJudge.LineJudgement;
import glomers.workbench.protocol.FaultKind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * The table of lines that may appear on stdout, row by row: strict, and as Maelstrom takes them.
 */
class LineJudgeTest {
  private static final String MESSAGE =
      "{\"src\":\"n1\",\"dest\":\"c1\",\"body\":{\"type\":\"echo_ok\",\"in_reply_to\":1}}";

  private static LineJudgement judge(boolean compat, String line) {
    return new LineJudge(compat).judge(line.getBytes(StandardCharsets.UTF_8));
  }

  private static void bad(FaultKind kind, String cause, String line) {
    strictlyBad(kind, cause, line);
    assertEquals(kind, assertInstanceOf(Bad.class, judge(true, line), line).kind());
  }

  private static void strictlyBad(FaultKind kind, String cause, String line) {
    Bad bad = assertInstanceOf(Bad.class, judge(false, line), line);
    assertEquals(kind, bad.kind(), bad.cause());
    assertTrue(bad.cause().contains(cause), bad.cause());
  }

  private static Message good(boolean compat, String line) {
    return assertInstanceOf(Good.class, judge(compat, line), line).message();
  }

  @Test
  void aMessageIsAMessage() {
    Message message = good(false, MESSAGE);
    assertEquals("n1", message.src());
    assertEquals("c1", message.dest());
    assertEquals("echo_ok", message.type());
    good(false, "  " + MESSAGE + " \r");
    good(false, "{\"id\":7," + MESSAGE.substring(1));
  }

  @Test
  void logTextIsNoMessage() {
    bad(FaultKind.NOT_JSON, "print log lines to stderr", "Listening on stdin...");
    bad(FaultKind.NOT_JSON, "print log lines to stderr", "2026-01-01 12:00 INFO started");
    bad(FaultKind.NOT_JSON, "print log lines to stderr", "[INFO] started");
  }

  @Test
  void brokenJsonSaysWhere() {
    bad(FaultKind.NOT_JSON, "one message is one line", "{\"src\":\"n1");
    bad(FaultKind.NOT_JSON, "near column 13, where this stands: }", "{\"src\":\"n1\",}");
    bad(FaultKind.NOT_JSON, "(JSON has double quotes)", "{'src':'n1'}");
    bad(FaultKind.NOT_JSON, "begins like a message", "{'src':'n1'}");
    bad(FaultKind.NOT_JSON, "begins like a message", "{\"src\":\"n1\",}");
  }

  @Test
  void twoMessagesOnALineAreNamedWhereMaelstromDropsTheSecondInSilence() {
    strictlyBad(FaultKind.TRAILING_TEXT, "holds two messages", MESSAGE + MESSAGE);
    strictlyBad(FaultKind.TRAILING_TEXT, "goes on after the message", MESSAGE + " done");
    assertEquals("n1", good(true, MESSAGE + MESSAGE).src());
    assertEquals("n1", good(true, MESSAGE + " done").src());
  }

  @Test
  void anEmptyLineIsNoMessage() {
    bad(FaultKind.EMPTY_LINE, "empty line", "");
    bad(FaultKind.EMPTY_LINE, "empty line", " \t\r");
  }

  @Test
  void jsonThatIsNoObjectIsNoMessage() {
    bad(FaultKind.NOT_AN_OBJECT, "not an object", "[1,2]");
    bad(FaultKind.NOT_AN_OBJECT, "not an object", "42");
    bad(FaultKind.NOT_AN_OBJECT, "not an object", "null");
  }

  @Test
  void srcAndDestMustBeThereAndBeStrings() {
    bad(FaultKind.MISSING_FIELD, "lacks \"src\"", "{\"dest\":\"c1\",\"body\":{}}");
    bad(FaultKind.MISSING_FIELD, "lacks \"dest\"", "{\"src\":\"n1\",\"body\":{}}");
    bad(FaultKind.WRONG_FIELD, "\"src\"", "{\"src\":1,\"dest\":\"c1\",\"body\":{}}");
    bad(FaultKind.WRONG_FIELD, "\"dest\"", "{\"src\":\"n1\",\"dest\":null,\"body\":{}}");
  }

  @Test
  void otherFieldsBelongIntoTheBody() {
    bad(FaultKind.WRONG_FIELD, "\"type\"", "{\"type\":\"a\"," + MESSAGE.substring(1));
    bad(FaultKind.WRONG_FIELD, "\"id\"", "{\"id\":\"7\"," + MESSAGE.substring(1));
  }

  @Test
  void aMissingBodyPassesForAnEmptyOneInMaelstromOnly() {
    strictlyBad(FaultKind.MISSING_FIELD, "lacks \"body\"", "{\"src\":\"n1\",\"dest\":\"c1\"}");
    assertTrue(good(true, "{\"src\":\"n1\",\"dest\":\"c1\"}").body().isEmpty());
  }

  @Test
  void aBodyMustBeAnObject() {
    for (String body : new String[] {"\"x\"", "1", "[]", "null"}) {
      bad(
          FaultKind.BODY_NOT_OBJECT,
          "\"body\"",
          MESSAGE.replaceFirst("\\{\"type.*\\}\\}", body + "}"));
    }
  }

  @Test
  void whatIsInTheBodyIsNobodysBusinessHere() {
    good(false, MESSAGE.replaceFirst("\\{\"type.*\\}\\}", "{}}"));
    good(false, MESSAGE.replace("echo_ok", "unheard-of"));
  }

  @Test
  void bytesThatAreNoTextAreNoMessage() {
    LineJudgement judgement =
        new LineJudge(false).judge(new byte[] {(byte) 0xff, (byte) 0xfe, 0x7b});
    assertEquals(FaultKind.NOT_JSON, assertInstanceOf(Bad.class, judgement).kind());
  }
}
