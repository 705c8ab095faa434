package glomers.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Disk;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {

  private static ObjectNode record(int n) {
    return JsonNodeFactory.instance.objectNode().put("n", n);
  }

  /** What is on the disk of a host after that was killed while {@code work} was under way. */
  private static List<Integer> left(long seed, Duration killed, Consumer<Disk> work) {
    Simulation simulation = new Simulation(seed);
    SimulatedHost outside = simulation.host("outside");
    return simulation.call(
        outside,
        () -> {
          SimulatedHost first = simulation.host("n1");
          first.start("work", () -> work.accept(first.disk()));
          outside.sleep(killed);
          first.kill();
          return simulation.host("n1").disk().read().stream()
              .map(record -> record.get("n").intValue())
              .toList();
        });
  }

  @Test
  void whatWasSyncedSurvivesACrash() {
    for (long seed = 1; seed <= 20; seed++) {
      List<Integer> left =
          left(
              seed,
              Duration.ofSeconds(1),
              disk -> {
                disk.append(record(1));
                disk.append(record(2));
                disk.sync();
              });
      assertEquals(List.of(1, 2), left);
    }
  }

  @Test
  void ofWhatWasNotSyncedTheFirstFewSurvive() {
    Set<String> outcomes = new TreeSet<>();
    for (long seed = 1; seed <= 50; seed++) {
      outcomes.add(
          left(
                  seed,
                  Duration.ofSeconds(1),
                  disk -> {
                    disk.append(record(1));
                    disk.sync();
                    disk.append(record(2));
                    disk.replace(List.of(record(7), record(8)));
                    disk.append(record(9));
                  })
              .toString());
    }
    assertEquals(Set.of("[1]", "[1, 2]", "[7, 8]", "[7, 8, 9]"), outcomes);
  }

  @Test
  void aCrashMayComeBeforeTheEndOfASync() {
    Set<Integer> lengths = new TreeSet<>();
    for (long seed = 1; seed <= 50; seed++) {
      List<Integer> left =
          left(
              seed,
              Duration.ofMillis(1),
              disk -> {
                disk.append(record(1));
                disk.sync();
                disk.append(record(2));
                disk.sync();
              });
      lengths.add(left.size());
    }
    assertTrue(lengths.containsAll(Set.of(0, 1)), "records that survived: " + lengths);
  }

  @Test
  void aSyncWaitsForAllThatWasWrittenBeforeItAndForNoOtherTask() {
    Simulation simulation = new Simulation(1);
    SimulatedHost host = simulation.host("n1");
    simulation.run(
        host,
        () -> {
          host.disk().append(record(1));
          host.start("another", () -> host.disk().sync());
          host.sleep(Duration.ofNanos(1));
          host.disk().append(record(2));
          host.disk().sync();
          assertEquals(2, host.disk().read().size());
        });
  }
}
