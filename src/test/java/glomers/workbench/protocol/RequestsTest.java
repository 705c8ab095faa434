package glomers.workbench.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of a message that no client was waiting for. */
class RequestsTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ProtocolFaults faults = new ProtocolFaults();
  private final Requests requests = faults.opened("c7");

  private Optional<FaultKind> about(long inReplyTo) {
    return requests.about(JSON.numberNode(inReplyTo)).map(Requests.Complaint::kind);
  }

  @Test
  void anAnswerToARequestThatWasGivenUpIsLateAndASecondOneIsOneTooMany() {
    requests.begin("n1", "echo");
    requests.giveUp(true);
    assertEquals(Optional.of(FaultKind.LATE_REPLY), about(1));
    assertEquals(Optional.of(FaultKind.SECOND_REPLY), about(1));
  }

  @Test
  void anAnswerThatNobodyWaitedForSinceTheRunWasOverAccusesNobody() {
    requests.begin("n1", "echo");
    assertEquals(Optional.empty(), about(1), "the client is leaving");
    requests.giveUp(false);
    assertEquals(Optional.empty(), about(1));
  }

  @Test
  void aPauseBeforeTheRequestThatHadEndedIsNoExcuseAndOneOfAnotherNodeNeither() {
    faults.disturbances().begin("n1");
    faults.disturbances().end("n1");
    requests.begin("n1", "echo");
    faults.disturbances().begin("n2");
    requests.giveUp(true);
    assertEquals(Optional.of(FaultKind.LATE_REPLY), about(1));
  }

  @Test
  void aPauseThatTheRequestFellIntoOrThatBeganMeanwhileIsAnExcuse() {
    faults.disturbances().begin("n1");
    requests.begin("n1", "echo");
    faults.disturbances().end("n1");
    requests.giveUp(true);
    assertEquals(Optional.empty(), about(1));
    requests.begin("n1", "echo");
    faults.disturbances().begin("n1");
    faults.disturbances().end("n1");
    requests.giveUp(true);
    assertEquals(Optional.empty(), about(2));
  }

  @Test
  void whatWasNeverAskedIsNamed() {
    requests.begin("n1", "echo");
    requests.answered();
    assertEquals(Optional.of(FaultKind.UNEXPECTED_REPLY), about(2));
    assertTrue(requests.about(null).orElseThrow().cause().contains("lacks \"in_reply_to\""));
    for (var id : List.of(JSON.numberNode(1.0), JSON.textNode("1"), JSON.nullNode())) {
      String cause = requests.about(id).orElseThrow().cause();
      assertTrue(cause.endsWith("the request's \"msg_id\": a whole number"), cause);
    }
  }
}
