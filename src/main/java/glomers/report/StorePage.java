package glomers.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.results.Figure;
import glomers.results.Provenance;
import glomers.results.RunRecord;
import glomers.results.RunStore;
import glomers.results.StoredFile;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/** The page of a store: {@code index.html}, which lists its runs and compares those chosen. */
public final class StorePage {
  private static final List<String> SCRIPTS =
      List.of("elements.js", "theme.js", "data.js", "verdict.js", "store.js");

  private StorePage() {}

  /**
   * Writes the page of the store.
   *
   * @return the page's path
   * @throws IOException if there is no such folder, or the disk does not let us
   */
  public static Path write(Path store) throws IOException {
    Path folder = store.toRealPath();
    RunStore runs = RunStore.read(folder);
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = facts.putArray("runs");
    Set<String> names = new LinkedHashSet<>();
    // The newest first, as one looks for them.
    for (RunRecord run : runs.runs().reversed()) {
      row(rows.addObject(), folder, run);
      names.addAll(run.figures().keySet());
    }
    ObjectNode figures = facts.putObject("figures");
    for (String name : names) {
      Figure figure = Figure.named(name);
      figures
          .putObject(name)
          .put("label", figure.label())
          .put("unit", figure.unit())
          .put("better", figure.better().name().toLowerCase(Locale.ROOT));
    }
    ArrayNode skipped = facts.putArray("skipped");
    runs.skipped().forEach(one -> skipped.add(folder.relativize(one.folder()) + ": " + one.why()));
    String html =
        new Page("Runs", runs.runs().size() + " runs", SCRIPTS)
            .json("store", facts.toString())
            .html();
    return StoredFile.replace(folder, "index.html", html.getBytes(StandardCharsets.UTF_8));
  }

  private static void row(ObjectNode row, Path store, RunRecord run) {
    Provenance how = run.provenance();
    row.put("name", run.name());
    row.put("challenge", how.challenge().orElse(""));
    row.put("workload", run.workload().orElse(""));
    row.put("variant", how.command().variant());
    row.put("validity", run.validity());
    row.put("started", how.started().map(Object::toString).orElse(""));
    row.put("engine", how.engine().orElse(""));
    row.put("commit", how.commit().orElse("") + (how.dirty().orElse(false) ? ", changed" : ""));
    ObjectNode parameters = row.putObject("parameters");
    how.command().parameters().forEach(parameters::put);
    ObjectNode figures = row.putObject("figures");
    run.figures().forEach(figures::put);
    if (Files.isRegularFile(run.folder().resolve("index.html"), LinkOption.NOFOLLOW_LINKS)) {
      row.put("page", link(store.relativize(run.folder()).resolve("index.html")));
    }
  }

  /** A folder may be called {@code javascript:alert(1)}, or hold what an address may not. */
  private static String link(Path path) {
    StringJoiner link = new StringJoiner("/", "./", "");
    for (Path name : path) {
      link.add(URLEncoder.encode(name.toString(), StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return link.toString();
  }
}
