package glomers.lessons;

import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A history and a trace brought together: when clients called whom, on the trace's clock.
 *
 * @param beginning the moment that the history counts from
 * @param calls all calls that have an end, in the order of their ends
 */
record Timeline(long beginning, List<Call> calls) {

  static Timeline of(Setting setting, List<Operation> history, Trace trace) {
    long beginning = beginning(history, trace);
    Map<String, String> clients = clients(trace);
    Map<Integer, Operation> open = new HashMap<>();
    List<Call> calls = new ArrayList<>();
    for (Operation entry : history) {
      if (!entry.isClient()) {
        continue;
      }
      Operation begun = open.remove(entry.process());
      if (entry.type() == Operation.Type.INVOKE) {
        open.put(entry.process(), entry);
      } else if (begun != null) {
        String node = setting.nodeOf(entry.process());
        long begin = begun.time() + beginning;
        String client = clients.getOrDefault(request(node, begin), "");
        calls.add(new Call(begun, entry, node, client, begin, entry.time() + beginning));
      }
    }
    return new Timeline(beginning, List.copyOf(calls));
  }

  /** Who sent a request to which node at which moment. */
  private static Map<String, String> clients(Trace trace) {
    Map<String, String> clients = new HashMap<>();
    for (Passage passage : trace.all()) {
      String src = passage.message().src();
      if (Names.isClient(src)) {
        clients.put(request(passage.message().dest(), passage.sent()), src);
      }
    }
    return clients;
  }

  private static String request(String node, long time) {
    return node + " " + time;
  }

  /**
   * The history counts time from the first operation on, the trace from the start of the world.
   * They meet where a client sends its first request, which it does as soon as it begins.
   */
  private static long beginning(List<Operation> history, Trace trace) {
    for (Operation entry : history) {
      if (entry.isClient() && entry.type() == Operation.Type.INVOKE) {
        Optional<Passage> request =
            trace.all().stream()
                .filter(passage ->
                    Names.isClient(passage.message().src()) && passage.is(entry.f().name()))
                .min((one, other) -> Long.compare(one.sent(), other.sent()));
        if (request.isPresent()) {
          return request.get().sent() - entry.time();
        }
      }
    }
    return 0;
  }
}
