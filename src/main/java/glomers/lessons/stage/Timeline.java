package glomers.lessons.stage;

import glomers.workbench.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A history and the messages brought together: when clients called whom, on the messages' clock.
 *
 * @param beginning the moment that the history counts from
 * @param begun how many operations clients began
 * @param calls all calls that have an end, in the order of their ends
 */
public record Timeline(long beginning, long begun, List<Call> calls) {

  public static Timeline of(Setting setting, List<Operation> history, List<Passage> messages) {
    long beginning = beginning(history, messages);
    Map<String, String> clients = clients(messages);
    Map<Integer, Operation> open = new HashMap<>();
    List<Call> calls = new ArrayList<>();
    long begun = 0;
    for (Operation entry : history) {
      if (!entry.isClient()) {
        continue;
      }
      Operation opened = open.remove(entry.process());
      if (entry.type() == Operation.Type.INVOKE) {
        open.put(entry.process(), entry);
        begun++;
      } else if (opened != null) {
        String node = setting.nodeOf(entry.process());
        long begin = opened.time() + beginning;
        String client = clients.getOrDefault(request(node, begin), "");
        calls.add(new Call(opened, entry, node, client, begin, entry.time() + beginning));
      }
    }
    return new Timeline(beginning, begun, List.copyOf(calls));
  }

  /** Who sent a request to which node at which moment. */
  private static Map<String, String> clients(List<Passage> messages) {
    Map<String, String> clients = new HashMap<>();
    for (Passage passage : messages) {
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
   * The history counts time from the first operation on, messages from the start of the world. They
   * meet where a client sends its first request, which it does as soon as it begins.
   */
  private static long beginning(List<Operation> history, List<Passage> messages) {
    for (Operation entry : history) {
      if (entry.isClient() && entry.type() == Operation.Type.INVOKE) {
        Optional<Passage> request =
            messages.stream()
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
