package glomers.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.results.ChallengeLimits;
import glomers.results.Figure;
import glomers.results.Provenance;
import glomers.results.RunRecord;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The verdict, the figures and the circumstances of a run. */
record RunFacts(Path folder, Optional<RunRecord> run) {

  private Optional<Provenance> provenance() {
    return run.map(RunRecord::provenance);
  }

  private String workload() {
    return run.flatMap(RunRecord::workload).orElse("run");
  }

  /** The challenge, empty if nobody noted which it was. */
  String challenge() {
    return provenance().flatMap(Provenance::challenge).orElse("");
  }

  String title() {
    String challenge = challenge().isEmpty() ? "" : challenge() + " ";
    return challenge + workload() + " " + folder.getFileName();
  }

  /** The verdict in plain words, a sentence a line. */
  String inWords() {
    return String.join("\n", sentences());
  }

  private List<String> sentences() {
    List<String> said = new ArrayList<>();
    if (run.isEmpty()) {
      said.add("This run has no verdict.");
      return said;
    }
    RunRecord record = run.get();
    said.add(
        switch (record.validity()) {
          case "true" -> "Every check was passed.";
          case "false" -> "Not valid: " + failed(record) + ".";
          default -> "Not decided: " + failed(record) + ".";
        });
    figure("operations")
        .ifPresent(count -> said.add("%,.0f operations%s.".formatted(count, outcomes())));
    figure("srv-msgs-per-op")
        .ifPresent(srv ->
            said.add(
                "%.2f messages between nodes and services for each operation.".formatted(srv)));
    figure("stable-0.5")
        .ifPresent(median ->
            said.add(
                "Reads missed a value for %.0f ms in the median, for %.0f ms at most."
                    .formatted(median, figure("stable-1").orElse(Double.NaN))));
    record
        .figures()
        .forEach((name, count) -> {
          Figure figure = Figure.named(name);
          if (figure.kind() == Figure.Kind.FAULT && count > 0 && !name.startsWith("anomaly-")) {
            said.add("%s: %,.0f.".formatted(figure.label(), count));
          }
        });
    record
        .anomalies()
        .forEach((name, count) -> {
          String words = AnomalyWords.of(name);
          said.add(
              "%s: %,d %s. %s"
                  .formatted(name, count, count == 1 ? "case" : "cases", words)
                  .strip());
        });
    limits(said);
    return said;
  }

  private String outcomes() {
    double failed = figure("fail").orElse(0);
    double unknown = figure("info").orElse(0);
    return failed == 0 && unknown == 0
        ? ", all of them ok"
        : ": %,.0f ok, %,.0f failed, %,.0f of unknown outcome"
            .formatted(figure("ok").orElse(0), failed, unknown);
  }

  private static String failed(RunRecord record) {
    return record.failed().isEmpty()
        ? "the results say no more"
        : "the check of "
            + String.join(", ", record.failed())
            + (record.failed().size() == 1 ? " was" : " were")
            + " not passed";
  }

  private void limits(List<String> said) {
    RunRecord record = run.orElseThrow();
    Map<String, Double> limits = ChallengeLimits.of(record);
    List<String> missed =
        ChallengeLimits.missed(limits, record.figures()).keySet().stream()
            .map(name -> Figure.named(name).label())
            .toList();
    if (!limits.isEmpty()) {
      said.add(
          missed.isEmpty()
              ? "Inside all limits of challenge " + challenge() + "."
              : "Outside the limits of challenge "
                  + challenge()
                  + ": "
                  + String.join(", ", missed)
                  + ".");
    }
  }

  private OptionalDouble figure(String name) {
    return run.map(record -> record.figure(name)).orElse(OptionalDouble.empty());
  }

  /** Adds all of it to what the page's scripts read. */
  void addTo(ObjectNode facts) {
    facts.put("title", title());
    facts.put("challenge", challenge());
    facts.put("workload", workload());
    facts.put("name", folder.getParent().getFileName() + "/" + folder.getFileName());
    facts.put("validity", run.map(RunRecord::validity).orElse("none"));
    sentences().forEach(facts.putArray("words")::add);
    circumstances(facts.putArray("about"));
    ArrayNode figures = facts.putArray("figures");
    run.ifPresent(record -> {
      Map<String, Double> limits = ChallengeLimits.of(record);
      record
          .figures()
          .forEach((name, value) -> figure(figures.addObject(), name, value, limits.get(name)));
    });
  }

  private void figure(ObjectNode row, String name, double value, Double limit) {
    Figure figure = Figure.named(name);
    row.put("name", name);
    row.put("label", figure.label());
    row.put("unit", figure.unit());
    row.put("better", figure.better().name().toLowerCase(Locale.ROOT));
    row.put("value", value);
    if (limit != null) {
      row.put("limit", limit);
    }
    Published.bound(challenge(), name)
        .ifPresent(bound -> row.put("bound", bound.getKey()).put("why", bound.getValue()));
    if (figure.better() != Figure.Better.NEITHER) {
      Published.best(challenge(), name, figure.better() == Figure.Better.LOWER)
          .ifPresent(best ->
              row.putObject("best")
                  .put("value", best.value())
                  .put("who", best.who())
                  .put("basis", best.basis())
                  .put("source", best.source()));
    }
  }

  private void circumstances(ArrayNode about) {
    provenance()
        .ifPresent(known -> {
          say(about, "started", known.started().map(at -> at.truncatedTo(ChronoUnit.SECONDS)));
          say(about, "engine", engine(known));
          if (known.seed().isPresent()) {
            say(about, "seed", Optional.of(known.seed().getAsLong()));
          }
          say(about, "commit", known.commit(12, ", changed"));
          say(
              about,
              "command",
              known.command().words().isEmpty()
                  ? Optional.empty()
                  : Optional.of("maelstrom test " + String.join(" ", known.command().words())));
          say(
              about,
              "machine",
              known.machine().map(m -> m.os() + ", " + m.processors() + " processors"));
          say(about, "java", known.jdk());
        });
    say(
        about,
        "folder",
        Optional.of(folder.getParent().getFileName() + "/" + folder.getFileName()));
  }

  private static Optional<String> engine(Provenance known) {
    return known.engine().map(name -> name + known.engineVersion().map(v -> " " + v).orElse(""));
  }

  private static void say(ArrayNode about, String what, Optional<?> value) {
    value.ifPresent(known -> about.addArray().add(what).add(known.toString()));
  }
}
