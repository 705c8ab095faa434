package glomers.ladder;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.experiment.Experiment;
import glomers.node.Message;
import glomers.workbench.checker.Results;
import glomers.workbench.network.Envelope;
import glomers.workbench.network.NetworkJournal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * What an operation costs where nothing goes wrong.
 *
 * @param results what the checkers say of the run
 * @param size bytes of a message between nodes and services, on average
 */
public record Cost(Results results, double size) {
  private static final Pattern CLIENT = Pattern.compile("c\\d+");

  /** Measures it in one run. */
  public static Cost of(Experiment experiment, long seed) {
    LongAdder messages = new LongAdder();
    LongAdder bytes = new LongAdder();
    NetworkJournal scales =
        new NetworkJournal() {
          @Override
          public void sent(Envelope envelope) {
            if (isAmongServers(envelope.message())) {
              messages.increment();
              bytes.add(length(envelope.message()));
            }
          }
        };
    Results results = experiment.judge(experiment.run(seed, clock -> scales));
    return new Cost(results, (double) bytes.sum() / Math.max(1, messages.sum()));
  }

  /** Messages between nodes and services for each operation, as the checkers count them. */
  public double messages() {
    return results.number("net", "servers", "msgs-per-op").orElse(0);
  }

  /** Bytes between nodes and services for each operation. */
  public double bytes() {
    return messages() * size;
  }

  static boolean isAmongServers(Message message) {
    return !CLIENT.matcher(message.src()).matches() && !CLIENT.matcher(message.dest()).matches();
  }

  /** The bytes of the line that a process would write, its end included. */
  static int length(Message message) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("src", message.src()).put("dest", message.dest()).set("body", message.body());
    return line.toString().getBytes(StandardCharsets.UTF_8).length + 1;
  }
}
