package glomers.workbench.history;

import clojure.lang.BigInt;
import clojure.lang.TaggedLiteral;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
    try (Stream<String> lines = open("history.edn").lines()) {
      return lines.map(line -> operation((Map<?, ?>) ClojureReader.read(line))).toList();
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

  private static Operation operation(Map<?, ?> entries) {
    Map<Keyword, Object> extra = new LinkedHashMap<>();
    entries.forEach((key, value) -> extra.put((Keyword) plain(key), plain(value)));
    long index = (Long) extra.remove(Keyword.of("index"));
    long time = (Long) extra.remove(Keyword.of("time"));
    Keyword type = (Keyword) extra.remove(Keyword.of("type"));
    Object process = extra.remove(Keyword.of("process"));
    Keyword f = (Keyword) extra.remove(Keyword.of("f"));
    Object value = extra.remove(Keyword.of("value"));
    return new Operation(
        index,
        time,
        Operation.Type.valueOf(type.name().toUpperCase(Locale.ROOT)),
        process instanceof Long number ? Math.toIntExact(number) : Operation.NEMESIS,
        f,
        value,
        extra);
  }

  private static Object plain(Object read) {
    return switch (read) {
      case clojure.lang.Keyword keyword -> Keyword.of(keyword.sym.toString());
      case clojure.lang.Symbol symbol -> new Symbol(symbol.toString());
      case BigInt big -> big.toBigInteger();
      case TaggedLiteral tagged -> operation((Map<?, ?>) tagged.form);
      case clojure.lang.IPersistentVector vector -> items(vector);
      case clojure.lang.Sequential sequence -> new Sequence(items((Iterable<?>) sequence));
      case Set<?> set -> new LinkedHashSet<>(items(set));
      case Map<?, ?> map -> {
        Map<Object, Object> plain = new LinkedHashMap<>();
        map.forEach((key, value) -> plain.put(plain(key), plain(value)));
        yield plain;
      }
      case null, default -> read;
    };
  }

  private static List<Object> items(Object items) {
    List<Object> plain = new ArrayList<>();
    ((Iterable<?>) items).forEach(item -> plain.add(plain(item)));
    return plain;
  }
}
