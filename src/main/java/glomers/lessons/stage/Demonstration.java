package glomers.lessons.stage;

import java.util.ArrayList;
import java.util.List;

/**
 * A lesson that was carried out: its broken variant and ours on one seed, what the judge found in
 * either, and, at length, the lines that make the difference.
 */
public final class Demonstration implements Showing {
  private static final int MESSAGES = 12;
  private static final int MORE_MESSAGES = 40;

  private final Pair lesson;
  private final long seed;
  private final Attempt broken;
  private final Attempt ours;
  private final Finding found;
  private final Finding control;

  /** Carries out a lesson. The same seed gives the same, word for word. */
  Demonstration(Pair lesson, long seed) {
    this.lesson = lesson;
    this.seed = seed;
    this.broken = Attempt.of(lesson.setting(), lesson.broken(), seed);
    this.found = lesson.judge().look().apply(broken);
    this.ours = Attempt.of(lesson.setting(), lesson.ours(), seed);
    this.control = lesson.judge().look().apply(ours);
  }

  /** Whether the judge caught the broken variant. */
  public boolean brokenWasCaught() {
    return found.caught();
  }

  /** Whether ours passed: the judge has nothing to say, and no other checker either. */
  public boolean oursPassed() {
    return !control.caught() && ours.valid();
  }

  @Override
  public boolean holds() {
    return brokenWasCaught() && oursPassed();
  }

  @Override
  public String name() {
    return lesson.name();
  }

  @Override
  public List<String> lines(boolean longer) {
    List<String> lines = new ArrayList<>();
    Words words = lesson.words();
    lines.add("== " + words.name() + ": " + words.title());
    lines.addAll(Text.paragraph("   lesson   ", words.lesson()));
    if (longer) {
      lines.add("");
      lines.addAll(Text.paragraph("   ", words.story()));
      lines.add("");
    }
    lines.addAll(
        Text.paragraph("   broken   ", lesson.broken().name() + " " + lesson.broken().does()));
    lines.addAll(Text.paragraph("   judge    ", lesson.judge().name()));
    tellBroken(lines, longer ? MORE_MESSAGES : MESSAGES);
    tellOurs(lines);
    String place = lesson.ours().name() + "." + lesson.method();
    lines.addAll(Text.paragraph("   because  ", words.moral() + " See " + place + ","));
    lines.add("            " + lesson.ours().file());
    if (longer) {
      lines.add("");
      new Difference(lesson.broken(), lesson.ours())
          .lines()
          .forEach(line -> lines.add("     " + line));
    }
    return lines;
  }

  private void tellBroken(List<String> lines, int messages) {
    if (!found.caught()) {
      lines.addAll(
          Text.paragraph(
              "   NOT caught with seed " + seed + ": ",
              found.checker() + ". Try another seed, this one may simply have been lucky."));
      return;
    }
    lines.addAll(Text.paragraph("   caught   ", found.checker()));
    lines.addAll(Text.paragraph("            ", found.plain()));
    List<String> diagram = Diagram.of(found.messages(), broken.timeline().beginning(), messages);
    if (!diagram.isEmpty()) {
      lines.add("");
      diagram.forEach(line -> lines.add(("     " + line).stripTrailing()));
      lines.add("");
    }
  }

  private void tellOurs(List<String> lines) {
    String name = lesson.ours().name() + " " + lesson.ours().does();
    lines.addAll(Text.paragraph("   ours     ", name));
    String verdict = control.checker();
    if (oursPassed()) {
      lines.addAll(Text.paragraph("   passed   ", verdict));
    } else {
      String also = control.caught() ? "" : "; another checker is not content: " + others();
      lines.addAll(Text.paragraph("   NOT passed with seed " + seed + ": ", verdict + also));
    }
  }

  private String others() {
    return ours.failure()
        .map(Throwable::getMessage)
        .orElseGet(() -> Text.excerpt(ours.results(), "workload"));
  }
}
