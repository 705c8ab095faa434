package glomers.results;

import clojure.lang.BigInt;
import clojure.lang.EdnReader;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentVector;
import clojure.lang.PersistentArrayMap;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Sequence;
import glomers.workbench.history.Symbol;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operations of a stored run, Maelstrom's or ours.
 *
 * @param operations in the order of the file
 * @param unreadable how many lines are no operations, such as the last one of a run that was killed
 */
public record StoredHistory(List<Operation> operations, int unreadable) {
  private static final IPersistentMap OPTIONS =
      PersistentArrayMap.createAsIfByAssoc(
          new Object[] {clojure.lang.Keyword.intern("default"), new EdnTree.IgnoreTag()});

  /** Keeps a copy. */
  public StoredHistory {
    operations = List.copyOf(operations);
  }

  /**
   * Reads {@code history.edn}, which may be gzipped, in the folder of a run; empty if it is not
   * there.
   *
   * @throws IOException if the disk does not let us
   */
  public static Optional<StoredHistory> read(Path run) throws IOException {
    Optional<Path> file = RunReader.history(run);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (BufferedReader lines = RunReader.open(file.get())) {
      return Optional.of(read(lines));
    }
  }

  /**
   * Reads an operation a line.
   *
   * @throws IOException if the disk does not let us
   */
  public static StoredHistory read(BufferedReader lines) throws IOException {
    List<Operation> operations = new ArrayList<>();
    int unreadable = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isBlank()) {
        continue;
      }
      try {
        operations.add(operation((Map<?, ?>) EdnReader.readString(line, OPTIONS)));
      } catch (RuntimeException e) {
        unreadable++;
      }
    }
    return new StoredHistory(operations, unreadable);
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
      case IPersistentVector vector -> items(vector);
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
