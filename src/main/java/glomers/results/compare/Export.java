package glomers.results.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.results.RunStore;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Writes comparisons in full, for programs. */
public final class Export {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Export() {}

  /** A row for each figure of each comparison. */
  public static List<String> csv(List<Comparison> comparisons) {
    TextTable table =
        new TextTable(
            List.of(
                "label",
                "run",
                "valid",
                "against",
                "figure",
                "unit",
                "before",
                "now",
                "difference",
                "noise",
                "judgement",
                "limit"));
    for (Comparison comparison : comparisons) {
      for (FigureChange change : comparison.changes()) {
        table.row(
            List.of(
                comparison.label(),
                comparison.now().name(),
                comparison.now().validity(),
                comparison.before().map(Reference::name).orElse(""),
                change.figure().name(),
                change.figure().unit(),
                exact(change.before()),
                exact(change.now()),
                exact(change.difference()),
                String.valueOf(change.noise()),
                change.judgement().name().toLowerCase(Locale.ROOT),
                change.limit().map(String::valueOf).orElse("")));
      }
    }
    return table.csv();
  }

  private static String exact(OptionalDouble value) {
    return value.isPresent() ? String.valueOf(value.getAsDouble()) : "";
  }

  /** One JSON object with all of it. */
  public static String json(List<Comparison> comparisons, List<RunStore.Skipped> skipped) {
    ObjectNode tree = JSON.createObjectNode();
    ArrayNode array = tree.putArray("comparisons");
    for (Comparison comparison : comparisons) {
      ObjectNode object = array.addObject();
      object.put("label", comparison.label());
      object.put("run", comparison.now().name());
      object.put("folder", comparison.now().folder().toString());
      object.put("valid", comparison.now().validity());
      comparison.now().failed().forEach(object.putArray("failed")::add);
      comparison
          .before()
          .ifPresent(before ->
              object
                  .putObject("against")
                  .put("name", before.name())
                  .put("valid", before.validity()));
      comparison.remarks().forEach(object.putArray("remarks")::add);
      ObjectNode figures = object.putObject("figures");
      comparison
          .changes()
          .forEach(change -> put(figures.putObject(change.figure().name()), change));
    }
    ArrayNode without = tree.putArray("skipped");
    skipped.forEach(
        run -> without.addObject().put("folder", run.folder().toString()).put("why", run.why()));
    try {
      // Below 0x20 it escapes by itself; beyond ASCII, too, there are characters that steer.
      return JSON.writerWithDefaultPrettyPrinter()
          .with(JsonWriteFeature.ESCAPE_NON_ASCII)
          .writeValueAsString(tree)
          .replace("\u007f", "\\u007f");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes can always be written", e);
    }
  }

  private static void put(ObjectNode object, FigureChange change) {
    change.before().ifPresent(value -> object.put("before", value));
    change.now().ifPresent(value -> object.put("now", value));
    object.put("unit", change.figure().unit());
    change.difference().ifPresent(value -> object.put("difference", value));
    if (change.difference().isPresent() && Double.isFinite(change.noise())) {
      object.put("noise", change.noise());
    }
    object.put("judgement", change.judgement().name().toLowerCase(Locale.ROOT));
    change.limit().ifPresent(value -> object.put("limit", value));
  }
}
