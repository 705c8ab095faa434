package glomers.testing;

import glomers.experiment.Matter;
import glomers.lessons.stage.Passage;
import glomers.lessons.stage.Passages;
import glomers.lessons.stage.Trace;
import glomers.workbench.history.Operation;
import glomers.workbench.network.NetworkJournal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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

  /** The process whose operations this client made; empty if it made none. */
  OptionalInt process(String client) {
    return clients.entrySet().stream()
        .filter(entry -> entry.getValue().contains(client))
        .mapToInt(Map.Entry::getKey)
        .findFirst();
  }

  /** When the history began, on the messages' clock. */
  long began() {
    return began;
  }

  List<Passage> all() {
    return trace.all();
  }

  /**
   * The messages that a verdict is about: those with its values, those of its operations, and the
   * read that proves that a value was lost. Where it names no values, an update that was lost tells
   * more than all operations: of them there is but the last, which shows it.
   */
  List<Passage> about(Matter matter, List<Operation> history) {
    List<Passage> lost = matter.values().isEmpty() ? Overwritten.first(trace.all()) : List.of();
    Map<Integer, Operation> open = new HashMap<>();
    List<Window> named = new ArrayList<>();
    Optional<Window> proof = Optional.empty();
    for (Operation entry : history) {
      if (entry.type() == Operation.Type.INVOKE) {
        open.put(entry.process(), entry);
        continue;
      }
      Operation begun = open.remove(entry.process());
      if (begun != null) {
        Window window = window(begun, entry);
        if (matter.indexes().contains(entry.index()) || matter.indexes().contains(begun.index())) {
          named.add(window);
        }
        if (entry.type() == Operation.Type.OK
            && matter.isMissedBy(entry)
            && proof.filter(later -> later.begin() > window.begin()).isEmpty()) {
          proof = Optional.of(window);
        }
      }
    }
    if (!lost.isEmpty()) {
      List<Window> last = named.subList(Math.max(0, named.size() - 1), named.size());
      return Passages.joined(lost, within(last, true));
    }
    proof.ifPresent(named::add);
    return Passages.joined(
        trace.all().stream().filter(passage -> matter.concerns(passage.message())).toList(),
        within(named, matter.values().isEmpty()));
  }

  private Window window(Operation begun, Operation end) {
    return new Window(
        clients.getOrDefault(end.process(), List.of()), began + begun.time(), began + end.time());
  }

  /**
   * What clients ask and are told in these times.
   *
   * @param services whether to show what nodes ask services meanwhile, too
   */
  private List<Passage> within(List<Window> windows, boolean services) {
    List<Passage> all = trace.all();
    return all.stream()
        .filter(passage ->
            windows.stream()
                .anyMatch(
                    window -> window.holds(passage) || services && window.makes(passage, all)))
        .toList();
  }

  /** The time of one operation. */
  private record Window(List<String> clients, long begin, long end) {
    boolean holds(Passage passage) {
      boolean whose =
          clients.contains(passage.message().src()) || clients.contains(passage.message().dest());
      return whose && isIn(passage);
    }

    boolean isIn(Passage passage) {
      return passage.sent() >= begin && passage.ended() <= end;
    }

    /** Whether it goes between a service and the node that is asked. */
    boolean makes(Passage passage, List<Passage> all) {
      return isIn(passage)
          && passage.withService()
          && all.stream()
              .anyMatch(asked -> holds(asked) && passage.touches(asked.message().dest()));
    }
  }
}
