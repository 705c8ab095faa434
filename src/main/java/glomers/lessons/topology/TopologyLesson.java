package glomers.lessons.topology;

import glomers.broadcast.BatchedBroadcast;
import glomers.broadcast.ReliableBroadcast;
import glomers.broadcast.Tuning;
import glomers.experiment.Experiment;
import glomers.experiment.Experiment.Ran;
import glomers.lessons.broken.broadcast.SendOnceBroadcast;
import glomers.lessons.stage.Lesson;
import glomers.lessons.stage.Setting;
import glomers.lessons.stage.Showing;
import glomers.lessons.stage.Text;
import glomers.node.Node;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.workload.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Topology is a lever: one table of what values cost and how long they take, the same node on the
 * topologies of Maelstrom and then ours on an overlay of its own.
 */
public final class TopologyLesson implements Lesson {
  private static final Setting SETTING =
      Setting.of("broadcast", 25).rate(100).seconds(20).latency(100);

  private static final Bounds CHALLENGE_3D = new Bounds("3d", 30, 400, 600);
  private static final Bounds CHALLENGE_3E = new Bounds("3e", 20, 1_000, 2_000);

  private static final List<Row> ROWS =
      List.of(
          alone(Topology.LINE),
          alone(Topology.GRID),
          alone(Topology.TREE2),
          alone(Topology.TREE4),
          alone(Topology.TOTAL),
          together(Topology.LINE),
          together(Topology.GRID),
          together(Topology.TREE2),
          together(Topology.TREE4),
          together(Topology.TOTAL),
          ours("3d", Tuning.FAST, CHALLENGE_3D),
          ours("3e", Tuning.FRUGAL, CHALLENGE_3E));

  /** What a challenge asks for. Measured must be below. */
  private record Bounds(String challenge, double messages, double median, double longest) {}

  /** A row of the table; bounds are there for ours alone. */
  private record Row(String name, Setting setting, Consumer<Node> nodes, List<Bounds> bounds) {}

  private record Measured(Row row, boolean valid, double messages, double median, double longest) {
    boolean meet(Bounds bounds) {
      return valid
          && messages < bounds.messages()
          && median < bounds.median()
          && longest < bounds.longest();
    }

    boolean asTheyShould() {
      return valid && row.bounds().stream().allMatch(this::meet);
    }

    String line() {
      StringBuilder met = new StringBuilder();
      for (Bounds bounds : List.of(CHALLENGE_3D, CHALLENGE_3E)) {
        if (meet(bounds)) {
          met.append(met.isEmpty() ? "" : ", ").append(bounds.challenge());
        }
      }
      return String.format(
          Locale.ROOT,
          "   %-34s %10.2f %11.0f %11.0f   %s",
          row.name(),
          messages,
          median,
          longest,
          valid ? met.isEmpty() ? "-" : met : "NOT VALID");
    }
  }

  /** A message for each value and link, and no acknowledgements. */
  private static Row alone(Topology topology) {
    return new Row(
        topology.label() + ", a message for each value",
        SETTING.topology(topology),
        SendOnceBroadcast::new,
        List.of());
  }

  /** Acknowledged, and what gathers meanwhile goes together. */
  private static Row together(Topology topology) {
    return new Row(
        topology.label() + ", ReliableBroadcast",
        SETTING.topology(topology),
        ReliableBroadcast::new,
        List.of());
  }

  private static Row ours(String preset, Tuning tuning, Bounds bounds) {
    return new Row(
        "ours: BatchedBroadcast, preset " + preset,
        SETTING,
        node -> new BatchedBroadcast(node, tuning),
        List.of(bounds));
  }

  @Override
  public String name() {
    return "topology";
  }

  @Override
  public String title() {
    return "what a value costs, and how long it takes";
  }

  @Override
  public Showing show(long seed) {
    List<Measured> figures = ROWS.stream().map(row -> measure(row, seed)).toList();
    return new Table(figures);
  }

  private static Measured measure(Row row, long seed) {
    Experiment experiment = row.setting().experiment(row.nodes());
    Ran ran = experiment.run(seed);
    Results results = experiment.judge(ran);
    return new Measured(
        row,
        results.validity() == Validity.VALID,
        results.number("net", "servers", "msgs-per-op").orElse(Double.POSITIVE_INFINITY),
        quantile(results, 0.5),
        quantile(results, 1));
  }

  private static double quantile(Results results, double quantile) {
    return results.find("workload", "stable-latencies").orElse(null) instanceof Map<?, ?> latencies
        ? latencies.entrySet().stream()
            .filter(entry -> ((Number) entry.getKey()).doubleValue() == quantile)
            .mapToDouble(entry -> ((Number) entry.getValue()).doubleValue())
            .findFirst()
            .orElse(Double.POSITIVE_INFINITY)
        : Double.POSITIVE_INFINITY;
  }

  /** The lesson once it is measured. */
  private record Table(List<Measured> rows) implements Showing {

    @Override
    public String name() {
      return "topology";
    }

    @Override
    public boolean holds() {
      return rows.stream().allMatch(Measured::asTheyShould);
    }

    @Override
    public List<String> lines(boolean longer) {
      List<String> lines = new ArrayList<>();
      lines.add("== topology: what a value costs, and how long it takes");
      lines.addAll(
          Text.paragraph("   lesson   ", "Topology is a lever: it trades messages for latency."));
      if (longer) {
        lines.add("");
        lines.addAll(
            Text.paragraph(
                "   ",
                "25 nodes, 100 ms between them, 100 operations a second, half of them reads. A"
                    + " line has no link too many and 24 hops; the complete graph has one hop and"
                    + " tells everybody everything 24 times; a tree is short and has no link too"
                    + " many. But a message for each value and link costs 24 for each value at least,"
                    + " whatever the topology. ReliableBroadcast waits for an acknowledgement, and"
                    + " what gathers meanwhile goes together. Ours does that on purpose: it ignores"
                    + " the topology it is told, its star has two hops and 24 links, and the centre"
                    + " passes on what it has in rounds. The longer the round, the fewer the"
                    + " messages."));
      }
      lines.add("");
      lines.add(
          String.format(
              Locale.ROOT,
              "   %-34s %10s %11s %11s   %s",
              "25 nodes, 100 ms, 100 op/s",
              "messages/op",
              "median ms",
              "longest ms",
              "meets"));
      rows.forEach(row -> lines.add(row.line()));
      lines.add("");
      lines.addAll(
          Text.paragraph(
              "   because  ",
              "A star of our own has the shortest ways that need no more links than a tree, and"
                  + " rounds let values share messages. See Overlay.of,"));
      lines.add("            src/main/java/glomers/broadcast/Overlay.java");
      return lines;
    }
  }
}
