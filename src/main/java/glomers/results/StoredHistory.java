package glomers.results;

import clojure.lang.BigInt;
import clojure.lang.IPersistentVector;
import glomers.workbench.history.Keyword;
import glomers.workbench.history.Operation;
import glomers.workbench.history.Sequence;
import glomers.workbench.history.Symbol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The operations of a stored run, Maelstrom's or ours.
 *
 * @param operations in the order of the file
 * @param unreadable how many lines are no operations, such as the last one of a run that was killed
 */
public record StoredHistory(List<Operation> operations, int unreadable) {
  /** Keeps a copy. */
  public StoredHistory {
    operations = List.copyOf(operations);
  }

  /**
   * Reads {@code history.edn}, which may be gzipped, in the folder of a run; empty if it is not
   * there.
   *
   * @throws IOException with one line that says why it cannot be read
   */
  public static Optional<StoredHistory> read(Path run) throws IOException {
    Optional<StoredFile> file = RunReader.history(run);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (Lines lines = file.get().lines()) {
      return Optional.of(read(lines, ReadingLimits.HISTORY_NANOS));
    }
  }

  /**
   * Reads an operation a line.
   *
   * @throws IOException if the disk does not let us
   */
  public static StoredHistory read(BufferedReader lines) throws IOException {
    return read(new Lines(lines), ReadingLimits.HISTORY_NANOS);
  }

  static StoredHistory read(Lines lines, long most) throws IOException {
    return new Parser(most).read(lines);
  }

  /** Takes lines, until they would need more memory than a history may. */
  private static final class Parser {
    // Rough sizes of objects in bytes.
    private static final int OPERATION = 150;
    private static final int CONTAINER = 80;
    private static final int VALUE = 40;

    private final List<Operation> operations = new ArrayList<>();
    private int unreadable;
    private long room = ReadingLimits.HISTORY;
    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    private final long end;

    Parser(long most) {
      this.end = clock.getCurrentThreadCpuTime() + most;
    }

    StoredHistory read(Lines lines) throws IOException {
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (lines.isCut()) {
          unreadable++;
        } else if (!line.isBlank()) {
          add(line);
        }
        if (room < 0) {
          throw new StoredFile.TooLarge(
              "it holds more than "
                  + operations.size()
                  + " operations, which need more memory than is given to a history");
        }
        if (clock.getCurrentThreadCpuTime() > end) {
          throw new StoredFile.TooLarge("it takes more time to read than is given to a history");
        }
      }
      return new StoredHistory(operations, unreadable);
    }

    private void add(String line) {
      try {
        operations.add(operation((Map<?, ?>) EdnValues.read(new StringReader(line))));
        room -= OPERATION;
      } catch (IOException | RuntimeException e) {
        unreadable++;
      }
    }

    private Operation operation(Map<?, ?> entries) {
      Map<Keyword, Object> extra = new LinkedHashMap<>();
      entries.forEach((key, value) -> extra.put((Keyword) plain(key, 1), plain(value, 1)));
      long index = (Long) extra.remove(Keyword.of("index"));
      long time = (Long) extra.remove(Keyword.of("time"));
      Keyword type = (Keyword) extra.remove(Keyword.of("type"));
      Object process = extra.remove(Keyword.of("process"));
      Keyword f = Objects.requireNonNull((Keyword) extra.remove(Keyword.of("f")));
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

    private Object plain(Object read, int level) {
      EdnValues.demandSane(read, level);
      room -= VALUE;
      return switch (read) {
        case clojure.lang.Keyword keyword -> {
          room -= keyword.sym.getName().length();
          yield Keyword.of(keyword.sym.toString());
        }
        case String text -> {
          room -= text.length();
          yield text;
        }
        case clojure.lang.Symbol symbol -> new Symbol(symbol.toString());
        case BigInt big -> {
          room -= big.bitLength() / Byte.SIZE;
          yield big.toBigInteger();
        }
        case IPersistentVector vector -> items(vector, level);
        case clojure.lang.Sequential sequence -> new Sequence(items((Iterable<?>) sequence, level));
        case Set<?> set -> new LinkedHashSet<>(items(set, level));
        case Map<?, ?> map -> {
          Map<Object, Object> plain = new LinkedHashMap<>();
          room -= CONTAINER;
          map.forEach((key, value) -> plain.put(plain(key, level + 1), plain(value, level + 1)));
          yield plain;
        }
        case null, default -> read;
      };
    }

    private List<Object> items(Object items, int level) {
      List<Object> plain = new ArrayList<>();
      room -= CONTAINER;
      ((Iterable<?>) items).forEach(item -> plain.add(plain(item, level + 1)));
      return plain;
    }
  }
}
