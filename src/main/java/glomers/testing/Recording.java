package glomers.testing;

import glomers.experiment.Matter;
import glomers.lessons.stage.Passage;
import glomers.lessons.stage.Trace;
import glomers.workbench.history.Operation;
import glomers.workbench.network.NetworkJournal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** All messages of one simulated run, and whose operations they belong to. */
final class Recording implements NetworkJournal {
  private final Trace trace = new Trace();
  private final Map<Integer, List<String>> clients = new HashMap<>();
  private long began;

  /** What is to be told of everything, on a run's clock. */
  NetworkJournal on(LongSupplier clock) {
    return trace.with(clock).and(this);
  }

  @Override
  public void began(long nanos) {
    began = nanos;
  }

  @Override
  public void acting(String client, int process) {
    clients.computeIfAbsent(process, any -> new ArrayList<>()).add(client);
  }

  /** When the history began, on the messages' clock. */
  long began() {
    return began;
  }

  List<Passage> all() {
    return trace.all();
  }

  /**
   * The messages that a verdict is about: those with its values, and those of its operations. Where
   * it names no values, an update that was lost tells more.
   */
  List<Passage> about(Matter matter, List<Operation> history) {
    List<Passage> lost = matter.values().isEmpty() ? Overwritten.first(trace.all()) : List.of();
    if (!lost.isEmpty()) {
      return lost;
    }
    Map<Integer, Operation> open = new HashMap<>();
    List<Window> windows = new ArrayList<>();
    for (Operation entry : history) {
      if (entry.type() == Operation.Type.INVOKE) {
        open.put(entry.process(), entry);
        continue;
      }
      Operation begun = open.remove(entry.process());
      if (begun != null
          && (matter.indexes().contains(entry.index())
              || matter.indexes().contains(begun.index()))) {
        windows.add(
            new Window(
                clients.getOrDefault(entry.process(), List.of()),
                began + begun.time(),
                began + entry.time()));
      }
    }
    return trace.all().stream()
        .filter(passage ->
            matter.concerns(passage.message())
                || windows.stream().anyMatch(window -> window.holds(passage)))
        .toList();
  }

  /** The time of one operation. */
  private record Window(List<String> clients, long begin, long end) {
    boolean holds(Passage passage) {
      boolean whose =
          clients.contains(passage.message().src()) || clients.contains(passage.message().dest());
      return whose && passage.sent() >= begin && passage.ended() <= end;
    }
  }
}
