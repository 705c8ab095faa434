package glomers.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.workbench.history.Operation;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the checkers found wrong, case by case, each with the operations and the value that lead to
 * the messages behind it.
 */
final class Findings {
  private static final int MOST_CASES = 24;
  private static final int MOST_FOLLOWED = 4;
  private static final int LONGEST_TEXT = 6_000;

  /** In all; each may take a walk through the history. */
  private static final int MOST_FINDINGS = 500;

  static final int MOST_OPERATIONS = 200;
  private static final ObjectWriter PRETTY = new ObjectMapper().writerWithDefaultPrettyPrinter();

  private final ArrayNode found;
  private final Proof proof;

  private Findings(ArrayNode found, Proof proof) {
    this.found = found;
    this.proof = proof;
  }

  /** Adds all findings of these results to {@code found}. */
  static void addTo(ArrayNode found, JsonNode results, List<Operation> history) {
    Findings findings = new Findings(found, new Proof(history));
    for (Map.Entry<String, JsonNode> check : results.properties()) {
      JsonNode verdict = check.getValue().path("valid?");
      if (!verdict.isMissingNode() && !verdict.asText().equals("true")) {
        findings.check(check.getKey(), check.getValue());
      }
    }
  }

  private void check(String name, JsonNode result) {
    int before = found.size();
    for (Map.Entry<String, JsonNode> entry : result.properties()) {
      if (found.size() >= MOST_FINDINGS) {
        return;
      }
      String key = entry.getKey();
      JsonNode value = entry.getValue();
      if (AnomalyWords.isElements(key)) {
        elements(key, value);
      } else if (key.equals("results") && value.isObject()) {
        registers(value);
      } else if (key.equals("anomalies") && value.isObject()) {
        value
            .properties()
            .forEach(each -> cases(each.getKey(), each.getValue(), each.getValue().size()));
      } else if (value.path("required").asText().equals("false")
          || value.path("valid?").asText().equals("true")) {
        continue; // it was looked for, and is no failure under the model that was asked for
      } else if (value.path("errs").isArray()) {
        cases(key, value.path("errs"), value.path("count").asInt(value.path("errs").size()));
      } else if (value.path("valid?").asText().equals("false")) {
        check(key, value);
      } else if (AnomalyWords.known(key) && !value.isEmpty()) {
        cases(key, value, value.size());
      }
    }
    if (found.size() == before && !name.equals("stats")) {
      add(name, "", result);
    } else if (found.size() == before) {
      stats(result);
    }
  }

  /** Registers whose operations have no order, each with the few that show it. */
  private void registers(JsonNode byKey) {
    for (Map.Entry<String, JsonNode> register : byKey.properties()) {
      JsonNode order = register.getValue().path("linearizable");
      if (order.path("valid?").asText().equals("false") && found.size() < MOST_FINDINGS) {
        add("not-linearizable", "key " + register.getKey(), order);
      }
    }
  }

  /** Elements of a set: lost, doubled, never added. */
  private void elements(String kind, JsonNode value) {
    List<String> elements = new ArrayList<>();
    if (value.isObject()) {
      value.properties().forEach(entry -> elements.add(entry.getKey()));
    } else {
      value.forEach(element -> elements.add(element.isTextual() ? element.asText() : "" + element));
    }
    int most = Math.min(MOST_CASES, MOST_FINDINGS - found.size());
    for (String element : elements.subList(0, Math.min(most, elements.size()))) {
      ObjectNode finding =
          add(kind, "element " + element, value.path(element), proof.ofElement(element));
      finding.put("value", element);
      finding.put("of", elements.size());
    }
  }

  private void cases(String kind, JsonNode value, int all) {
    if (!value.isArray()) {
      add(kind, "", value);
      return;
    }
    int shown = 0;
    for (JsonNode each : value) {
      if (shown++ == MOST_CASES || found.size() >= MOST_FINDINGS) {
        return;
      }
      Set<Long> operations = each.has("key") ? proof.ofLogEntry(each) : Set.of();
      add(kind, shown + " of " + all, each, operations).put("of", all);
    }
  }

  private void stats(JsonNode result) {
    for (Map.Entry<String, JsonNode> f : result.path("by-f").properties()) {
      if (f.getValue().path("valid?").asText().equals("false")
          && !f.getKey().equals("crash")
          && found.size() < MOST_FINDINGS) {
        add("stats", f.getKey(), f.getValue());
      }
    }
  }

  private void add(String kind, String title, JsonNode detail) {
    add(kind, title, detail, Set.of());
  }

  private ObjectNode add(String kind, String title, JsonNode detail, Set<Long> proving) {
    ObjectNode finding = found.addObject();
    finding.put("kind", kind);
    finding.put("title", title);
    finding.put("words", AnomalyWords.of(kind));
    Set<Long> operations = new LinkedHashSet<>();
    Proof.collect(detail, operations);
    operations.addAll(proving);
    ArrayNode indices = finding.putArray("operations");
    operations.forEach(indices::add);
    String followed = followed(detail);
    if (!followed.isEmpty()) {
      finding.put("value", followed);
    }
    CyclePicture.addTo(finding, detail);
    finding.put("detail", detail.isMissingNode() ? "" : text(detail));
    return finding;
  }

  /** The beginning of it: a detail may be as large as the results. */
  private static String text(JsonNode detail) {
    Excerpt text = new Excerpt(LONGEST_TEXT);
    try {
      PRETTY.writeValue(text, detail);
    } catch (IOException e) {
      return text + "\n… (the rest is in results.edn)";
    }
    return text.toString();
  }

  /** Takes so many characters, and then no more. */
  private static final class Excerpt extends Writer {
    private final StringBuilder text = new StringBuilder();
    private final int most;

    Excerpt(int most) {
      this.most = most;
    }

    @Override
    public void write(char[] from, int offset, int length) throws IOException {
      text.append(from, offset, Math.min(length, most - text.length()));
      if (text.length() == most) {
        throw new IOException("long enough");
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
      return text.toString();
    }
  }

  /** What to follow through the cluster: values of keys, those of a cycle's steps included. */
  private static String followed(JsonNode detail) {
    Set<String> values = new LinkedHashSet<>();
    for (JsonNode part : detail.path("steps").isArray() ? detail.path("steps") : List.of(detail)) {
      if (part.hasNonNull("key")) {
        String key = part.path("key").asText() + "=";
        for (String name : List.of("value", "value'")) {
          if (part.path(name).isValueNode()) {
            values.add(key + part.path(name).asText());
          }
        }
        part.path("values").forEach(value -> values.add(key + value.asText()));
      }
    }
    return values.stream().limit(MOST_FOLLOWED).collect(Collectors.joining(","));
  }
}
