package glomers.cli.seeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glomers.cli.WorkbenchMain;
import glomers.cli.terminal.ExitStatus;
import glomers.cli.test.TestOptions;
import glomers.lessons.Lessons;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LessonCommandsTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private int run(String... arguments) {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return WorkbenchMain.run(out, TestOptions.Timing.USUAL, arguments);
  }

  private String said() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void oneLessonIsToldAtLengthOnTheSeedThatIsGiven() {
    assertEquals(ExitStatus.VALID, run("lesson", "clock-ids", "--seed", "7"), this::said);
    assertTrue(said().startsWith("Seed 7.\n== clock-ids: "), this::said);
    assertTrue(
        said().contains("src/main/java/glomers/lessons/broken/uniqueids/ClockIds.java"),
        this::said);
  }

  @Test
  void whoNamesNoLessonThereIsGetsAListOfThem() {
    assertEquals(ExitStatus.BAD_ARGUMENTS, run("lesson", "nonsense"));
    Lessons.all().forEach(lesson -> assertTrue(said().contains("  " + lesson.name()), this::said));
  }

  @Test
  void withoutANameThereIsOnlyTheList() {
    assertEquals(ExitStatus.VALID, run("lesson"));
    assertTrue(said().startsWith("Which lesson? There are:"), this::said);
  }
}
