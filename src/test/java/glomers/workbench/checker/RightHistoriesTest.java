package glomers.workbench.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glomers.workbench.checker.CounterTotals.Recency;
import glomers.workbench.history.Edn;
import glomers.workbench.history.HistoryBuilder;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replicas that hear of each other's adds late, in any order and more than once, but all of it in
 * the end, are not accused; nor are ids that differ. {@code -Dglomers.histories=2000} tries more
 * histories than every build does.
 */
class RightHistoriesTest {
  private static final int HISTORIES = Integer.getInteger("glomers.histories", 200);
  private static final int NODES = 3;
  private static final int WORKERS = 6;

  /** Adds by number, with what each adds; a node shows those that it has heard of. */
  private static final class Replicas {
    private final Random random;
    private final boolean linearizable;
    private final Map<Long, Long> adds = new LinkedHashMap<>();
    private final List<Map<Long, Long>> nodes = new ArrayList<>();

    Replicas(Random random, boolean linearizable) {
      this.random = random;
      this.linearizable = linearizable;
      for (int i = 0; i < NODES; i++) {
        nodes.add(new LinkedHashMap<>());
      }
    }

    void add(int node, long number, long delta) {
      adds.put(number, delta);
      nodes.get(node).put(number, delta);
      gossip(linearizable ? 1 : 0.1);
    }

    void gossip(double share) {
      adds.forEach((number, delta) ->
          nodes.forEach(node -> {
            if (random.nextDouble() < share) {
              node.put(number, delta);
            }
          }));
    }

    Object show(int node, boolean counter) {
      if (counter) {
        return nodes.get(node).values().stream().mapToLong(delta -> delta).sum();
      }
      List<Object> elements = new ArrayList<>(nodes.get(node).keySet());
      Collections.shuffle(elements, random);
      return elements;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"broadcast", "g-set", "g-counter", "pn-counter"})
  void replicasThatAgreeInTheEndAreNotAccused(String workload) {
    for (long seed = 0; seed < HISTORIES / 4; seed++) {
      boolean linearizable = seed % 3 == 0;
      List<Operation> history = history(workload, seed, linearizable);
      Checker checker =
          switch (workload) {
            case "broadcast" -> SetFull.strict(Keyword.of("broadcast"));
            case "g-set" -> SetFull.strict(Keyword.of("add"));
            default -> CounterTotals.strict(linearizable ? Recency.REQUIRED : Recency.REPORTED);
          };
      String account = workload + ", seed " + seed + ":\n" + text(history);
      assertEquals(Validity.VALID, checker.check(history).validity(), account);
      assertEquals(Validity.VALID, checker.asMaelstrom().check(history).validity(), account);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void idsOfAllKindsAreAccusedOnlyIfTheyRepeat(boolean repeat) {
    for (long seed = 0; seed < HISTORIES / 4; seed++) {
      Random random = new Random(seed);
      var ids = new ArrayList<Object>();
      for (long i = 0; i < 1 + random.nextInt(40); i++) {
        ids.add(
            switch (random.nextInt(5)) {
              case 0 -> i;
              case 1 -> "n" + i;
              case 2 -> Map.of("node", "n1", "n", i);
              case 3 -> List.of("n1", i);
              default -> i + 0.5;
            });
      }
      if (repeat) {
        ids.add(random.nextInt(ids.size() + 1), ids.get(random.nextInt(ids.size())));
      }
      HistoryBuilder history = new HistoryBuilder();
      ids.forEach(id -> history.invoke(0, "generate", null).ok(0, id));
      assertEquals(
          repeat ? Validity.INVALID : Validity.VALID,
          new UniqueIdsChecker(false).check(history.history()).validity(),
          "seed " + seed + ": " + ids);
    }
  }

  private static List<Operation> history(String workload, long seed, boolean linearizable) {
    Random random = new Random(seed);
    boolean counter = workload.endsWith("counter");
    String add = workload.equals("broadcast") ? "broadcast" : "add";
    var replicas = new Replicas(random, linearizable);
    var history = new HistoryBuilder();
    int[] processes = new int[WORKERS];
    Runnable[] ends = new Runnable[WORKERS];
    Runnable[] effects = new Runnable[WORKERS];
    var late = new ArrayList<Runnable>();
    for (int i = 0; i < WORKERS; i++) {
      processes[i] = i;
    }
    long[] number = new long[1];
    int steps = 50 + random.nextInt(300);
    for (int step = 0; step < steps || number[0] == 0; step++) {
      history.pause(random.nextInt(20));
      replicas.gossip(0.02);
      if (!late.isEmpty() && random.nextInt(5) == 0) {
        late.remove(random.nextInt(late.size())).run();
      }
      int worker = random.nextInt(WORKERS);
      int node = worker % NODES;
      int process = processes[worker];
      if (effects[worker] != null) {
        Runnable effect = effects[worker];
        effects[worker] = null;
        effect.run();
      } else if (ends[worker] != null) {
        Runnable end = ends[worker];
        ends[worker] = null;
        end.run();
      } else if (number[0] > 0 && random.nextBoolean()) {
        history.invoke(process, "read", null);
        if (random.nextInt(15) == 0) {
          ends[worker] = () -> crash(history, processes, worker);
        } else {
          effects[worker] =
              () -> {
                Object shown = replicas.show(node, counter);
                ends[worker] = () -> history.ok(process, shown);
              };
        }
      } else {
        long element = number[0]++;
        long delta = workload.equals("pn-counter") ? random.nextInt(10) - 5 : random.nextInt(5);
        history.invoke(process, add, counter ? (Object) delta : (Object) element);
        int luck = element == 0 ? 9 : random.nextInt(12);
        Runnable effect = () -> replicas.add(node, element, delta);
        if (luck == 0) {
          if (random.nextBoolean()) {
            late.add(effect);
          }
          ends[worker] = () -> crash(history, processes, worker);
        } else if (luck == 1) {
          ends[worker] = () -> history.fail(process);
        } else {
          effects[worker] =
              () -> {
                effect.run();
                ends[worker] = () -> history.ok(process);
              };
        }
      }
    }
    for (int i = 0; i < WORKERS; i++) {
      for (Runnable[] left : List.of(effects, ends)) {
        if (left[i] != null) {
          left[i].run();
        }
      }
    }
    late.forEach(effect -> {
      if (random.nextBoolean()) {
        effect.run();
      }
    });
    replicas.gossip(1);
    history.pause(10_000);
    for (int i = 0; i < WORKERS; i++) {
      history.finalRead(processes[i], replicas.show(i % NODES, counter));
    }
    return history.history();
  }

  private static void crash(HistoryBuilder history, int[] processes, int worker) {
    history.info(processes[worker]);
    processes[worker] += WORKERS;
  }

  private static String text(List<Operation> history) {
    return history.stream().map(Edn::print).collect(Collectors.joining("\n"));
  }
}
