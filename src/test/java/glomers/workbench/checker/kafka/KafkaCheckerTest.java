package glomers.workbench.checker.kafka;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.workbench.checker.Validity;
import glomers.workbench.checker.Verdict;
import glomers.workbench.checker.kafka.KafkaChecker.CommitRule;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import glomers.workbench.history.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaCheckerTest {
  private static final Keyword SEND = Keyword.of("send");
  private static final Keyword POLL = Keyword.of("poll");

  /** Messages 1, 2, 3 of key k at offsets 0, 1, 2, sent by process 0. */
  private static LogHistory three() {
    return new LogHistory().send(0, "k", 1L, 0).send(0, "k", 2L, 1).send(0, "k", 3L, 2);
  }

  private static LogHistory threeSeen() {
    return three().poll(9, "k", 0, 1L, 1, 2L, 2, 3L);
  }

  @Test
  void aLogThatIsReadInOrderIsValid() {
    Verdict verdict =
        new KafkaChecker(false)
            .check(three().poll(1, "k", 0, 1L).poll(1, "k", 1, 2L, 2, 3L).history());
    assertEquals(Validity.VALID, verdict.validity(), verdict::toString);
    assertEquals(
        List.of("worst-realtime-lag", "bad-error-types", "error-types", "info-txn-causes"),
        verdict.details().keySet().stream().map(Keyword::name).toList());
  }

  @Test
  void aHistoryWithoutOperationsCannotBeJudged() {
    assertEquals(Validity.UNKNOWN, new KafkaChecker(false).check(List.of()).validity());
    assertEquals(Validity.UNKNOWN, new KafkaChecker(true).check(List.of()).validity());
  }

  @Test
  void anAcknowledgedMessageBelowPolledOnesThatNobodyPolledIsLost() {
    var lost = three().poll(1, "k", 0, 1L).assign(1).poll(1, "k", 2, 3L);
    assertEquals(List.of("lost-write", "unseen"), lost.anomalies());
    Map<?, ?> found = firstCase(lost, "lost-write");
    assertEquals(2L, found.get(Keyword.of("value")));
    assertEquals(1L, found.get(Keyword.of("index")));
    assertEquals(2L, found.get(Keyword.of("max-read-index")));
  }

  @Test
  void aLostMessageIsLostWhoeverPolledTheLaterOnesAndInWhateverOrder() {
    assertAll(
        () -> // acknowledged only after the poll
        assertEquals(
                List.of("lost-write", "unseen"),
                new LogHistory()
                    .beginSend(0, "k", 1L)
                    .send(1, "k", 2L, 1)
                    .poll(2, "k", 1, 2L)
                    .sent(0, "k", 1L, 0)
                    .anomalies()),
        () -> // overwritten: another message has its offset
        assertEquals(
                List.of("inconsistent-offsets", "lost-write", "unseen"),
                new LogHistory()
                    .send(0, "k", 1L, 0)
                    .send(1, "k", 2L, 0)
                    .poll(2, "k", 0, 2L)
                    .anomalies()));
  }

  @Test
  void anAcknowledgedMessageAboveThePolledOnesIsUnseenButNotLost() {
    var unseen = three().poll(1, "k", 0, 1L, 1, 2L);
    assertEquals(List.of("unseen"), unseen.anomalies());
    Map<?, ?> entry = (Map<?, ?>) unseen(unseen);
    assertEquals(Map.of("k", 1L), entry.get(Keyword.of("unseen")));
    assertEquals(Map.of("k", new Sequence(List.of(3L))), entry.get(Keyword.of("messages")));
    assertEquals(7_000_000L, entry.get(Keyword.of("time")));
  }

  @Test
  void aMessageOfUnknownOutcomeOrOneThatFailedMayBeMissing() {
    assertEquals(
        List.of(),
        threeSeen()
            .sendEnds(Type.INFO, 1, "k", 4L)
            .sendEnds(Type.FAIL, 1, "k", 5L)
            .beginSend(1, "k", 6L)
            .anomalies());
  }

  @Test
  void twoMessagesAtOneOffsetAreAContradictionBetweenAnyWhoSayIt() {
    assertAll(
        () -> // two acknowledgements; a poll that shows both would be wrong in itself
        assertEquals(
                List.of("inconsistent-offsets"),
                new LogHistory()
                    .send(0, "k", 1L, 0)
                    .send(1, "k", 2L, 0)
                    .poll(2, "k", 0, 1L)
                    .poll(3, "k", 0, 2L)
                    .anomalies()),
        () -> // an acknowledgement and a poll
        assertEquals(
                List.of("duplicate", "inconsistent-offsets"),
                new LogHistory()
                    .send(0, "k", 1L, 0)
                    .send(1, "k", 2L, 1)
                    .poll(2, "k", 0, 2L)
                    .poll(3, "k", 0, 1L)
                    .anomalies()),
        () -> // two polls
        assertEquals(
                List.of("inconsistent-offsets"),
                new LogHistory()
                    .sendEnds(Type.INFO, 0, "k", 1L)
                    .sendEnds(Type.INFO, 1, "k", 2L)
                    .poll(2, "k", 0, 1L)
                    .poll(3, "k", 0, 2L)
                    .anomalies()),
        () -> // two keys have nothing to do with each other
        assertEquals(
                List.of(),
                new LogHistory()
                    .send(0, "k", 1L, 0)
                    .send(1, "j", 2L, 0)
                    .poll(2, "k", 0, 1L)
                    .poll(2, "j", 0, 2L)
                    .anomalies()));
  }

  @Test
  void aMessageAtTwoOffsetsIsADuplicate() {
    assertAll(
        () ->
            assertEquals(
                List.of("duplicate"),
                new LogHistory()
                    .send(0, "k", 1L, 0)
                    .poll(1, "k", 0, 1L)
                    .poll(2, "k", 1, 1L)
                    .anomalies()),
        () ->
            assertEquals(
                List.of("duplicate"),
                new LogHistory().send(0, "k", 1L, 0).poll(1, "k", 0, 1L, 1, 1L).anomalies()),
        () ->
            assertEquals(
                List.of("duplicate"),
                new LogHistory()
                    .sendEnds(Type.INFO, 0, "k", 1L)
                    .poll(1, "k", 3, 1L)
                    .poll(2, "k", 8, 1L)
                    .anomalies()),
        () ->
            assertEquals(
                List.of(),
                new LogHistory()
                    .send(0, "k", 1L, 0)
                    .poll(1, "k", 0, 1L)
                    .poll(2, "k", 0, 1L)
                    .anomalies()));
  }

  @Test
  void aPollThatJumpsOverAnExistingMessageSkips() {
    var skip = threeSeen().poll(1, "k", 0, 1L).poll(1, "k", 2, 3L);
    assertEquals(List.of("poll-skip"), skip.anomalies());
    assertEquals(List.of(2L), firstCase(skip, "poll-skip").get(Keyword.of("skipped")));
    assertEquals(List.of("int-poll-skip"), threeSeen().poll(1, "k", 0, 1L, 2, 3L).anomalies());
    assertEquals(
        List.of("int-poll-skip"),
        threeSeen().send(0, "k", 4L, 3).poll(2, "k", 0, 1L, 2, 3L, 3, 4L).anomalies());
  }

  @Test
  void aGapInTheOffsetsIsNoSkip() {
    assertEquals(
        List.of(),
        new LogHistory()
            .send(0, "k", 1L, 10)
            .send(0, "k", 2L, 1_000_000)
            .poll(1, "k", 10, 1L)
            .poll(1, "k", 1_000_000, 2L)
            .anomalies());
  }

  @Test
  void aPollThatStaysOrGoesBackIsNonmonotonic() {
    assertAll(
        () ->
            assertEquals(
                List.of("nonmonotonic-poll"),
                threeSeen().poll(1, "k", 0, 1L, 1, 2L).poll(1, "k", 1, 2L).anomalies()),
        () ->
            assertEquals(
                List.of("nonmonotonic-poll"),
                threeSeen().poll(1, "k", 0, 1L, 1, 2L).poll(1, "k", 0, 1L).anomalies()),
        () ->
            assertEquals(
                List.of("int-nonmonotonic-poll"),
                threeSeen().poll(1, "k", 1, 2L, 0, 1L).anomalies()),
        () ->
            assertEquals(
                List.of(), threeSeen().poll(1, "k", 0, 1L, 1, 2L).poll(2, "k", 1, 2L).anomalies()));
  }

  @Test
  void anEmptyPollMovesNothing() {
    assertEquals(
        List.of(), threeSeen().poll(1, "k", 0, 1L).poll(1, "k").poll(1, "k", 1, 2L).anomalies());
  }

  @Test
  void anAssignmentForgetsOnlyTheKeysItLeavesOut() {
    assertAll(
        () ->
            assertEquals(
                List.of(),
                threeSeen()
                    .assign(1, "k")
                    .poll(1, "k", 0, 1L)
                    .assign(1, "j")
                    .assign(1, "k")
                    .poll(1, "k", 0, 1L)
                    .anomalies()),
        () ->
            assertEquals(
                List.of("nonmonotonic-poll"),
                threeSeen()
                    .assign(1, "k")
                    .poll(1, "k", 0, 1L)
                    .assign(1, "k", "j")
                    .poll(1, "k", 0, 1L)
                    .anomalies()),
        () ->
            assertEquals(
                List.of("poll-skip"),
                threeSeen()
                    .assign(1, "k")
                    .poll(1, "k", 0, 1L)
                    .assign(1, "j", "k")
                    .poll(1, "k", 2, 3L)
                    .anomalies()));
  }

  @Test
  void aPollThatFailedMovesNothing() {
    assertEquals(
        List.of(),
        threeSeen()
            .poll(1, "k", 0, 1L)
            .beginPoll(1)
            .end(1, Type.FAIL, List.of(List.of(POLL)), Map.of())
            .poll(1, "k", 1, 2L)
            .anomalies());
  }

  @Test
  void successiveSendsOfAProcessGetGrowingOffsets() {
    var seen = new Object[] {0, 1L, 1, 2L};
    assertAll(
        () ->
            assertEquals(
                List.of("nonmonotonic-send"),
                new LogHistory()
                    .send(0, "k", 2L, 1)
                    .send(0, "k", 1L, 0)
                    .poll(1, "k", seen)
                    .anomalies()),
        () ->
            assertEquals(
                List.of("nonmonotonic-send"),
                new LogHistory()
                    .send(0, "k", 2L, 1)
                    .send(0, "j", 1L, 0)
                    .send(0, "k", 1L, 0)
                    .poll(3, "k", 0, 1L, 1, 2L)
                    .poll(3, "j", 0, 1L)
                    .anomalies()),
        () -> // the same offset twice
        assertEquals(
                List.of("inconsistent-offsets", "nonmonotonic-send"),
                new LogHistory()
                    .send(0, "k", 1L, 0)
                    .send(0, "k", 2L, 0)
                    .poll(1, "k", 0, 1L)
                    .poll(2, "k", 0, 2L)
                    .anomalies()),
        () -> // by two processes
        assertEquals(
                List.of(),
                new LogHistory()
                    .send(0, "k", 2L, 1)
                    .send(1, "k", 1L, 0)
                    .poll(1, "k", seen)
                    .anomalies()),
        () -> // by one, to two keys
        assertEquals(
                List.of(),
                new LogHistory()
                    .send(0, "k", 1L, 5)
                    .send(0, "j", 1L, 0)
                    .poll(1, "k", 5, 1L)
                    .poll(1, "j", 0, 1L)
                    .anomalies()));
  }

  @Test
  void severalSendsOfOneOperationAreComparedWithEachOther() {
    assertEquals(
        List.of("int-nonmonotonic-send"),
        new LogHistory()
            .begin(0, "txn", List.of(List.of(SEND, "k", 1L), List.of(SEND, "k", 2L)))
            .end(
                0,
                Type.OK,
                List.of(List.of(SEND, "k", List.of(1L, 1L)), List.of(SEND, "k", List.of(0L, 2L))),
                Map.of())
            .poll(1, "k", 0, 2L, 1, 1L)
            .anomalies());
  }

  @Test
  void aGapBetweenSendsOfOneOperationIsToldButTolerated() {
    Verdict verdict =
        new KafkaChecker(true)
            .check(
                new LogHistory()
                    .send(1, "k", 9L, 1)
                    .begin(0, "txn", List.of(List.of(SEND, "k", 1L), List.of(SEND, "k", 2L)))
                    .end(
                        0,
                        Type.OK,
                        List.of(
                            List.of(SEND, "k", List.of(0L, 1L)),
                            List.of(SEND, "k", List.of(2L, 2L))),
                        Map.of())
                    .poll(1, "k", 0, 1L, 1, 9L, 2, 2L)
                    .history());
    assertEquals(Validity.VALID, verdict.validity());
    assertEquals(List.of("int-send-skip"), LogHistory.names(verdict));
    assertEquals(new Sequence(List.of()), verdict.details().get(Keyword.of("bad-error-types")));
  }

  @Test
  void aMessageWhoseSendFailedMayNotBePolled() {
    assertAll(
        () ->
            assertEquals(
                List.of("G1a"),
                threeSeen()
                    .sendEnds(Type.FAIL, 0, "k", 4L)
                    .poll(1, "k", 2, 3L, 3, 4L)
                    .anomaliesInMaelstrom()),
        () ->
            assertEquals(
                List.of("G1a"),
                threeSeen().sendEnds(Type.FAIL, 0, "k", 4L).poll(1, "k", 2, 3L, 3, 4L).anomalies()),
        () -> // polled before the send is known to have failed
        assertEquals(
                List.of("G1a"),
                new LogHistory()
                    .beginSend(0, "k", 1L)
                    .poll(1, "k", 0, 1L)
                    .end(0, Type.FAIL, List.of(List.of(SEND, "k", 1L)), Map.of())
                    .anomalies()),
        () ->
            assertEquals(
                List.of(),
                new LogHistory().sendEnds(Type.INFO, 0, "k", 1L).poll(1, "k", 0, 1L).anomalies()),
        () ->
            assertEquals(
                List.of(),
                new LogHistory()
                    .sendEnds(Type.FAIL, 0, "k", 1L)
                    .send(0, "j", 1L, 0)
                    .poll(1, "j", 0, 1L)
                    .anomalies()));
  }

  @Test
  void anOperationMayNotPollItsOwnSend() {
    Object request = List.of(List.of(SEND, "k", 1L), List.of(POLL));
    Object reply =
        List.of(
            List.of(SEND, "k", List.of(0L, 1L)),
            List.of(POLL, Map.of("k", List.of(List.of(0L, 1L)))));
    assertEquals(
        List.of("precommitted-read"),
        new LogHistory().begin(0, "txn", request).end(0, Type.OK, reply, Map.of()).anomalies());
  }

  @Test
  void aMessagePolledBeforeItWasSentIsACircleInRealTime() {
    assertAll(
        () ->
            assertEquals(
                List.of("G1c-realtime"),
                new LogHistory().poll(1, "k", 0, 1L).send(0, "k", 1L, 0).anomalies()),
        () -> // the process itself knows best
        assertEquals(
                List.of("G1c-process"),
                new LogHistory().poll(0, "k", 0, 1L).send(0, "k", 1L, 0).anomalies()),
        () -> // through others: polled, then something was sent, polled by the sender before it
            // sent
            assertEquals(
                List.of("G1c-process"),
                new LogHistory()
                    .beginSend(1, "j", 1L)
                    .poll(0, "k", 0, 1L)
                    .send(0, "j", 2L, 1)
                    .sent(1, "j", 1L, 0)
                    .poll(1, "j", 0, 1L, 1, 2L)
                    .send(1, "k", 1L, 0)
                    .anomalies()),
        () -> // polled while it is being sent
        assertEquals(
                List.of(),
                new LogHistory()
                    .beginSend(0, "k", 1L)
                    .poll(1, "k", 0, 1L)
                    .sent(0, "k", 1L, 0)
                    .anomalies()));
  }

  @Test
  void operationsThatSawEachOthersMessagesAreACircle() {
    Object both = List.of(POLL, Map.of("k", List.of(List.of(0L, 1L)), "j", List.of()));
    assertEquals(
        List.of("G1c"),
        new LogHistory()
            .begin(0, "txn", List.of(List.of(SEND, "k", 1L), List.of(POLL)))
            .begin(1, "txn", List.of(List.of(SEND, "j", 1L), List.of(POLL)))
            .end(
                0,
                Type.OK,
                List.of(
                    List.of(SEND, "k", List.of(0L, 1L)),
                    List.of(POLL, Map.of("j", List.of(List.of(0L, 1L))))),
                Map.of())
            .end(1, Type.OK, List.of(List.of(SEND, "j", List.of(0L, 1L)), both), Map.of())
            .anomalies());
  }

  @Test
  void aCommittedOffsetThatWasAcknowledgedIsShownToWhoAsksLater() {
    assertAll(
        () ->
            assertEquals(
                List.of("committed-went-back"),
                threeSeen()
                    .pollCommitting(1, Map.of("k", 1L), "k", 0, 1L, 1, 2L)
                    .assignShown(2, Map.of("k", 0L), "k")
                    .anomalies()),
        () -> // forgotten altogether
        assertEquals(
                List.of("committed-went-back"),
                threeSeen()
                    .pollCommitting(1, Map.of("k", 1L), "k", 0, 1L, 1, 2L)
                    .assignShown(2, Map.of(), "k")
                    .anomalies()),
        () -> // shown to one, then less to another
        assertEquals(
                List.of("committed-went-back"),
                threeSeen()
                    .assignShown(2, Map.of("k", 2L), "k")
                    .assignShown(3, Map.of("k", 1L), "k")
                    .anomalies()),
        () -> // a slower client commits less: the commit is granted, the offset stays
        assertEquals(
                List.of(),
                threeSeen()
                    .pollCommitting(1, Map.of("k", 2L), "k", 0, 1L, 1, 2L, 2, 3L)
                    .pollCommitting(2, Map.of("k", 0L), "k", 0, 1L)
                    .assignShown(2, Map.of("k", 2L), "k")
                    .anomalies()));
  }

  @Test
  void whoAsksWhileACommitIsUnderWayMayBeShownEither() {
    assertEquals(
        List.of(),
        threeSeen()
            .begin(2, "assign", List.of("k"))
            .pollCommitting(1, Map.of("k", 1L), "k", 0, 1L, 1, 2L)
            .assigned(2, Map.of(), "k")
            .anomalies());
  }

  @Test
  void anAssignmentThatAskedForNothingIsNotHeldAgainstAnybody() {
    assertEquals(
        List.of(),
        threeSeen()
            .pollCommitting(1, Map.of("k", 1L), "k", 0, 1L, 1, 2L)
            .assign(2, "k")
            .assignShown(3, Map.of("j", 4L), "j")
            .anomalies());
  }

  @Test
  void maelstromDoesNotKnowOfCommittedOffsetsGoingBackNorOfMessagesFromNowhere() {
    var history =
        threeSeen()
            .pollCommitting(1, Map.of("k", 1L), "k", 0, 1L, 1, 2L)
            .assignShown(2, Map.of("k", 0L), "k")
            .poll(2, "k", 0, 1L, 1, 2L, 2, 3L, 3, "garbage");
    assertEquals(
        Validity.UNKNOWN, new KafkaChecker(true).check(history.history()).validity(), "it fails");
    assertEquals(List.of("committed-went-back", "never-sent"), history.anomalies());
  }

  @Test
  void committedOffsetsThatGoBackAreAFaultOnlyWhereThatIsAskedFor() {
    var history =
        threeSeen()
            .pollCommitting(1, Map.of("k", 1L), "k", 0, 1L, 1, 2L) // until 9 ms
            .assignShown(2, Map.of("k", 0L), "k") // from 10 ms
            .poll(2, "k", 0, 1L, 1, 2L, 2, 3L)
            .history();
    Verdict any = new KafkaChecker(false).check(history);
    assertEquals(Validity.VALID, any.validity(), any::toString);
    assertEquals(List.of("committed-went-back"), LogHistory.names(any));
    assertEquals(
        Validity.INVALID, new KafkaChecker(false, CommitRule.MONOTONIC).check(history).validity());
    Map<?, ?> found = firstCase(any, "committed-went-back");
    assertEquals(1L, found.get(Keyword.of("committed")));
    assertEquals(0L, found.get(Keyword.of("shown")));
    assertEquals(2L, found.get(Keyword.of("process")));
    assertEquals(0.001, found.get(Keyword.of("lag")));
    assertEquals(0.011, found.get(Keyword.of("time")));
  }

  @Test
  void theFirstPollBeginsWhereTheClientWasToBegin() {
    assertAll(
        () ->
            assertEquals(
                List.of("wrong-start"), threeSeen().seek(1, "k").poll(1, "k", 1, 2L).anomalies()),
        () ->
            assertEquals(
                List.of(), threeSeen().seek(1, "k").poll(1, "k").poll(1, "k", 0, 1L).anomalies()),
        () -> // from the committed offset on
        assertEquals(
                List.of(),
                threeSeen()
                    .assignShown(1, Map.of("k", 1L), "k")
                    .poll(1, "k", 1, 2L, 2, 3L)
                    .anomalies()),
        () ->
            assertEquals(
                List.of("wrong-start"),
                threeSeen().assignShown(1, Map.of("k", 1L), "k").poll(1, "k", 2, 3L).anomalies()),
        () ->
            assertEquals(
                List.of("wrong-start"),
                threeSeen()
                    .assignShown(1, Map.of("k", 1L), "k")
                    .poll(1, "k", 0, 1L, 1, 2L)
                    .anomalies()),
        () -> // nothing committed: from the beginning
        assertEquals(
                List.of("wrong-start"),
                threeSeen().assignShown(1, Map.of(), "k").poll(1, "k", 1, 2L).anomalies()),
        () -> // what a client keeps, it is not assigned anew
        assertEquals(
                List.of(),
                threeSeen()
                    .assignShown(1, Map.of("k", 0L), "k")
                    .poll(1, "k", 0, 1L)
                    .assignShown(1, Map.of("k", 0L), "k", "j")
                    .poll(1, "k", 1, 2L)
                    .anomalies()),
        () -> // nor if it has not polled it yet
        assertEquals(
                List.of(),
                threeSeen()
                    .assignShown(1, Map.of("k", 1L), "k")
                    .assignShown(1, Map.of("k", 2L), "k")
                    .poll(1, "k", 1, 2L)
                    .anomalies()),
        () -> // who did not tell where it was to begin may begin anywhere
        assertEquals(List.of(), threeSeen().assign(1, "k").poll(1, "k", 2, 3L).anomalies()));
  }

  @Test
  void aSendWithoutAnAnswerMayComeLateButNotBeforeWhatItsProcessHadSentBefore() {
    assertEquals(
        List.of("nonmonotonic-send"),
        new LogHistory()
            .send(0, "k", 1L, 4)
            .sendEnds(Type.INFO, 0, "k", 2L)
            .poll(9, "k", 1, 2L, 4, 1L)
            .anomalies());
    var late =
        new LogHistory()
            .sendEnds(Type.INFO, 0, "k", 1L)
            .send(0, "k", 2L, 3)
            .poll(9, "k", 3, 2L, 4, 1L);
    assertEquals(List.of(), late.anomalies());
    assertEquals(List.of("nonmonotonic-send"), late.anomaliesInMaelstrom());
    assertEquals(
        List.of(),
        new LogHistory()
            .send(0, "k", 1L, 4)
            .sendEnds(Type.INFO, 0, "k", 2L)
            .poll(9, "k", 4, 1L)
            .anomalies());
  }

  @Test
  void whereNoMessageWasAcknowledgedOrPolledThereIsNothingToJudge() {
    var failed = new LogHistory().sendEnds(Type.FAIL, 0, "k", 1L).sendEnds(Type.INFO, 1, "k", 2L);
    assertEquals(Validity.UNKNOWN, new KafkaChecker(false).check(failed.history()).validity());
    assertEquals(
        Validity.UNKNOWN,
        new KafkaChecker(false).check(failed.assign(2, "k").poll(2, "k").history()).validity());
  }

  @Test
  void negativeOffsetsAreMalformed() {
    assertEquals(
        List.of("malformed-replies"),
        new LogHistory().send(0, "k", 1L, -3).poll(1, "k", -3, 1L).anomalies());
    assertEquals(
        List.of("malformed-replies"),
        new LogHistory().sendEnds(Type.INFO, 0, "k", 1L).poll(1, "k", -1, 1L).anomalies());
  }

  @Test
  void maelstromFailsWhereAllPollsOfAKeyAreEmpty() {
    var history = threeSeen().assign(1, "j").poll(1, "j");
    assertEquals(List.of(), history.anomalies());
    assertEquals(Validity.UNKNOWN, new KafkaChecker(true).check(history.history()).validity());
  }

  @Test
  void maelstromForgetsAPositionWhenAPollBringsNothing() {
    var history = threeSeen().poll(1, "k", 0, 1L).poll(1, "k").poll(1, "k", 2, 3L);
    assertEquals(List.of("poll-skip"), history.anomalies());
    assertEquals(List.of(), history.anomaliesInMaelstrom());
  }

  @Test
  void whatCannotBeReadInAReplyIsToldAndStopsNothing() {
    var history =
        three()
            .beginSend(1, "k", 4L)
            .end(1, Type.OK, List.of(List.of(SEND, "k", List.of("two", 4L))), Map.of())
            .beginPoll(2)
            .end(
                2,
                Type.OK,
                List.of(
                    List.of(POLL, Map.of("k", List.of(List.of(0L, 1L), 17L, List.of(1L, 2L, 3L))))),
                Map.of())
            .poll(3, "k", 0, 1L, 1, 2L, 2, 3L, 3, 4L)
            .begin(4, "poll", null)
            .end(4, Type.OK, "nonsense", Map.of())
            .begin(4, "assign", null)
            .end(4, Type.OK, null, Map.of());
    assertEquals(List.of("malformed-replies"), history.anomalies());
    assertEquals(List.of(), history.anomaliesInMaelstrom());
  }

  @Test
  void equalAndNullMessagesAreToldApartByTheirOffsets() {
    var equal = new LogHistory().send(0, "k", "x", 0).send(1, "k", "x", 1).send(0, "k", null, 2);
    assertEquals(List.of(), equal.poll(2, "k", 0, "x", 1, "x").poll(2, "k", 2, null).anomalies());
    assertEquals(
        List.of("lost-write", "poll-skip", "unseen"),
        new LogHistory()
            .send(0, "k", "x", 0)
            .send(1, "k", "x", 1)
            .send(0, "k", null, 2)
            .poll(2, "k", 0, "x")
            .poll(2, "k", 2, null)
            .anomalies());
    assertEquals(
        List.of("duplicate"),
        new LogHistory()
            .send(0, "k", "x", 0)
            .send(1, "k", "x", 1)
            .poll(2, "k", 0, "x", 1, "x", 2, "x")
            .anomalies());
  }

  @Test
  void aPollLagsFromTheMomentSomethingNewerThanItsProcessSawWasKnown() {
    var history =
        new LogHistory()
            .send(0, "k", 1L, 0) // acknowledged at 1 ms
            .assign(1, "k") // until 3 ms
            .send(0, "k", 2L, 1) // acknowledged at 5 ms
            .poll(1, "k", 0, 1L) // asked at 6 ms: 1 ms late
            .poll(1, "k", 1, 2L);
    Map<?, ?> worst =
        (Map<?, ?>)
            new KafkaChecker(false)
                .check(history.history())
                .details()
                .get(Keyword.of("worst-realtime-lag"));
    assertEquals(0.001, worst.get(Keyword.of("lag")));
    assertEquals(0.006, worst.get(Keyword.of("time")));
    assertEquals(1L, worst.get(Keyword.of("process")));
    assertEquals("k", worst.get(Keyword.of("key")));
    assertNull(
        new KafkaChecker(false)
            .check(three().history())
            .details()
            .get(Keyword.of("worst-realtime-lag")),
        "nobody polled");
  }

  @Test
  void unknownOutcomesAreToldByTheirCauses() {
    assertEquals(
        new Sequence(List.of(Keyword.of("net-timeout"))),
        new KafkaChecker(false)
            .check(
                three()
                    .sendEnds(Type.INFO, 4, "k", 8L)
                    .sendEnds(Type.INFO, 5, "k", 9L)
                    .sendEnds(Type.FAIL, 6, "k", 10L)
                    .history())
            .details()
            .get(Keyword.of("info-txn-causes")));
  }

  @Test
  void hugeAndSparseOffsetsCostNoMoreThanSmallOnes() {
    var history = new LogHistory();
    for (long i = 0; i < 2_000; i++) {
      history.send(0, "k", i, i * (Long.MAX_VALUE / 4_000));
    }
    var all = new ArrayList<Object>();
    for (long i = 0; i < 2_000; i++) {
      all.addAll(List.of(i * (Long.MAX_VALUE / 4_000), i));
    }
    assertEquals(List.of(), history.poll(1, "k", all.toArray()).anomalies());
  }

  @Test
  void aRunOfTwentyThousandOperationsAndItsFinalPollsIsJudged() {
    List<Operation> history = bigRun(20_000, 8);
    long began = System.nanoTime();
    Verdict verdict = new KafkaChecker(false).check(history);
    System.out.printf(
        "Kafka checker: %,d entries in %,d ms%n",
        history.size(), (System.nanoTime() - began) / 1_000_000);
    assertEquals(Validity.VALID, verdict.validity(), verdict::toString);
  }

  /**
   * Eight workers in lock-step, half sends, half polls, sixteen messages a key; then final polls.
   */
  private static List<Operation> bigRun(int operations, int workers) {
    var history = new LogHistory();
    var position = new int[workers];
    for (int round = 0; round < operations / workers; round++) {
      for (int worker = 0; worker < workers; worker++) {
        long number = (long) round * workers / 2 + worker / 2;
        if (worker % 2 == 0) {
          history.beginSend(worker, "k" + number / 16, number % 16);
        } else {
          history.beginPoll(worker);
        }
      }
      for (int worker = 0; worker < workers; worker++) {
        long number = (long) round * workers / 2 + worker / 2;
        if (worker % 2 == 0) {
          history.sent(worker, "k" + number / 16, number % 16, number % 16);
        } else {
          long at = position[worker]++;
          history.polled(worker, "k" + at / 16, at % 16, at % 16);
        }
      }
    }
    long messages = operations / 2;
    for (int worker = 0; worker < workers; worker++) {
      var all = new LinkedHashMap<Object, Object>();
      for (long key = 0; key <= (messages - 1) / 16; key++) {
        var pairs = new ArrayList<Object>();
        for (long i = key * 16; i < Math.min(messages, key * 16 + 16); i++) {
          pairs.add(List.of(i % 16, i % 16));
        }
        all.put("k" + key, pairs);
      }
      history
          .beginPoll(100 + worker)
          .end(100 + worker, Type.OK, Arrays.asList(Arrays.asList(POLL, all)), Map.of());
    }
    return history.history();
  }

  private static Object unseen(LogHistory history) {
    return new KafkaChecker(false).check(history.history()).details().get(Keyword.of("unseen"));
  }

  private static Map<?, ?> firstCase(LogHistory history, String anomaly) {
    return firstCase(new KafkaChecker(false).check(history.history()), anomaly);
  }

  private static Map<?, ?> firstCase(Verdict verdict, String anomaly) {
    Map<?, ?> found = (Map<?, ?>) verdict.details().get(Keyword.of(anomaly));
    assertTrue((Long) found.get(Keyword.of("count")) > 0);
    return (Map<?, ?>) ((Sequence) found.get(Keyword.of("errs"))).items().getFirst();
  }
}
