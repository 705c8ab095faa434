package glomers.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of Markdown, as far as the tests of the documentation read it. */
record Page(Path file, List<String> lines) {
  private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** A link, its text and where it leads. */
  record Link(String text, String target) {}

  static Page of(Path file) {
    try {
      return new Page(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** README, CONTRIBUTING and all of docs. */
  static List<Page> all() throws IOException {
    List<Page> pages = new ArrayList<>(List.of(of(Path.of("README.md"))));
    pages.add(of(Path.of("CONTRIBUTING.md")));
    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      files
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .map(Page::of)
          .forEach(pages::add);
    }
    return pages;
  }

  /** The fenced blocks of a language, without their fences. */
  List<List<String>> blocks(String language) {
    List<List<String>> blocks = new ArrayList<>();
    List<String> open = null;
    for (String line : lines) {
      if (line.strip().startsWith("```")) {
        if (open != null) {
          blocks.add(open);
          open = null;
        } else {
          open = new ArrayList<>();
          open.add(line.strip().substring(3));
        }
      } else if (open != null) {
        open.add(line);
      }
    }
    return blocks.stream()
        .filter(block -> block.get(0).equals(language))
        .map(block -> block.subList(1, block.size()))
        .toList();
  }

  /** The lines outside of fenced blocks. */
  List<String> prose() {
    List<String> prose = new ArrayList<>();
    boolean fenced = false;
    for (String line : lines) {
      if (line.strip().startsWith("```")) {
        fenced = !fenced;
      } else if (!fenced) {
        prose.add(line);
      }
    }
    return prose;
  }

  /**
   * All that is set as code and is no Java: shell blocks line by line, and what is in backticks.
   */
  List<String> code() {
    List<String> code = new ArrayList<>();
    Stream.of("sh", "").map(this::blocks).forEach(blocks -> blocks.forEach(code::addAll));
    // Code may go on in the next line.
    Matcher inline = CODE.matcher(String.join(" ", prose()));
    while (inline.find()) {
      code.add(inline.group(1));
    }
    return code;
  }

  List<Link> links() {
    List<Link> links = new ArrayList<>();
    Matcher link = LINK.matcher(String.join(" ", prose()));
    while (link.find()) {
      links.add(new Link(link.group(1), link.group(2)));
    }
    return links;
  }

  /** The anchors of the headings, by GitHub's rules. */
  Set<String> anchors() {
    Set<String> anchors = new LinkedHashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String line : prose()) {
      if (line.matches("#{1,6} .*")) {
        String anchor =
            line.replaceFirst("^#+ ", "")
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
        int before = seen.merge(anchor, 1, Integer::sum) - 1;
        anchors.add(before == 0 ? anchor : anchor + "-" + before);
      }
    }
    return anchors;
  }
}
