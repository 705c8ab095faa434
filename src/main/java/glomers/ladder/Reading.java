package glomers.ladder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What there is to read for a class: its file, and those of its package and of {@code gossip} that
 * its code names, and theirs, and so on. Comments name whom they compare with, so they do not count
 * as naming; lines do, imports and comments included. The node library is not part of it.
 *
 * @param lines the lines of each file, the class's own first
 */
public record Reading(Map<Path, Integer> lines) {
  private static final String GOSSIP = "glomers.gossip.";

  /** Comments, strings and characters: the first to begin is the one that counts. */
  private static final Pattern NO_CODE =
      Pattern.compile(
          "(?s)/\\*.*?\\*/|//[^\\n]*|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'");

  private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+);");
  private static final Pattern TYPE = Pattern.compile("(?<!\\.)\\b[A-Z]\\w*");

  /** Keeps a copy in its order. */
  public Reading {
    lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
  }

  /**
   * Follows the names from a class on.
   *
   * @param sources the folder of all sources
   * @throws IOException if a source cannot be read, or is not there
   */
  public static Reading of(Path sources, Class<?> type) throws IOException {
    Map<Path, Integer> lines = new LinkedHashMap<>();
    Deque<Path> open = new ArrayDeque<>(Set.of(file(sources, type.getName())));
    while (!open.isEmpty()) {
      Path next = open.remove();
      if (!lines.containsKey(next)) {
        String text = Files.readString(next);
        lines.put(next, (int) text.lines().count());
        open.addAll(named(sources, next, NO_CODE.matcher(text).replaceAll(" ")));
      }
    }
    return new Reading(lines);
  }

  private static Path file(Path sources, String type) {
    return sources.resolve(type.replace('.', '/') + ".java");
  }

  private static Set<Path> named(Path sources, Path file, String code) {
    Set<String> imported = new LinkedHashSet<>();
    Set<Path> named = new LinkedHashSet<>();
    for (Matcher each = IMPORT.matcher(code); each.find(); ) {
      String type = each.group(1);
      imported.add(type.substring(type.lastIndexOf('.') + 1));
      if (type.startsWith(GOSSIP)) {
        named.add(file(sources, type));
      }
    }
    for (Matcher each = TYPE.matcher(code); each.find(); ) {
      Path neighbour = file.resolveSibling(each.group() + ".java");
      if (!imported.contains(each.group()) && Files.exists(neighbour)) {
        named.add(neighbour);
      }
    }
    return named;
  }

  /** The lines of the class's own file. */
  public int own() {
    return lines.values().iterator().next();
  }

  /** The lines of all files. */
  public int all() {
    return lines.values().stream().mapToInt(Integer::intValue).sum();
  }
}
