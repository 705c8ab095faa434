package glomers.experiment;

import glomers.workbench.nemesis.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One run of a sweep, as {@code test} would be asked for it: what the sweep does and what the
 * command line repeats are the same arguments.
 *
 * @param subject what is tried
 * @param seed decides everything that the other arguments leave open
 * @param nodes how many nodes there are
 * @param clients how many clients each of them has
 * @param rate operations a second
 * @param seconds how long they go on
 * @param latency mean milliseconds between nodes
 * @param latencyDistribution how that scatters
 * @param topology who are told to be neighbours
 * @param interval mean seconds between a fault's beginning and its end, and the other way round
 * @param faults what goes wrong, and how much
 */
public record Trial(
    Subject subject,
    long seed,
    int nodes,
    int clients,
    int rate,
    int seconds,
    int latency,
    String latencyDistribution,
    String topology,
    double interval,
    Map<Fault, String> faults) {

  /** Keeps a copy of the faults, in their order. */
  public Trial {
    Map<Fault, String> ordered = new EnumMap<>(Fault.class);
    ordered.putAll(faults);
    faults = Collections.unmodifiableMap(ordered);
  }

  /** The arguments of {@code test}, from the workload to what the nodes are told. */
  public List<String> arguments() {
    List<String> words = new ArrayList<>(List.of("-w", subject.workload()));
    add(words, "--bin", subject.program());
    add(words, "--node-count", nodes);
    // Half of the clients of lin-kv only read.
    int each = subject.workload().equals("lin-kv") ? 2 * clients : clients;
    if (each > 1) {
      add(words, "--concurrency", each + "n");
    }
    add(words, "--rate", rate);
    add(words, "--time-limit", seconds);
    if (latency > 0) {
      add(words, "--latency", latency);
      add(words, "--latency-dist", latencyDistribution);
    }
    if (subject.workload().equals("broadcast")) {
      add(words, "--topology", topology);
    }
    words.addAll(subject.options());
    addFaults(words);
    add(words, "--engine", "simulation");
    add(words, "--seed", seed);
    if (!subject.words().isEmpty()) {
      words.add("--");
      words.addAll(subject.words());
    }
    return words;
  }

  private void addFaults(List<String> words) {
    List<String> nemeses = new ArrayList<>();
    faults.forEach((fault, strength) -> {
      words.addAll(fault.options(strength));
      if (fault.isNemesis()) {
        nemeses.add(fault.label());
      }
    });
    if (!nemeses.isEmpty()) {
      add(words, "--nemesis", String.join(",", nemeses));
      add(words, "--nemesis-interval", interval);
    }
  }

  private static void add(List<String> words, String option, Object value) {
    words.add(option);
    words.add(value.toString());
  }

  /** The one command that repeats it. */
  public String command() {
    return "maelstrom/maelstrom test " + String.join(" ", arguments());
  }

  /** Its size in a few words. */
  public String inWords() {
    String wrong =
        faults.entrySet().stream()
            .map(fault -> ", " + (fault.getKey().label() + " " + fault.getValue()).strip())
            .collect(Collectors.joining());
    return String.format(
        Locale.ROOT,
        "%s, %d node%s with %d client%s each, %d s at %d operation%s a second%s%s",
        subject.name(),
        nodes,
        nodes == 1 ? "" : "s",
        clients,
        clients == 1 ? "" : "s",
        seconds,
        rate,
        rate == 1 ? "" : "s",
        latency == 0 ? "" : ", " + latency + " ms " + latencyDistribution,
        wrong.isEmpty() ? ", no faults" : wrong);
  }

  Trial withSeed(long other) {
    return with(other, nodes, clients, rate, seconds, latency, faults);
  }

  Trial withNodes(int other) {
    return with(seed, other, clients, rate, seconds, latency, faults);
  }

  Trial withClients(int other) {
    return with(seed, nodes, other, rate, seconds, latency, faults);
  }

  Trial withRate(int other) {
    return with(seed, nodes, clients, other, seconds, latency, faults);
  }

  Trial withSeconds(int other) {
    return with(seed, nodes, clients, rate, other, latency, faults);
  }

  Trial withLatency(int other) {
    return with(seed, nodes, clients, rate, seconds, other, faults);
  }

  Trial without(Fault fault) {
    Map<Fault, String> fewer = new EnumMap<>(Fault.class);
    fewer.putAll(faults);
    fewer.remove(fault);
    return with(seed, nodes, clients, rate, seconds, latency, fewer);
  }

  /** The same but for what can be made smaller. */
  private Trial with(
      long otherSeed,
      int fewerNodes,
      int fewerClients,
      int lowerRate,
      int fewerSeconds,
      int lowerLatency,
      Map<Fault, String> fewerFaults) {
    return new Trial(
        subject,
        otherSeed,
        fewerNodes,
        fewerClients,
        lowerRate,
        fewerSeconds,
        lowerLatency,
        latencyDistribution,
        topology,
        interval,
        fewerFaults);
  }
}
