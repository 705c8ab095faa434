package glomers.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.node.Body;
import glomers.node.ErrorCode;
import glomers.node.Node;
import glomers.node.RpcException;
import glomers.workbench.checker.Checker;
import glomers.workbench.checker.Validity;
import glomers.workbench.client.Client;
import glomers.workbench.nemesis.Fault;
import glomers.workbench.workload.Generator;
import glomers.workbench.workload.Session;
import glomers.workbench.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Which runs of a sweep count as failures, and which as too much went wrong to tell. */
class BenchTest {
  private static final Map<Fault, String> PARTITIONS = Map.of(Fault.PARTITION, "one");

  private static Trial trial(String workload, Map<Fault, String> faults) {
    Subject subject =
        new Subject(
            workload, workload, "bin/" + workload, List.of(), List.of(), 1, 1, 50, Set.of());
    return new Trial(subject, 1, 1, 1, 50, 3, 0, "constant", "grid", 1, faults);
  }

  private static Trial far(Trial trial) {
    return trial.withLatency(100);
  }

  private static Bench.End run(Trial trial, Consumer<Node> challenge) {
    return Trials.bench(challenge).run(trial);
  }

  /** A counter that is right as long as it answers, which it does so many times. */
  private static Consumer<Node> counter(long answers) {
    return counter(answers, false);
  }

  /** The same; afterwards it either says that it cannot, or nothing. */
  private static Consumer<Node> counter(long answers, boolean excuses) {
    return node -> {
      AtomicLong total = new AtomicLong();
      AtomicLong answered = new AtomicLong();
      node.handle(
          "add",
          request -> {
            total.addAndGet(request.integer("delta"));
            if (answered.incrementAndGet() <= answers) {
              node.reply(request, Body.of("add_ok"));
            }
          });
      node.handle(
          "read",
          request -> {
            if (answered.incrementAndGet() <= answers) {
              node.reply(request, Body.of("read_ok").put("value", total.get()));
            } else if (excuses) {
              throw new RpcException(ErrorCode.TIMEOUT, "storage is silent");
            }
          });
    };
  }

  @Test
  void aNodeThatNeverAnswersAgainFailsThoughNothingElseIsWrong() {
    Bench.End end = run(trial("g-counter", PARTITIONS), counter(20));
    assertEquals(Validity.INVALID, end.validity());
    Failure failure = end.failure().orElseThrow();
    assertEquals("undecided", failure.inShort());
    assertTrue(
        String.join("\n", failure.words()).contains("no good answer to the last read"),
        () -> String.join("\n", failure.words()));
    assertEquals(Validity.VALID, run(trial("g-counter", PARTITIONS), counter(500)).validity());
  }

  @Test
  void aNodeMaySayThatItCannotAtTheEndWhereServicesAreFarOrTheirMessagesLostThenToo() {
    Consumer<Node> cannot = counter(20, true);
    Bench.End lossy = run(trial("g-counter", Map.of(Fault.LOSS, "0.05")), cannot);
    assertEquals(Validity.UNKNOWN, lossy.validity());
    assertEquals(Optional.empty(), lossy.failure());
    assertEquals(Validity.UNKNOWN, run(far(trial("g-counter", Map.of())), cannot).validity());
    assertTrue(run(far(trial("g-counter", Map.of())), counter(20)).failure().isPresent());
    assertTrue(run(trial("g-counter", PARTITIONS), cannot).failure().isPresent(), "healed by then");
    assertTrue(
        run(trial("g-counter", Map.of(Fault.LOSS, "0.05")), counter(20)).failure().isPresent(),
        "clients' messages are not lost, so silence is no excuse");
  }

  @Test
  void whereOneKindOfOperationNeverSucceedsANemesisMayBeWhyUnlessItFailsAtTheEndToo() {
    Consumer<Node> onlyReads =
        node ->
            node.handle("read", request -> node.reply(request, Body.of("read_ok").put("value", 0)));
    Bench.End starved = run(trial("g-counter", PARTITIONS), onlyReads);
    assertEquals(Validity.UNKNOWN, starved.validity());
    assertEquals(Optional.empty(), starved.failure());
    assertEquals(
        Optional.of("stats"),
        run(trial("g-counter", Map.of()), onlyReads).failure().map(Failure::inShort),
        "without a nemesis there is no excuse");
    assertEquals(
        Optional.of("stats"),
        run(trial("g-counter", PARTITIONS), counter(0)).failure().map(Failure::inShort),
        "a node that is deaf at the end has none either");
  }

  /** Registers that nothing changes; after 20 answers it says that it cannot, or nothing. */
  private static Consumer<Node> registers(boolean excuses) {
    return node -> {
      AtomicLong answered = new AtomicLong();
      node.handle(
          "txn",
          request -> {
            if (answered.incrementAndGet() <= 20) {
              node.reply(request, Body.of("txn_ok").set("txn", request.field("txn")));
            } else if (excuses) {
              throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "storage is silent");
            }
          });
    };
  }

  @Test
  void nodesWhoseRegistersCannotBeReadAtTheEndFail() {
    Trial calm = trial("txn-rw-register", Map.of());
    Trial lossy = trial("txn-rw-register", Map.of(Fault.LOSS, "0.05"));
    for (Bench.End end :
        List.of(
            run(calm, registers(false)),
            run(calm, registers(true)),
            run(lossy, registers(false)))) {
      assertEquals(Optional.of("undecided"), end.failure().map(Failure::inShort));
    }
    Bench.End excused = run(lossy, registers(true));
    assertEquals(
        Validity.UNKNOWN, excused.validity(), "its service may be out of reach to the end");
    assertEquals(Optional.empty(), excused.failure());
  }

  @Test
  void aCheckerThatThrowsFailsTheRun() {
    Bench bench =
        new Bench(trial -> {
          Experiment usual = Trials.experiment(trial, Trials::fair);
          return new Experiment(
              usual.plan(),
              (host, chance) -> unjudgeable(usual.workload().create(host, chance)),
              usual.latency(),
              usual.availability(),
              usual.challenge(),
              usual.options());
        });
    Bench.End end = bench.run(trial("unique-ids", Map.of()));
    Failure failure = end.failure().orElseThrow();
    assertEquals("undecided", failure.inShort());
    assertTrue(
        failure.words().contains("  workload could not be checked: index 7 of 5"),
        () -> String.join("\n", failure.words()));
  }

  private static Workload unjudgeable(Workload usual) {
    return new Workload() {
      @Override
      public String name() {
        return usual.name();
      }

      @Override
      public Generator operations() {
        return usual.operations();
      }

      @Override
      public Session open(Client client, String node) {
        return usual.open(client, node);
      }

      @Override
      public Checker checker() {
        return history -> {
          throw new IllegalStateException("index 7 of 5");
        };
      }
    };
  }
}
