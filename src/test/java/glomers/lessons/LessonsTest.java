package glomers.lessons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.lessons.stage.Demonstration;
import glomers.lessons.stage.Lesson;
import glomers.lessons.stage.Pair;
import glomers.lessons.stage.Showing;
import glomers.lessons.topology.TopologyLesson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each broken variant is a test of the checkers: it must be caught, and ours must not be. */
class LessonsTest {
  /** What is wrong with these is nothing that is sent. */
  private static final Set<String> WITHOUT_MESSAGES = Set.of("dedupe-by-list", "held-monitor");

  private static final Map<String, Demonstration> SHOWN = new ConcurrentHashMap<>();

  private static Demonstration shown(String name) {
    return SHOWN.computeIfAbsent(name, any -> pair(name).show(Lessons.SEED));
  }

  private static Pair pair(String name) {
    return Lessons.pairs().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static Stream<String> names() {
    return Lessons.pairs().stream().map(Lesson::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theJudgeCatchesTheBrokenVariant(String name) {
    assertTrue(shown(name).brokenWasCaught(), () -> String.join("\n", shown(name).lines(true)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void theCaseIsToldWithTheMessagesThatLedThere(String name) {
    boolean withMessages =
        shown(name).lines(false).stream().anyMatch(line -> line.matches(" +\\d+\\.\\d{4} s .*"));
    assertEquals(!WITHOUT_MESSAGES.contains(name), withMessages, name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void oursPassesOnTheSameSeed(String name) {
    assertTrue(shown(name).oursPassed(), () -> String.join("\n", shown(name).lines(true)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aSecondRunTellsTheSameWordForWord(String name) {
    List<String> again = pair(name).show(Lessons.SEED).lines(true);
    assertEquals(String.join("\n", shown(name).lines(true)), String.join("\n", again));
  }

  @ParameterizedTest
  @MethodSource("names")
  void theNamedPlaceInOurCodeExists(String name) throws ClassNotFoundException {
    Pair pair = pair(name);
    Class<?> type = Class.forName(pair.ours().type());
    assertTrue(
        Arrays.stream(type.getDeclaredMethods())
            .anyMatch(method -> method.getName().equals(pair.method())),
        pair.method());
    assertTrue(Files.exists(Path.of(pair.ours().file())), pair.ours().file());
  }

  @Test
  void namesAreThereOnce() {
    List<String> names = Lessons.all().stream().map(Lesson::name).toList();
    assertEquals(names.stream().distinct().toList(), names);
  }

  @Test
  void theirPageListsThemAll() throws java.io.IOException {
    String page = Files.readString(Path.of("docs/lessons.md"));
    List<String> missing =
        Lessons.all().stream()
            .map(Lesson::name)
            .filter(name -> !page.contains("`make lesson-" + name + "`"))
            .toList();
    assertEquals(List.of(), missing, "lessons that docs/lessons.md does not list");
  }

  @Test
  void onAStarInRoundsValuesAreCheapAndQuickEnough() {
    Showing table = new TopologyLesson().show(Lessons.SEED);
    assertTrue(table.holds(), () -> String.join("\n", table.lines(true)));
  }
}
