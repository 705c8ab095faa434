package glomers.lessons.topology;

import glomers.broadcast.BatchedBroadcast;
import glomers.broadcast.ReliableBroadcast;
import glomers.broadcast.Tuning;
import glomers.experiment.Experiment;
import glomers.lessons.broken.broadcast.SendOnceBroadcast;
import glomers.lessons.stage.Lesson;
import glomers.lessons.stage.Setting;
import glomers.lessons.stage.Showing;
import glomers.lessons.stage.Text;
import glomers.node.Node;
import glomers.workbench.checker.Results;
import glomers.workbench.checker.Validity;
import glomers.workbench.workload.BroadcastLimits;
import glomers.workbench.workload.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Topology is a lever: one table of what values cost and how long they take, the same node on the
 * topologies of Maelstrom and then ours on an overlay of its own.
 */
public final class TopologyLesson implements Lesson {
  private static final Setting SETTING =
      Setting.of("broadcast", 25).rate(100).seconds(20).latency(100);

  private static final List<Topology> TOLD =
      List.of(Topology.LINE, Topology.GRID, Topology.TREE2, Topology.TREE4, Topology.TOTAL);

  /** A row of the table; limits are there for ours alone. */
  private record Row(
      String name, Setting setting, Consumer<Node> nodes, List<BroadcastLimits> limits) {}

  private record Measured(Row row, Results results) {
    boolean valid() {
      return results.validity() == Validity.VALID;
    }

    boolean asTheyShould() {
      return valid() && row.limits().stream().allMatch(each -> each.met(results));
    }

    String line() {
      String met =
          Stream.of(BroadcastLimits.CHALLENGE_3D, BroadcastLimits.CHALLENGE_3E)
              .filter(each -> each.met(results))
              .map(BroadcastLimits::name)
              .collect(Collectors.joining(", "));
      return String.format(
          Locale.ROOT,
          "   %-34s %10.2f %11.0f %11.0f   %s",
          row.name(),
          results.number("net", "servers", "msgs-per-op").orElse(Double.POSITIVE_INFINITY),
          BroadcastLimits.quantile(results, 0.5),
          BroadcastLimits.quantile(results, 1),
          valid() ? met.isEmpty() ? "-" : met : "NOT VALID");
    }
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    // A message for each value and link, and no acknowledgements.
    TOLD.forEach(each -> rows.add(row(each, "a message for each value", SendOnceBroadcast::new)));
    // Acknowledged, and what gathers meanwhile goes together.
    TOLD.forEach(each -> rows.add(row(each, "ReliableBroadcast", ReliableBroadcast::new)));
    rows.add(ours("3d", Tuning.FAST, BroadcastLimits.CHALLENGE_3D));
    rows.add(ours("3e", Tuning.FRUGAL, BroadcastLimits.CHALLENGE_3E));
    return rows;
  }

  private static Row row(Topology topology, String what, Consumer<Node> nodes) {
    return new Row(topology.label() + ", " + what, SETTING.topology(topology), nodes, List.of());
  }

  private static Row ours(String preset, Tuning tuning, BroadcastLimits limits) {
    return new Row(
        "ours: BatchedBroadcast, preset " + preset,
        SETTING,
        node -> new BatchedBroadcast(node, tuning),
        List.of(limits));
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
    List<Measured> figures = rows().stream().map(row -> measure(row, seed)).toList();
    return new Table(figures);
  }

  private static Measured measure(Row row, long seed) {
    Experiment experiment = row.setting().experiment(row.nodes());
    return new Measured(row, experiment.judge(experiment.run(seed)));
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
                  + " rounds let values share messages. See Rounds,"));
      lines.add("            src/main/java/glomers/broadcast/Rounds.java");
      return lines;
    }
  }
}
