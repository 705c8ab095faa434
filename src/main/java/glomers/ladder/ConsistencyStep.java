package glomers.ladder;

import glomers.experiment.Subject;
import glomers.experiment.Trial;
import glomers.workbench.nemesis.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A step of the consistency ladder: transactions that keep one model's promise, and not that of the
 * step above.
 *
 * @param subject what a sweep tries, the model among its options
 * @param model the model that it keeps
 * @param promise what that means, in a few words
 * @param node the class that makes a node one of this step
 * @param shows the seed of a run that breaks the model of the step above
 */
public record ConsistencyStep(
    Subject subject, String model, String promise, Class<?> node, long shows) {
  private static final int NODES = 5;
  private static final int CLIENTS = 2;
  private static final int RATE = 100;
  private static final int LATENCY = 10;
  private static final int SECONDS = 10;
  private static final int SECONDS_CUT_OFF = 30;
  private static final int SECONDS_TO_SHOW = 3;

  /** The conditions in words. */
  public static String conditions() {
    return "%d nodes, %d clients each, %d transactions a second for %d s"
        .formatted(NODES, CLIENTS, RATE, SECONDS);
  }

  /** The run that measures what a transaction costs. */
  public Trial cost() {
    return trial(subject, 1, SECONDS, LATENCY, 0, Map.of());
  }

  /** How long a message takes in that run. */
  public static int latency() {
    return LATENCY;
  }

  /** The run under partitions that cut lin-kv off as well, as Maelstrom's do not. */
  public Trial cutOff() {
    List<String> options = new ArrayList<>(subject.options());
    options.add("--partition-services");
    return trial(with(options), 1, SECONDS_CUT_OFF, 0, 6, partitions());
  }

  /** The run of this step that breaks the model of the step above. */
  public Trial breaking(ConsistencyStep above) {
    return trial(with(above.subject.options()), shows, SECONDS_TO_SHOW, 0, 1, partitions());
  }

  private static Map<Fault, String> partitions() {
    return Map.of(Fault.PARTITION, "one,majority,minority-third,majorities-ring");
  }

  private Subject with(List<String> options) {
    return new Subject(
        subject.name(),
        subject.workload(),
        subject.program(),
        subject.words(),
        options,
        subject.fewestNodes(),
        subject.mostNodes(),
        subject.mostRate(),
        subject.stands());
  }

  private static Trial trial(
      Subject of, long seed, int seconds, int latency, double interval, Map<Fault, String> faults) {
    return new Trial(
        of, seed, NODES, CLIENTS, RATE, seconds, latency, "constant", "grid", interval, faults);
  }
}
