package glomers.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Disk;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The disk of all hosts of one name, one after the other. What a host had not synced when it was
 * killed is lost, but for the first few changes: how many is drawn.
 */
final class SimulatedDisk {
  /** A sync takes up to twice as long, so that a crash may come before its end. */
  private static final Duration MEAN_SYNC = Duration.ofMillis(1);

  private final List<ObjectNode> kept = new ArrayList<>();
  private final Deque<Consumer<List<ObjectNode>>> changes = new ArrayDeque<>();
  private long written; // how many changes there were, kept or lost ones included

  /** As this host sees it. */
  Disk of(SimulatedHost host, Scheduler scheduler) {
    return new Disk() {
      @Override
      public List<ObjectNode> read() {
        scheduler.enter();
        return List.copyOf(kept);
      }

      @Override
      public void append(ObjectNode record) {
        change(records -> records.add(record));
      }

      @Override
      public void replace(List<ObjectNode> records) {
        List<ObjectNode> copy = List.copyOf(records);
        change(all -> {
          all.clear();
          all.addAll(copy);
        });
      }

      private void change(Consumer<List<ObjectNode>> change) {
        scheduler.enter(); // a killed host's tasks get no further
        changes.add(change);
        written++;
      }

      @Override
      public void sync() {
        scheduler.enter();
        long until = written;
        if (!changes.isEmpty()) {
          host.sleep(Duration.ofNanos(host.random().nextLong(2 * MEAN_SYNC.toNanos())));
          keep(until - (written - changes.size())); // others may have synced meanwhile
        }
      }
    };
  }

  /** The host is killed: the first few changes since the last sync remain. */
  void crash(RandomGenerator random) {
    if (!changes.isEmpty()) {
      keep(random.nextInt(changes.size() + 1));
      changes.clear();
    }
  }

  private void keep(long count) {
    for (long i = 0; i < count; i++) {
      changes.remove().accept(kept);
    }
  }
}
