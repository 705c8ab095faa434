package glomers.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** README.md, CONTRIBUTING.md and docs say what is there: links, Java, targets, options. */
class DocumentationTest {
  private static final int MOST_WORDS = 2_500;
  private static final Path SOURCES = Path.of("src/main/java");

  /** {@code make} with a target, but not as a package to be installed. */
  private static final Pattern TARGET =
      Pattern.compile("(?<!install )\\bmake (?:[A-Z_]+=\\S+ )*([a-z][a-z0-9-]*)(?!…)\\b");

  private static final Pattern VARIABLE = Pattern.compile("(?<![\\w/-])([A-Z][A-Z0-9_]*)=");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");
  private static final Pattern METHOD = Pattern.compile("`([A-Z]\\w*)\\.([a-z]\\w*)`");

  @Test
  void theReadmeIsShort() throws IOException {
    int words = Files.readString(Path.of("README.md")).strip().split("\\s+").length;
    assertTrue(words <= MOST_WORDS, "README.md has " + words + " words, at most " + MOST_WORDS);
  }

  @Test
  void javaInTheReadmeIsThatOfTheSources() throws IOException {
    List<String> shown = new ArrayList<>();
    for (List<String> block : Page.of(Path.of("README.md")).blocks("java")) {
      Snippet snippet =
          Snippet.of(block)
              .orElseThrow(() ->
                  new AssertionError("Java in README.md begins with a file's name: " + block));
      List<String> source = Files.readAllLines(source(snippet.file()));
      assertTrue(
          snippet.isIn(source),
          () ->
              "README.md shows other lines than "
                  + snippet.file()
                  + " has. Put this there:\n\n"
                  + snippet.presentLines(source));
      shown.add(snippet.file());
    }
    assertEquals(List.of("Broadcast.java", "Counter.java", "SyncedTransactions.java"), shown);
  }

  private static Path source(String name) throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> found = files.filter(file -> file.endsWith(name)).toList();
      assertEquals(1, found.size(), name + " names one source: " + found);
      return found.get(0);
    }
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Page page : Page.all()) {
      for (Page.Link link : page.links()) {
        if (!link.target().matches("https?://.*") && !exists(page, link.target())) {
          broken.add(page.file() + ": " + link.target());
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  private static boolean exists(Page page, String target) {
    String[] parts = target.split("#", 2);
    Path folder = page.file().toAbsolutePath().getParent();
    Path file = parts[0].isEmpty() ? page.file() : folder.resolve(parts[0]).normalize();
    return Files.exists(file) && (parts.length == 1 || Page.of(file).anchors().contains(parts[1]));
  }

  @Test
  void methodsThatLinksNameAreInTheLinkedSource() throws IOException {
    List<String> missing = new ArrayList<>();
    int looked = 0;
    for (Page page : Page.all()) {
      for (Page.Link link : page.links()) {
        Matcher method = METHOD.matcher(link.text());
        if (method.matches()) {
          looked++;
          Path file = page.file().toAbsolutePath().getParent().resolve(link.target()).normalize();
          if (!file.endsWith(method.group(1) + ".java")
              || !Files.readString(file).contains(" " + method.group(2) + "(")) {
            missing.add(page.file() + ": " + link);
          }
        }
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(looked >= 4, "the tour links methods: " + looked);
  }

  @Test
  void everyPageOfTheDocsIsLinkedFromTheReadme() throws IOException {
    Set<String> linked =
        Page.of(Path.of("README.md")).links().stream()
            .map(Page.Link::target)
            .collect(Collectors.toSet());
    List<String> missing =
        Page.all().stream()
            .map(page -> page.file().toString())
            .filter(name -> !name.equals("README.md") && !linked.contains(name))
            .toList();
    assertEquals(List.of(), missing);
  }

  @Test
  void targetsOfMakeExist() throws IOException, InterruptedException {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "make"))),
        "make is not installed here");
    Set<String> targets = targets();
    assertTrue(targets.containsAll(Set.of("build", "test-broadcast-3c")), targets.toString());
    List<String> unknown = new ArrayList<>();
    for (Page page : Page.all()) {
      for (String code : page.code()) {
        Matcher target = TARGET.matcher(code);
        while (target.find()) {
          String name = target.group(1);
          // LessonsTest compares the names of lessons.
          if (!targets.contains(name) && !name.startsWith("lesson-")) {
            unknown.add(page.file() + ": " + code);
          }
        }
      }
    }
    assertEquals(List.of(), unknown);
  }

  /** What make's own list of rules names. */
  private static Set<String> targets() throws IOException, InterruptedException {
    Process make =
        new ProcessBuilder("make", "-pnrR", "help")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Pattern rule = Pattern.compile("([a-z][a-z0-9-]*):(?!=).*");
    Set<String> targets = new TreeSet<>();
    for (String line : new String(make.getInputStream().readAllBytes()).lines().toList()) {
      Matcher matcher = rule.matcher(line);
      if (matcher.matches()) {
        targets.add(matcher.group(1));
      }
    }
    make.waitFor();
    return targets;
  }

  @Test
  void variablesAreThoseOfTheMakefile() throws IOException {
    String makefile = Files.readString(Path.of("Makefile")).replace("\\\n", " ");
    Set<String> known = new TreeSet<>();
    Matcher lists = Pattern.compile("(?m)^(?:VALUES|WORDS|FOREIGN) = (.*)$").matcher(makefile);
    while (lists.find()) {
      known.addAll(List.of(lists.group(1).strip().split(" +")));
    }
    List<String> unknown = new ArrayList<>();
    for (Page page : Page.all()) {
      for (String code : page.code()) {
        Matcher variable = VARIABLE.matcher(code);
        while (variable.find()) {
          if (!known.contains(variable.group(1))) {
            unknown.add(page.file() + ": " + code);
          }
        }
      }
    }
    assertEquals(List.of(), unknown);
  }

  @Test
  void optionsAreKnownToTheSources() throws IOException {
    StringBuilder sources = new StringBuilder(Files.readString(Path.of("Makefile")));
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        sources.append(Files.readString(file));
      }
    }
    // picocli's, the compiler's, GNU parallel's
    Set<String> known = new TreeSet<>(Set.of("--help", "--release", "--halt", "--sshlogin"));
    Matcher options = OPTION.matcher(sources);
    while (options.find()) {
      known.add(options.group());
    }
    List<String> unknown = new ArrayList<>();
    for (Page page : Page.all()) {
      for (String code : page.code()) {
        Matcher option = OPTION.matcher(code);
        while (option.find()) {
          if (!known.contains(option.group())) {
            unknown.add(page.file() + ": " + code);
          }
        }
      }
    }
    assertEquals(List.of(), unknown);
  }

  @Test
  void theLadderHasItsPlace() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int begin = readme.indexOf("\n<!-- ladder -->\n");
    int end = readme.indexOf("\n<!-- /ladder -->\n");
    assertTrue(begin > 0 && end > begin, "README.md has the ladder's markers");
  }
}
