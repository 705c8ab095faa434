package glomers.workbench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.kafka.CasLog;
import glomers.node.Body;
import glomers.node.Message;
import glomers.node.Node;
import glomers.node.RpcException;
import glomers.workbench.SimulatedRun;
import glomers.workbench.SimulatedRun.Ran;
import glomers.workbench.checker.Validity;
import glomers.workbench.checker.kafka.KafkaChecker;
import glomers.workbench.history.Edn;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Operation.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What logs are asked, and how right and wrong ones fare. */
class KafkaWorkloadTest {

  private static SimulatedRun right() {
    return SimulatedRun.of("kafka", Logs::new).workersPerNode(2).rate(200);
  }

  private static void finds(Ran ran, String anomaly) {
    assertEquals(Validity.INVALID, ran.results().validity(), ran::account);
    String types = Edn.print(ran.results().find("workload", "error-types").orElse(null));
    assertTrue(types.contains(":" + anomaly), ran::account);
    assertTrue(
        ran.words().stream().anyMatch(line -> line.startsWith("  " + anomaly + ": ")),
        ran::account);
  }

  // --- what is asked -----------------------------------------------------------------------------

  @Test
  void halfAreSendsAndHalfArePolls() {
    Ran ran = right().go(1);
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
    double sends = ran.entries("send", Type.OK).size();
    double polls = ran.entries("poll", Type.OK).size();
    assertEquals(1, sends / polls, 0.1);
    assertEquals(
        1.0 / 64, ran.entries("assign", Type.OK).size() / (sends + polls), 0.01, ran::account);
  }

  @Test
  void historiesHoldOperationsAsMaelstromWritesThem() {
    Ran ran = right().go(1);
    matches("\\[\\[:send \"\\d+\" \\d+\\]\\]", ran.entries("send", Type.INVOKE));
    matches("\\[\\[:send \"\\d+\" \\[\\d+ \\d+\\]\\]\\]", ran.entries("send", Type.OK));
    matches("\\[\\[:poll\\]\\]", ran.entries("poll", Type.INVOKE));
    matches("\\[\\[:poll \\{.*\\}\\]\\]", ran.entries("poll", Type.OK));
    matches("\\[(\"\\d+\" ?)+\\]", ran.entries("assign", Type.INVOKE));
    matches("nil", ran.entries("crash", Type.INVOKE));
  }

  private static void matches(String pattern, List<Operation> entries) {
    assertFalse(entries.isEmpty(), "nothing is like " + pattern);
    for (Operation entry : entries) {
      String value = Edn.print(entry.value());
      assertTrue(value.matches(pattern), () -> value + " is not like " + pattern);
    }
  }

  @Test
  void aThirdOfTheAssignmentsTakesInWhatNobodyHasPolled() {
    Ran ran = right().go(1);
    List<Operation> wide =
        ran.entries("assign", Type.INVOKE).stream()
            .filter(assign -> assign.extra().containsKey(Keyword.of("unseen")))
            .toList();
    assertFalse(wide.isEmpty());
    String unseen = Edn.print(wide.getFirst().extra().get(Keyword.of("unseen")));
    assertTrue(unseen.matches("\\{(\\d+ \\{:polled -?\\d+, :sent \\d+\\}(, )?)*\\}"), unseen);
  }

  @Test
  void aCrashedClientIsReplacedAndHasForgottenWhereItStood() {
    Ran ran = right().go(1);
    Operation crash = ran.entries("crash", Type.INFO).getFirst();
    assertFalse(crash.extra().containsKey(Operation.ERROR), "nothing went wrong");
    Operation poll =
        ran.entries("poll", Type.OK).stream()
            .filter(entry -> entry.process() == crash.process() + 2)
            .findFirst()
            .orElseThrow();
    assertEquals("[[:poll {}]]", Edn.print(poll.value()), "it is not assigned anything yet");
  }

  @Test
  void atTheEndEveryWorkerReadsAllLogsFromTheBeginning() {
    Ran ran = right().go(1);
    long quiet = 15_000_000_000L;
    List<Operation> assigns =
        ran.entries("assign", Type.OK).stream().filter(entry -> entry.time() > quiet).toList();
    assertEquals(2, assigns.size());
    long polls =
        ran.entries("poll", Type.OK).stream().filter(entry -> entry.time() > quiet).count();
    assertEquals(2, polls, "one poll each shows all there is");
    for (Operation assign : assigns) {
      assertEquals(true, assign.extra().get(LogSession.SEEK_TO_BEGINNING));
      assertFalse(assign.extra().containsKey(KafkaChecker.COMMITTED), "nobody was asked");
      List<?> keys = (List<?>) assign.value();
      assertEquals(
          keys.stream()
              .map(key -> Long.valueOf((String) key))
              .sorted()
              .map(String::valueOf)
              .toList(),
          keys);
    }
  }

  @Test
  void pollsAtTheEndGoOnUntilAllIsSeenButNotForLongerThanTenSeconds() {
    Ran ran =
        SimulatedRun.of(
                "kafka",
                node ->
                    new Logs(node) {
                      @Override
                      void poll(String key, int from, ArrayNode into) {
                        if (from < 3) {
                          super.poll(key, from, into);
                        }
                        while (into.size() > 1) {
                          into.remove(1); // one message at a time, and never more than three
                        }
                      }
                    })
            .go(1);
    List<Operation> polls =
        ran.entries("poll", Type.OK).stream()
            .filter(entry -> entry.time() > 15_000_000_000L)
            .toList();
    assertEquals(50, polls.size(), 15, "0.2 s apart");
    assertTrue(polls.getLast().time() < 31_000_000_000L, () -> "" + polls.getLast());
    finds(ran, "unseen");
  }

  @Test
  void whatWasCommittedIsPartOfTheHistory() {
    Ran ran = right().go(1);
    assertTrue(
        ran.entries("assign", Type.OK).stream()
            .anyMatch(entry -> entry.extra().get(KafkaChecker.COMMITTED) instanceof Map<?, ?>));
    for (Operation poll : ran.entries("poll", Type.OK)) {
      boolean brought = Edn.print(poll.value()).contains("[[:poll {\"") && hasMessages(poll);
      assertEquals(brought, poll.extra().containsKey(KafkaChecker.COMMITTED), () -> "" + poll);
    }
    Ran compat = right().compat().go(1);
    assertTrue(
        compat.outcome().history().stream()
            .noneMatch(entry -> entry.extra().containsKey(KafkaChecker.COMMITTED)));
    assertEquals(Validity.VALID, compat.results().validity(), compat::account);
  }

  private static boolean hasMessages(Operation poll) {
    Map<?, ?> messages = (Map<?, ?>) ((List<?>) ((List<?>) poll.value()).getFirst()).get(1);
    return messages.values().stream().anyMatch(list -> !((List<?>) list).isEmpty());
  }

  @Test
  void whoCouldNotCommitAsksForTheSameMessagesAgain() {
    int[] commits = {0};
    Ran ran =
        SimulatedRun.of(
                "kafka",
                node ->
                    new Logs(node) {
                      @Override
                      void commitAll(Message request) {
                        if (++commits[0] % 3 == 0) {
                          throw new RpcException(11, "not now");
                        }
                        super.commitAll(request);
                      }
                    })
            .workersPerNode(2)
            .rate(200)
            .go(1);
    assertFalse(ran.entries("poll", Type.FAIL).isEmpty());
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
  }

  @Test
  void anAssignmentThatTimesOutCertainlyDidNotHappen() {
    Ran ran =
        SimulatedRun.of(
                "kafka",
                node ->
                    new Logs(node) {
                      @Override
                      ObjectNode list(Message request) {
                        node.host().sleep(Duration.ofSeconds(6));
                        return super.list(request);
                      }
                    })
            .workersPerNode(2)
            .rate(200)
            .go(1);
    Operation assign = ran.entries("assign", Type.FAIL).getFirst();
    assertTrue(
        Edn.print(assign.extra().get(Operation.ERROR)).contains("timeout"), () -> "" + assign);
  }

  // --- right nodes -------------------------------------------------------------------------------

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void logsOnLinKvAreRightUnderAllFaults(long seed) {
    Ran ran =
        SimulatedRun.of("kafka", CasLog::new)
            .nodes(2)
            .workersPerNode(2)
            .rate(100)
            .partitions()
            .lossAndDuplication(0.1)
            .go(seed);
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
  }

  // --- wrong nodes -------------------------------------------------------------------------------

  private static Ran wrong(Consumer<Node> challenge) {
    return SimulatedRun.of("kafka", challenge).workersPerNode(2).rate(200).go(1);
  }

  @Test
  void logsThatAreNotSharedHoldDifferentMessagesAtOneOffset() {
    finds(
        SimulatedRun.of("kafka", Logs::new).nodes(2).workersPerNode(2).rate(200).go(1),
        "inconsistent-offsets");
  }

  @Test
  void aMessageThatIsAcknowledgedButNotKeptIsALostWrite() {
    finds(
        wrong(node ->
            new Logs(node) {
              @Override
              void poll(String key, int from, ArrayNode into) {
                super.poll(key, from, into);
                for (int i = into.size() - 1; i >= 0; i--) {
                  if (into.get(i).get(0).asInt() == 3) {
                    into.remove(i);
                  }
                }
              }
            }),
        "lost-write");
  }

  @Test
  void aMessageThatIsAppendedTwiceIsADuplicate() {
    finds(
        wrong(node ->
            new Logs(node) {
              @Override
              long send(String key, JsonNode message) {
                if (message.asLong() % 5 == 0) {
                  super.send(key, message);
                }
                return super.send(key, message);
              }
            }),
        "duplicate");
  }

  @Test
  void aPollThatSkipsWhatIsThereIsFound() {
    int[] polls = {0};
    finds(
        wrong(node ->
            new Logs(node) {
              @Override
              void poll(String key, int from, ArrayNode into) {
                super.poll(key, from, into);
                if (into.size() > 1 && ++polls[0] % 2 == 0) {
                  into.remove(0);
                }
              }
            }),
        "poll-skip");
  }

  @Test
  void aPollThatStartsTooEarlyGoesBack() {
    finds(
        wrong(node ->
            new Logs(node) {
              @Override
              void poll(String key, int from, ArrayNode into) {
                super.poll(key, Math.max(0, from - 1), into);
              }
            }),
        "nonmonotonic-poll");
  }

  @Test
  void committedOffsetsThatGoBackAreFoundThoughNotByMaelstrom() {
    finds(commitsOfEachNodeAlone().go(1), "committed-went-back");
    assertEquals(Validity.VALID, commitsOfEachNodeAlone().compat().go(1).results().validity());
  }

  @Test
  void whereOnlyStricterRulesDecideTheVerdictSaysThatMaelstromWouldCallTheRunValid() {
    String line =
        "  Maelstrom itself would call this run valid, and so does --compat: what decides here is"
            + " stricter";
    Ran stricter = commitsOfEachNodeAlone().go(1);
    assertEquals(Validity.INVALID, stricter.results().validity(), stricter::account);
    assertTrue(stricter.words().contains(line), stricter::account);
    Ran lost =
        SimulatedRun.of("kafka", WrongNodes.logThatLosesOffset(3))
            .workersPerNode(2)
            .rate(200)
            .go(1);
    assertEquals(Validity.INVALID, lost.results().validity(), lost::account);
    assertFalse(lost.words().contains(line), lost::account);
  }

  @Test
  void committedOffsetsThatGoBackAreNoFailureUnlessMoreIsAskedForThanTheChallengeDoes() {
    Ran ran = commitsOfEachNodeAlone().anyCommits().go(1);
    assertEquals(Validity.VALID, ran.results().validity(), ran::account);
    String words =
        ran.words().stream()
            .filter(line -> line.contains("committed-went-back"))
            .findFirst()
            .orElseThrow();
    assertTrue(
        words.matches(
            ".* \\(\\d+ times, the longest \\d+ ms after it was known: at \\d+\\.\\d\\d s n[01] showed"
                + " process \\d+ (nothing|offset \\d+) of key \"\\d+\", where at \\d+\\.\\d\\d s process"
                + " \\d+ had offset \\d+ from n[01]\\), which is no failure \\(--commits monotonic makes"
                + " it one\\)"),
        words);
  }

  /** Nodes that share their logs, but not what is committed at each. */
  private static SimulatedRun commitsOfEachNodeAlone() {
    Map<String, List<JsonNode>> logs = new TreeMap<>();
    return SimulatedRun.of("kafka", node -> new Logs(node, logs))
        .nodes(2)
        .workersPerNode(2)
        .rate(500);
  }

  @Test
  void aSendThatFailsAndIsKeptAllTheSameIsAnAbortedRead() {
    finds(
        wrong(node ->
            new Logs(node) {
              @Override
              long send(String key, JsonNode message) {
                long offset = super.send(key, message);
                if (message.asLong() % 4 == 0) {
                  throw new RpcException(11, "certainly not");
                }
                return offset;
              }
            }),
        "G1a");
  }

  @Test
  void aPollOfKeysThatNobodyAskedForIsRefused() {
    Ran ran =
        wrong(node ->
            new Logs(node) {
              @Override
              ObjectNode pollAll(Message request) {
                ObjectNode reply = Body.of("poll_ok");
                reply.putObject("msgs").putArray("77").addArray().add(0).add("hello");
                return reply;
              }
            });
    String errors =
        ran.entries("poll", Type.INFO).stream()
            .map(entry -> "" + entry.extra().get(Operation.ERROR))
            .collect(Collectors.joining("\n"));
    assertTrue(errors.contains("It holds messages of keys that were not asked for: ["), errors);
    assertEquals(Validity.INVALID, ran.results().validity(), ran::account);
  }
}
