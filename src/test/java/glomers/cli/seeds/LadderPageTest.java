package glomers.cli.seeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.experiment.Bench;
import glomers.experiment.Failure;
import glomers.experiment.Trial;
import glomers.ladder.Cell;
import glomers.ladder.Ladder;
import glomers.ladder.Rung;
import glomers.workbench.nemesis.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ladder that stands on pages: it claims what the code claims, and what it shows is so. */
class LadderPageTest {
  private static final Path PAGE = Path.of("docs/ladder.md");

  private static final Pattern BETWEEN_MARKERS =
      Pattern.compile("(?s)<!-- ladder -->(.*?)<!-- /ladder -->");

  private static final Pattern FELL = Pattern.compile("(.+) \\((\\d+)\\)");

  /** All pages with the ladder on them. */
  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path page : List.of(PAGE, Path.of("README.md"))) {
      if (BETWEEN_MARKERS.matcher(Files.readString(page)).find()) {
        pages.add(page);
      }
    }
    return pages;
  }

  /** The first table between the markers: for each rung, its cells by their headings. */
  private static Map<String, Map<String, String>> ladder(Path page) throws IOException {
    Matcher marked = BETWEEN_MARKERS.matcher(Files.readString(page));
    assertTrue(marked.find(), page + " has no ladder between its markers");
    List<List<String>> rows =
        marked
            .group(1)
            .lines()
            .dropWhile(line -> !line.startsWith("|"))
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> Stream.of(line.split("\\|")).skip(1).map(String::strip).toList())
            .toList();
    Map<String, Map<String, String>> ladder = new LinkedHashMap<>();
    for (List<String> row : rows.subList(2, rows.size())) {
      Map<String, String> cells = new LinkedHashMap<>();
      for (int i = 0; i < row.size(); i++) {
        cells.put(rows.getFirst().get(i), row.get(i));
      }
      ladder.put(row.getFirst(), cells);
    }
    return ladder;
  }

  @Test
  void thePageHasTheLadder() throws IOException {
    assertTrue(pages().contains(PAGE));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageClaimsWhatTheCodeClaims(Path page) throws IOException {
    Map<String, Map<String, String>> ladder = ladder(page);
    assertEquals(
        Rungs.ALL.stream().map(Rung::name).toList(), List.copyOf(ladder.keySet()), page.toString());
    for (Rung rung : Rungs.ALL) {
      for (Fault fault : Fault.ofAnyNodes()) {
        String cell = ladder.get(rung.name()).get(fault.label());
        assertEquals(
            rung.subject().stands().contains(fault),
            Cell.Stood.SIGN.equals(cell),
            page + ", " + rung.name() + " under " + fault.label() + ": " + cell);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void whatAPageSaysToFailFailsSoOnTheSeedThatItNames(Path page) throws IOException {
    Map<String, Map<String, String>> ladder = ladder(page);
    Bench bench = new Bench(Subjects::experiment);
    int shown = 0;
    for (Rung rung : Rungs.ALL) {
      for (Fault fault : Fault.ofAnyNodes()) {
        Matcher fell = FELL.matcher(ladder.get(rung.name()).get(fault.label()));
        if (fell.matches()) {
          Trial trial = Ladder.trial(rung, fault, Long.parseLong(fell.group(2)));
          String found = bench.run(trial).failure().map(Failure::inShort).orElse("nothing");
          assertEquals(fell.group(1), found, page + ": " + trial.command());
          shown++;
        }
      }
    }
    assertFalse(shown == 0, page + " shows no anomaly");
  }
}
