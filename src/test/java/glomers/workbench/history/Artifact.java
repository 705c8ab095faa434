package glomers.workbench.history;

import glomers.results.StoredHistory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What the real Maelstrom wrote for one of its runs, from the test resources.
 *
 * @param name the folder below {@code maelstrom/}
 */
public record Artifact(String name) {

  /** Its {@code history.edn}, in our model. */
  public List<Operation> history() {
    try (BufferedReader lines = open("history.edn")) {
      return StoredHistory.read(lines).operations();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of its {@code history.edn}. */
  public List<String> historyLines() {
    try (Stream<String> lines = open("history.edn").lines()) {
      return lines.toList();
    }
  }

  /** Its {@code results.edn}, as Clojure's data. */
  public Map<?, ?> results() {
    try (Stream<String> lines = open("results.edn").lines()) {
      return (Map<?, ?>) ClojureReader.read(String.join("\n", lines.toList()));
    }
  }

  /** A part of its results, by names without colons. */
  public Object result(String... path) {
    Object here = results();
    for (String key : path) {
      here = ((Map<?, ?>) here).get(clojure.lang.Keyword.intern(key));
    }
    return here;
  }

  private BufferedReader open(String file) {
    try {
      String path = "/maelstrom/" + name + "/" + file;
      InputStream plain = Artifact.class.getResourceAsStream(path);
      InputStream in =
          plain != null
              ? plain
              : new GZIPInputStream(Artifact.class.getResourceAsStream(path + ".gz"));
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
