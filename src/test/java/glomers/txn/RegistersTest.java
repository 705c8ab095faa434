package glomers.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.ErrorCode;
import glomers.node.Host;
import glomers.node.Json;
import glomers.node.RpcException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistersTest {

  private static Registers<?> registers(String merge, long wall) {
    Host host = mock(Host.class);
    when(host.wallMillis()).thenReturn(wall);
    return new Registers<>(Merge.named(merge), host);
  }

  private static Registers<?> registers() {
    return registers("last-writer-wins", 1_000);
  }

  /** The steps that {@code text} says, with single quotes. */
  private static JsonNode steps(String text) {
    return Json.object("{'steps':" + text + "}").path("steps");
  }

  private static Registers.Outcome execute(Registers<?> registers, JsonNode steps, String origin) {
    return registers.execute(Step.allOf((ArrayNode) steps), origin);
  }

  private static String run(Registers<?> registers, String text) {
    return execute(registers, steps(text), "n1").completed().toString().replace('"', '\'');
  }

  @Test
  void aRegisterIsNullUntilItIsWritten() {
    Registers<?> registers = registers();
    assertEquals("[['r',1,null]]", run(registers, "[['r',1,null]]"));
    assertEquals("[['w',1,7]]", run(registers, "[['w',1,7]]"));
    assertEquals("[['r',1,7]]", run(registers, "[['r',1,null]]"));
  }

  @Test
  void aTransactionSeesItsOwnWritesInOrder() {
    assertEquals(
        "[['r',1,null],['w',1,7],['r',1,7],['w',1,8],['r',1,8]]",
        run(registers(), "[['r',1,null],['w',1,7],['r',1,null],['w',1,8],['r',1,null]]"));
  }

  @Test
  void othersSeeTheLastWriteToAKeyAlone() {
    Registers<?> here = registers();
    ObjectNode delta =
        execute(here, steps("[['w',1,7],['w',2,1],['w',1,8]]"), "n1").delta().orElseThrow();
    assertEquals(2, delta.path("writes").size(), delta::toString);
    Registers<?> there = registers();
    there.apply(delta);
    assertEquals("[['r',1,8],['r',2,1]]", run(there, "[['r',1,null],['r',2,null]]"));
  }

  @Test
  void whoOnlyReadsHasNothingToTell() {
    assertEquals(Optional.empty(), execute(registers(), steps("[['r',1,null]]"), "n1").delta());
    assertEquals("[]", run(registers(), "[]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"last-writer-wins", "max-value", "multi-value"})
  void keysAndValuesMayBeAnything(String merge) {
    Registers<?> here = registers(merge, 1_000);
    Registers<?> there = registers(merge, 1_000);
    String writes =
        "[['w',1,null],['w','1',{'a':[1]}],['w',1.0,'x'],['w',null,false],['w',[1],1.0],"
            + "['w',{'k':1},12345678901234567890]]";
    there.apply(execute(here, steps(writes), "n1").delta().orElseThrow());
    String reads = writes.replace("'w'", "'r'");
    String seen = writes.replace("'w'", "'r'");
    assertEquals(seen, run(here, reads));
    assertEquals(seen, run(there, reads));
  }

  @Test
  void aStepThatIsNoneIsRefusedAndNothingIsWritten() {
    Registers<?> registers = registers();
    for (String wrong :
        List.of("['append',1,2]", "['w',1]", "['w',1,2,3]", "7", "null", "{}", "[1,2,3]")) {
      RpcException refused =
          assertThrows(
              RpcException.class,
              () -> execute(registers, steps("[['w',5,5]," + wrong + "]"), "n1"),
              wrong);
      assertTrue(refused.is(ErrorCode.MALFORMED_REQUEST), refused.toString());
    }
    assertEquals("[['r',5,null]]", run(registers, "[['r',5,null]]"));
  }

  @Test
  void whoWantsTooManyStepsIsToldToMakeSeveralTransactionsAndNothingIsWritten() {
    Registers<?> registers = registers();
    ArrayNode steps = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i <= Step.MAX_STEPS; i++) {
      steps.addArray().add("w").add(1).add(i);
    }
    RpcException refused = assertThrows(RpcException.class, () -> execute(registers, steps, "n1"));
    assertTrue(refused.getMessage().endsWith("10001: make several of it"), refused.getMessage());
    assertEquals("[['r',1,null]]", run(registers, "[['r',1,null]]"));
    steps.remove(0);
    assertEquals(Step.MAX_STEPS, execute(registers, steps, "n1").completed().size());
  }

  @Test
  void whoReadsALongValueAgainAndAgainIsRefusedBeforeAnythingIsWritten() {
    Registers<?> registers = registers();
    String text = "x".repeat(1 << 20);
    ArrayNode steps = JsonNodeFactory.instance.arrayNode();
    steps.addArray().add("w").add(1).add(text);
    for (int i = 0; i < 7; i++) {
      steps.addArray().add("r").add(1).addNull();
    }
    execute(registers, steps, "n1");
    ((ArrayNode) steps.get(0)).set(2, "y".repeat(1 << 20));
    steps.addArray().add("r").add(1).addNull();
    RpcException refused = assertThrows(RpcException.class, () -> execute(registers, steps, "n1"));
    assertTrue(refused.is(ErrorCode.ABORT) && refused.definite(), refused::toString);
    String read = execute(registers, steps("[['r',1,null]]"), "n1").completed().toString();
    assertTrue(read.contains("xxx"), "the write before the reads was made");
  }

  @Test
  void aLaterWriteWinsHoweverTheClocksAreSkewed() {
    Registers<?> fast = registers("last-writer-wins", 1_000_000);
    Registers<?> slow = registers("last-writer-wins", 5);
    ObjectNode first = execute(fast, steps("[['w',1,'first']]"), "n1").delta().orElseThrow();
    slow.apply(first);
    ObjectNode second = execute(slow, steps("[['w',1,'second']]"), "n2").delta().orElseThrow();
    fast.apply(second);
    assertEquals("[['r',1,'second']]", run(fast, "[['r',1,null]]"));
    slow.apply(first);
    assertEquals("[['r',1,'second']]", run(slow, "[['r',1,null]]"), "an old one does not return");
  }

  @Test
  void whatARestartedNodeIsSentStandsForAllThatWasReplicated() {
    Registers<?> here = registers();
    for (int i = 0; i < 20; i++) {
      execute(here, steps("[['w'," + i % 7 + "," + i + "]]"), "n1");
    }
    Registers<?> there = registers();
    ObjectNode late = execute(there, steps("[['w',3,'earlier']]"), "n0").delta().orElseThrow();
    there.apply(here.everything("n1"));
    String reads = "[['r',0,null],['r',3,null],['r',6,null]]";
    assertEquals("[['r',0,14],['r',3,17],['r',6,13]]", run(there, reads));
    there.apply(late);
    assertEquals("[['r',0,14],['r',3,17],['r',6,13]]", run(there, reads));
  }

  /** Several replicas, and every transaction's delta on its way to each of them. */
  private static final class Cluster {
    final Random random;
    final List<Registers<?>> replicas = new ArrayList<>();
    final List<List<ObjectNode>> inboxes = new ArrayList<>();

    /** What each transaction wrote, by its number, which is the value that it writes. */
    final Map<Integer, List<Integer>> written = new LinkedHashMap<>();

    final Map<Integer, Timestamp> stamps = new LinkedHashMap<>();

    Cluster(String merge, long seed) {
      random = new Random(seed);
      for (int i = 0; i < 3; i++) {
        replicas.add(registers(merge, random.nextInt(5)));
        inboxes.add(new ArrayList<>());
      }
    }

    void write() {
      int here = random.nextInt(3);
      int number = written.size() + 1;
      List<Integer> keys = random.ints(4, 0, 4).distinct().boxed().limit(2).toList();
      ArrayNode steps = JsonNodeFactory.instance.arrayNode();
      keys.forEach(key -> steps.addArray().add("w").add(key).add(number));
      ObjectNode delta = execute(replicas.get(here), steps, "n" + here).delta().orElseThrow();
      written.put(number, keys);
      stamps.put(number, Timestamp.of(delta.path("stamp")));
      for (int there = 0; there < 3; there++) {
        for (int copy = 0; there != here && copy < 1 + random.nextInt(2); copy++) {
          inboxes.get(there).add(delta);
        }
      }
    }

    void deliver() {
      int there = random.nextInt(3);
      List<ObjectNode> inbox = inboxes.get(there);
      if (random.nextInt(30) == 0) {
        int from = random.nextInt(3);
        replicas.get(there).apply(replicas.get(from).everything("n" + from));
      } else if (!inbox.isEmpty()) {
        replicas.get(there).apply(inbox.remove(random.nextInt(inbox.size())));
      }
    }

    void deliverAll() {
      while (inboxes.stream().anyMatch(inbox -> !inbox.isEmpty())) {
        deliver();
      }
    }

    /** The transaction whose write each key shows; 0 for none. */
    int[] read(int replica) {
      JsonNode reads = steps("[['r',0,null],['r',1,null],['r',2,null],['r',3,null]]");
      ArrayNode seen = execute(replicas.get(replica), reads, "reader").completed();
      return new int[] {
        seen.path(0).path(2).asInt(),
        seen.path(1).path(2).asInt(),
        seen.path(2).path(2).asInt(),
        seen.path(3).path(2).asInt()
      };
    }

    /** A read that shows one write of a transaction must show no older value where it wrote too. */
    void assertNotFractured(int[] read, String run) {
      for (int transaction : read) {
        for (int key : written.getOrDefault(transaction, List.of())) {
          boolean there =
              read[key] != 0 && stamps.get(read[key]).compareTo(stamps.get(transaction)) >= 0;
          assertTrue(
              there,
              () ->
                  run + ": transaction " + transaction + " is there, but not its write to " + key);
        }
      }
    }

    void assertNotBefore(int[] read, int[] before, String run) {
      for (int key = 0; key < 4; key++) {
        int now = read[key];
        int then = before[key];
        boolean same = then == 0 || (now != 0 && stamps.get(now).compareTo(stamps.get(then)) >= 0);
        assertTrue(same, () -> run + ": an overwritten version of a key came back");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"last-writer-wins", "multi-value"})
  void transactionsArriveWholeInAnyOrderAndAnyNumberOfTimes(String merge) {
    for (int seed = 0; seed < 60; seed++) {
      Cluster cluster = new Cluster(merge, seed);
      String run = merge + ", seed " + seed;
      int[][] before = new int[3][4];
      for (int i = 0; i < 60; i++) {
        if (cluster.random.nextInt(3) == 0) {
          cluster.write();
        } else {
          cluster.deliver();
        }
        for (int replica = 0; replica < 3; replica++) {
          int[] read = cluster.read(replica);
          cluster.assertNotFractured(read, run);
          cluster.assertNotBefore(read, before[replica], run);
          before[replica] = read;
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"last-writer-wins", "max-value", "multi-value"})
  void replicasThatHaveHeardTheSameHoldTheSame(String merge) {
    for (int seed = 0; seed < 60; seed++) {
      Cluster cluster = new Cluster(merge, seed);
      for (int i = 0; i < 40; i++) {
        if (cluster.random.nextBoolean()) {
          cluster.write();
        } else {
          cluster.deliver();
        }
      }
      cluster.deliverAll();
      List<Integer> first = java.util.Arrays.stream(cluster.read(0)).boxed().toList();
      for (int replica = 1; replica < 3; replica++) {
        assertEquals(
            first,
            java.util.Arrays.stream(cluster.read(replica)).boxed().toList(),
            merge + ", seed " + seed + ", replica " + replica);
      }
    }
  }
}
