package glomers.docs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Java that is shown in a page: a comment with the file's name, then parts of that file, with empty
 * lines between them.
 */
record Snippet(String file, List<List<String>> parts) {
  private static final Pattern NAME = Pattern.compile("// (\\S+\\.java)");
  private static final Pattern METHOD = Pattern.compile("(\\w+)\\(");

  /** Reads a block; empty if its first line names no file. */
  static Optional<Snippet> of(List<String> block) {
    Matcher name = NAME.matcher(block.isEmpty() ? "" : block.get(0));
    if (!name.matches()) {
      return Optional.empty();
    }
    List<List<String>> parts = new ArrayList<>();
    List<String> part = new ArrayList<>();
    for (String line : block.subList(1, block.size())) {
      if (line.isBlank()) {
        parts.add(part);
        part = new ArrayList<>();
      } else {
        part.add(line);
      }
    }
    parts.add(part);
    parts.removeIf(List::isEmpty);
    return Optional.of(new Snippet(name.group(1), parts));
  }

  /**
   * Whether each part stands in the source, its lines one after the other, but for their
   * indentation, and the parts in their order.
   */
  boolean isIn(List<String> source) {
    List<String> there = stripped(source);
    int from = 0;
    for (List<String> part : parts) {
      int found = Collections.indexOfSubList(there.subList(from, there.size()), stripped(part));
      if (found < 0) {
        return false;
      }
      from += found + part.size();
    }
    return !parts.isEmpty();
  }

  /** The block as the source has it now: the methods that begin the parts, whole. */
  String presentLines(List<String> source) {
    StringBuilder block = new StringBuilder("```java\n// " + file + "\n");
    String separator = "";
    for (List<String> part : parts) {
      block.append(separator);
      methodOf(part.get(0), source).forEach(line -> block.append(line).append('\n'));
      separator = "\n";
    }
    return block + "```\n";
  }

  private static List<String> methodOf(String firstLine, List<String> source) {
    Matcher method = METHOD.matcher(firstLine);
    if (!method.find()) {
      return List.of(
          "… (a part must begin with a method's first line, not with: " + firstLine + ")");
    }
    Pattern declaration = Pattern.compile("( +)(?:\\w.* )?\\b" + method.group(1) + "\\(.*\\{");
    for (int begin = 0; begin < source.size(); begin++) {
      Matcher declared = declaration.matcher(source.get(begin));
      if (declared.matches() && !source.get(begin).strip().startsWith("for ")) {
        String indentation = declared.group(1);
        List<String> rest = source.subList(begin, source.size());
        int end = rest.indexOf(indentation + "}");
        return rest.subList(0, end + 1).stream()
            .map(line -> line.substring(Math.min(line.length(), indentation.length())))
            .toList();
      }
    }
    return List.of("… (there is no method " + method.group(1) + " any more)");
  }

  private static List<String> stripped(List<String> lines) {
    return lines.stream().map(String::strip).toList();
  }
}
